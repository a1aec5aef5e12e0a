package tilde.data;

import java.util.List;

/**
 * The numbers of samples of one shape: held in memory, or made each time they are read. Places and
 * sizes are checked by those who call.
 */
public interface Inputs {
  /** The number of samples. */
  int size();

  /** The shape of one sample, such as (1,8,8). */
  List<Integer> shape();

  /** How many numbers one sample has. */
  default int sampleSize() {
    return Sizes.product(shape());
  }

  /** Whether the numbers are in memory: {@link #all} then costs nothing. */
  boolean held();

  /** Copies sample {@code i}, row-major, to the places {@code at} and following. */
  void read(int i, float[] to, int at);

  /** All samples one after the other, row-major; only to be read. */
  float[] all();

  /** What sample {@code i} is called in messages: its number where it comes from. */
  int origin(int i);

  /** The samples at these places, in this order; a place may come more than once. */
  Inputs pick(int... places);

  /** The samples after a change, which is made now of what is held, later of what is made later. */
  Inputs map(List<Integer> shape, Change change);

  /** The samples of all parts, one part after the other; held if all of them are. */
  static Inputs concat(List<Inputs> parts) {
    return parts.stream().allMatch(Inputs::held) ? Held.concat(parts) : Made.concat(parts);
  }

  /** Makes other numbers of those of a sample. */
  @FunctionalInterface
  interface Change {
    /**
     * The numbers after the change.
     *
     * @param origin the number of the sample, for messages
     * @param x the numbers; only to be read
     */
    float[] apply(int origin, float... x);
  }
}
