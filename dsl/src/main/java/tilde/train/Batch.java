package tilde.train;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tilde.array.Activations;
import tilde.loss.Targets;
import tilde.random.Keyed;

/**
 * Some of the examples, in the order of {@code rows}.
 *
 * <p>Its gradient is the sum over {@link #slices()} slices, whose number depends on the size of the
 * batch alone, by a fixed binary tree (MATH.md, part E): whoever computes which slice, the bits are
 * the same.
 *
 * @param rows the places of the samples in the data
 * @param draws what each sample draws random numbers from, by its row; null where nothing is random
 * @param x the samples as they enter the network, if they have been read, one after the other; null
 *     if they are to be read when they are computed
 * @param shares of each sample in its mixture with the next one; null where nothing is mixed
 * @param targets what the network should say; see {@link #target}
 */
public record Batch(
    Examples data, int[] rows, Keyed draws, float[] x, double[] shares, Targets targets) {
  private static final int FEWEST_SLICES = 8;
  private static final int LARGEST_SLICE = 16;
  private static final long AUGMENTATION = 0x4155474d454e54L; // "AUGMENT": apart from the layers
  private static final long MIXUP = 0x4d49585550L; // "MIXUP"

  /** A batch in which nothing is random. */
  public Batch(Examples data, int[] rows) {
    this(data, rows, null);
  }

  /** A batch whose samples are not read yet. */
  public Batch(Examples data, int[] rows, Keyed draws) {
    this(data, rows, draws, shares(data, rows, draws));
  }

  /** The first samples, read as the first epoch of a training with seed 0 gets them. */
  public static Batch first(Examples data, int count) {
    int[] rows = IntStream.range(0, count).toArray();
    return new Batch(data, rows, Feed.draws(0, 0)).read(() -> false);
  }

  private Batch(Examples data, int[] rows, Keyed draws, double[] shares) {
    this(
        data,
        rows,
        draws,
        null,
        shares,
        shares == null ? data.targets() : data.targets().mixed(rows, shares));
  }

  private static double[] shares(Examples data, int[] rows, Keyed draws) {
    if (draws == null || data.augmenter() == null || data.augmenter().mixup() == null) {
      return null;
    }
    Mixup mixup = data.augmenter().mixup();
    return Arrays.stream(rows).mapToDouble(row -> mixup.share(draws.key(row).key(MIXUP))).toArray();
  }

  /** The place among the targets of sample {@code i} of the batch. */
  public int target(int i) {
    return shares == null ? rows[i] : i;
  }

  /** The places of all of them. */
  int[] targetPlaces() {
    return shares == null ? rows : IntStream.range(0, rows.length).toArray();
  }

  /**
   * The same batch with its samples read.
   *
   * @param ended whether nobody wants it any more: the rest is then left out
   */
  Batch read(BooleanSupplier ended) {
    float[] all = new float[Math.multiplyExact(rows.length, data.shape().size())];
    read(0, rows.length, all, ended);
    return new Batch(data, rows, draws, all, shares, targets);
  }

  /** Reads {@code count} samples of the batch from {@code start} on, as they enter the network. */
  private void read(int start, int count, float[] to, BooleanSupplier ended) {
    int size = data.shape().size();
    for (int i = 0; i < count && !ended.getAsBoolean(); i++) {
      if (augmented()) {
        readAugmented(start + i, to, i * size);
      } else {
        data.read(rows[start + i], to, i * size);
      }
    }
    if (shares != null) {
      mix(start, count, to);
    }
    for (int i = 0; augmented() && i < count; i++) {
      data.normalise(to, i * size);
    }
  }

  private void mix(int start, int count, float[] to) {
    int size = data.shape().size();
    float[] afterLast = new float[size]; // of the neighbours the only one that is not in its place
    if (count == rows.length) {
      System.arraycopy(to, 0, afterLast, 0, size);
    } else {
      readAugmented((start + count) % rows.length, afterLast, 0);
    }
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      Mixup.mix(
          shares[start + i], to, i * size, last ? afterLast : to, last ? 0 : (i + 1) * size, size);
    }
  }

  private boolean augmented() {
    return draws != null && data.augmenter() != null;
  }

  private void readAugmented(int i, float[] to, int at) {
    data.readAugmented(rows[i], draws.key(rows[i]).key(AUGMENTATION), to, at);
  }

  /** Copies sample {@code start} of the batch, and those that follow, to all places of an input. */
  void copy(int start, Activations to) {
    if (x == null && !augmented()) {
      data.read(n -> rows[start + n], to);
      return;
    }
    float[] samples = x;
    if (x == null) {
      samples = new float[to.count() * data.shape().size()];
      read(start, to.count(), samples, () -> false);
    }
    for (int n = 0; n < to.count(); n++) {
      to.read(n, samples, x == null ? n : start + n);
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
