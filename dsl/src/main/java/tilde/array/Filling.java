package tilde.array;

import java.util.Arrays;
import tilde.random.Keyed;

/** New data from a rule. */
public final class Filling {
  private Filling() {}

  /** The same value everywhere. */
  public static float[] constant(float value, int... shape) {
    float[] data = new float[Sizes.count(shape)];
    Arrays.fill(data, value);
    return data;
  }

  /**
   * The numbers start, start + step, ... before {@code stop}, each computed in double.
   *
   * @throws IllegalArgumentException when they do not end, or are more than an array can hold
   */
  public static float[] range(double start, double stop, double step) {
    double count = Math.max(0, Math.ceil((stop - start) / step));
    if (step == 0 || !(count <= Integer.MAX_VALUE)) { // the negation catches NaN
      throw new IllegalArgumentException(
          "range: from %s to %s by %s does not end: use finite numbers and a step other than 0"
              .formatted(start, stop, step));
    }
    float[] data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (start + i * step);
    }
    return data;
  }

  /** Draws 0, 1, ... of the normal distribution under the key of a seed. */
  public static float[] normal(long seed, int... shape) {
    Keyed key = Keyed.of(seed);
    float[] data = new float[Sizes.count(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = key.normal(i);
    }
    return data;
  }
}
