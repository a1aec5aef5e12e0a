package tilde.train;

import java.util.function.BooleanSupplier;
import tilde.array.Activations;
import tilde.random.Keyed;

/**
 * Some of the examples, in the order of {@code rows}.
 *
 * <p>Its gradient is the sum over {@link #slices()} slices, whose number depends on the size of the
 * batch alone, by a fixed binary tree (MATH.md, part E): whoever computes which slice, the bits are
 * the same.
 *
 * @param rows the places of the samples in the data, which their targets go by
 * @param draws what each sample draws random numbers from, by its row; null where nothing is random
 * @param x the samples, if they have been read, one after the other; null if they are to be read
 *     when they are computed
 */
public record Batch(Examples data, int[] rows, Keyed draws, float[] x) {
  private static final int FEWEST_SLICES = 8;
  private static final int LARGEST_SLICE = 16;

  /** A batch in which nothing is random. */
  public Batch(Examples data, int[] rows) {
    this(data, rows, null, null);
  }

  /** A batch whose samples are not read yet. */
  public Batch(Examples data, int[] rows, Keyed draws) {
    this(data, rows, draws, null);
  }

  /**
   * The same batch with its samples read.
   *
   * @param ended whether nobody wants it any more: the rest is then left out
   */
  Batch read(BooleanSupplier ended) {
    int size = data.shape().size();
    float[] all = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < rows.length && !ended.getAsBoolean(); i++) {
      data.read(rows[i], all, i * size);
    }
    return new Batch(data, rows, draws, all);
  }

  /** Copies sample {@code start} of the batch, and those that follow, to all places of an input. */
  void copy(int start, Activations to) {
    if (x == null) {
      data.read(n -> rows[start + n], to);
      return;
    }
    for (int n = 0; n < to.count(); n++) {
      to.read(n, x, start + n);
    }
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
    return Math.min(size, Math.max(FEWEST_SLICES, (size - 1) / LARGEST_SLICE + 1));
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
