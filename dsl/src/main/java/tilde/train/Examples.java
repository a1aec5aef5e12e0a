package tilde.train;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import tilde.array.Activations;
import tilde.array.Shape;
import tilde.loss.Targets;
import tilde.random.Keyed;

/**
 * Samples with what the network should say for them. The samples lie in memory, or are made each
 * time they are read.
 */
public final class Examples {
  private final Shape shape;
  private final int size;
  private final float[] x; // null where samples are to be read, or normalised
  private final Source source;
  private final boolean held;
  private final Targets targets;
  private final Normalization normalization; // for a model to take over; null for none
  private final Augmenter augmenter; // null where training takes samples as they are
  private final Normalization applied; // null for none

  /** Where samples come from that are not in memory; safe for several threads. */
  @FunctionalInterface
  public interface Source {
    /** Copies sample {@code i}, row-major, to the places {@code at} and following. */
    void read(int i, float[] to, int at);
  }

  /**
   * Samples in memory.
   *
   * @param x the values of all samples, row-major, sample after sample; not copied
   * @param targets null where only scores are wanted
   */
  public Examples(Shape shape, float[] x, Targets targets) {
    this(
        shape,
        x.length / shape.size(),
        x,
        (i, to, at) -> System.arraycopy(x, i * shape.size(), to, at, shape.size()),
        true,
        targets,
        null,
        null,
        null);
  }

  /**
   * Samples that are made when they are read.
   *
   * @param targets null where only scores are wanted
   */
  public Examples(Shape shape, int size, Source source, Targets targets) {
    this(shape, size, null, source, false, targets, null, null, null);
  }

  private Examples(
      Shape shape,
      int size,
      float[] x,
      Source source,
      boolean held,
      Targets targets,
      Normalization normalization,
      Augmenter augmenter,
      Normalization applied) {
    this.shape = shape;
    this.size = size;
    this.x = x;
    this.source = source;
    this.held = held;
    this.targets = targets;
    this.normalization = normalization;
    this.augmenter = augmenter;
    this.applied = applied;
  }

  /** The same samples, with statistics for a model to take over when it is trained on them. */
  public Examples with(Normalization statistics) {
    return new Examples(shape, size, x, source, held, targets, statistics, augmenter, applied);
  }

  /** The same samples, which training changes as they enter; whoever asks gets them as they are. */
  public Examples augmentedBy(Augmenter change) {
    return new Examples(shape, size, x, source, held, targets, normalization, change, applied);
  }

  /** The shape of one sample. */
  public Shape shape() {
    return shape;
  }

  /** The number of samples. */
  public int size() {
    return size;
  }

  /** What the network should say; null where only scores are wanted. */
  public Targets targets() {
    return targets;
  }

  /** The statistics for a model to take over. */
  public Optional<Normalization> normalization() {
    return Optional.ofNullable(normalization);
  }

  /** Whether reading is only copying. */
  boolean held() {
    return held;
  }

  /** All samples, row-major, sample after sample; those not in memory are all read. */
  public float[] x() {
    if (x != null) {
      return x;
    }
    float[] all = new float[Math.multiplyExact(size, shape.size())];
    for (int i = 0; i < size; i++) {
      read(i, all, i * shape.size());
    }
    return all;
  }

  /** The shape of all samples, (N, ...). */
  public int[] batchShape() {
    int[] sample = shape.toArray();
    int[] batch = new int[sample.length + 1];
    batch[0] = size();
    System.arraycopy(sample, 0, batch, 1, sample.length);
    return batch;
  }

  /** What training changes; null for nothing. */
  Augmenter augmenter() {
    return augmenter;
  }

  /** Copies sample {@code i}, row-major, to the places {@code at} and following. */
  void read(int i, float[] to, int at) {
    source.read(i, to, at);
    normalise(to, at);
  }

  /** Copies sample {@code i} likewise, changed as the key says, and not normalised yet. */
  void readAugmented(int i, Keyed key, float[] to, int at) {
    source.read(i, to, at);
    augmenter.change().apply(key, to, at);
  }

  /** Normalises the sample that begins at {@code at}. */
  void normalise(float[] to, int at) {
    if (applied != null) {
      applied.apply(to, at, shape.size());
    }
  }

  /** Copies sample {@code row.applyAsInt(n)} to each place {@code n} in use of an input. */
  void read(IntUnaryOperator row, Activations to) {
    float[] scratch = x != null ? x : new float[shape.size()];
    for (int n = 0; n < to.count(); n++) {
      if (x == null) {
        read(row.applyAsInt(n), scratch, 0);
      }
      to.read(n, scratch, x != null ? row.applyAsInt(n) : 0);
    }
  }

  /** The same samples, normalised whenever they are read; null changes nothing. */
  Examples normalisedBy(Normalization statistics) {
    return statistics == null
        ? this
        : new Examples(
            shape, size, null, source, held, targets, normalization, augmenter, statistics);
  }
}
