package tilde.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How samples are cut into batches: whole ones in order, the last one smaller if they do not come
 * out even.
 *
 * @param samples how many samples there are
 * @param size how many make a whole batch; more than there are samples makes one batch of all
 */
public record Batches(int samples, int size) {

  /** One batch, as positions in the order of an epoch: {@code from} is in it, {@code to} is not. */
  public record Range(int from, int to) {
    /** How many samples the batch has. */
    public int size() {
      return to - from;
    }
  }

  /**
   * @throws IllegalArgumentException when there is no sample or the batch size is below 1
   */
  public Batches {
    if (samples < 1) {
      throw new IllegalArgumentException(
          "cannot make batches of %s samples: expected at least one sample".formatted(samples));
    }
    if (size < 1) {
      throw new IllegalArgumentException(
          "the batch size is %s, expected at least 1: try batchSize(32)".formatted(size));
    }
  }

  /** The number of batches, at least 1. */
  public int count() {
    return (samples - 1) / size + 1;
  }

  /**
   * The batch with this index.
   *
   * @throws IndexOutOfBoundsException when there is no such batch
   */
  public Range range(int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException(
          "there is no batch %s: %s batches are numbered 0 to %s"
              .formatted(index, count(), count() - 1));
    }
    int from = index * size;
    return new Range(from, from + Math.min(size, samples - from));
  }

  /** All batches in order. */
  public List<Range> ranges() {
    return IntStream.range(0, count()).mapToObj(this::range).toList();
  }
}
