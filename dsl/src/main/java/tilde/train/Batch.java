package tilde.train;

import tilde.random.Keyed;

/**
 * Some of the examples, in the order of {@code rows}.
 *
 * <p>Its gradient is the sum over {@link #slices()} slices, whose number depends on the size of the
 * batch alone, by a fixed binary tree (MATH.md, part E): whoever computes which slice, the bits are
 * the same.
 *
 * @param draws what each sample draws random numbers from, by its row; null where nothing is random
 */
public record Batch(Examples data, int[] rows, Keyed draws) {
  private static final int FEWEST_SLICES = 8;
  private static final int LARGEST_SLICE = 16;

  /** A batch in which nothing is random. */
  public Batch(Examples data, int[] rows) {
    this(data, rows, null);
  }

  /** The number of samples. */
  public int size() {
    return rows.length;
  }

  /**
   * Eight slices, or one a sample in smaller batches; more when a slice would exceed 16 samples.
   */
  public int slices() {
    return slices(size());
  }

  static int slices(int size) {
    return Math.min(size, Math.max(FEWEST_SLICES, (size + LARGEST_SLICE - 1) / LARGEST_SLICE));
  }

  /** The first sample of slice {@code i}. */
  public int start(int i) {
    return (int) ((long) i * size() / slices());
  }

  /** The size of the largest slice of batches of up to {@code size}: for 129 it is that of 128. */
  public static int largestSlice(int size) {
    return Math.min(LARGEST_SLICE, (size - 1) / FEWEST_SLICES + 1);
  }
}
