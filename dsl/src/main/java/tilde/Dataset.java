package tilde;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.data.Batches;
import tilde.data.Samples;
import tilde.data.Splits;
import tilde.loss.Targets;
import tilde.random.Keyed;
import tilde.train.Examples;

/**
 * Images, or vectors, with the class of each: an immutable value, checked when it is made. NaN or
 * infinite numbers, labels outside the classes and counts that differ are errors that name the
 * sample.
 */
public final class Dataset {
  private static final int MOST_CLASSES = 100_000; // more is a label that is none

  private final Samples samples;
  private final float[][] distributions; // null when each sample has one class

  private Dataset(Samples samples, float[][] distributions) {
    this.samples = samples;
    this.distributions = distributions;
  }

  static Dataset of(Samples samples) {
    return new Dataset(samples, null);
  }

  /**
   * Samples with labels from 0 on; classes are as many as the highest label says.
   *
   * @param images (N, channels, height, width), or (N, features)
   */
  public static Dataset of(Tensor images, int... labels) {
    int highest = Arrays.stream(labels).max().orElse(0);
    if (highest >= MOST_CLASSES) {
      throw new IllegalArgumentException(
          "the highest label is "
              + highest
              + ", which would make as many classes: number the classes from 0, or name them all");
    }
    return of(images, labels, Samples.numbered(Math.max(highest + 1, 1)));
  }

  /**
   * Samples with labels and the names of their classes.
   *
   * @param images (N, channels, height, width), or (N, features)
   */
  public static Dataset of(Tensor images, int[] labels, List<String> classNames) {
    int[] shape = images.shape();
    if (shape.length == 0) {
      throw new IllegalArgumentException(
          "a dataset needs samples along the first axis, (N, channels, height, width), got a scalar");
    }
    if (shape[0] == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: got images of shape "
              + Sizes.text(shape)
              + ", expected at least one; was everything filtered out?");
    }
    List<Integer> sample = Shape.of(Arrays.copyOfRange(shape, 1, shape.length)).dims();
    return new Dataset(new Samples(images.data(), sample, labels, classNames), null);
  }

  /** Samples from nested arrays such as {@code float[][][][]}, with labels from 0 on. */
  public static Dataset of(Object[] images, int... labels) {
    return of(Tensor.of(images), labels);
  }

  /**
   * Samples with a distribution over the classes for each.
   *
   * @param distributions (N, classes), each row summing to 1
   */
  public static Dataset of(Tensor images, Tensor distributions) {
    float[][] rows = distributions.toArray2D();
    Targets targets = Targets.ofDistributions(rows);
    int[] labels = IntStream.range(0, targets.size()).map(targets::label).toArray();
    Dataset labelled = of(images, labels, Samples.numbered(targets.classes()));
    return new Dataset(labelled.samples, rows);
  }

  /** The number of samples. */
  public int size() {
    return samples.size();
  }

  /** The number of classes. */
  public int classes() {
    return samples.classNames().size();
  }

  /** The names of the classes, in the order of the labels. */
  public List<String> classNames() {
    return samples.classNames();
  }

  /** All samples, (N, channels, height, width) or (N, features). */
  public Tensor images() {
    return Tensor.wrap(samples.x(), withCount(size()));
  }

  private int[] withCount(int count) {
    int[] shape = new int[samples.shape().size() + 1];
    shape[0] = count;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = samples.shape().get(axis - 1);
    }
    return shape;
  }

  /** Sample {@code i}, (channels, height, width) or (features). */
  public Tensor image(int i) {
    return Tensor.wrap(samples.pick(i).x(), sampleShape().toArray());
  }

  /** The class of each sample; the most probable where distributions were given. */
  public int[] labels() {
    return samples.labels();
  }

  /** The class of sample {@code i}. */
  public int label(int i) {
    return samples.pick(i).labels()[0];
  }

  /** The samples at these places, in this order. */
  public Dataset pick(int... places) {
    Samples picked = samples.pick(places); // first: it checks the places
    float[][] rows =
        distributions == null
            ? null
            : Arrays.stream(places).mapToObj(i -> distributions[i]).toArray(float[][]::new);
    return new Dataset(picked, rows);
  }

  /** The first {@code count} samples. */
  public Dataset take(int count) {
    if (count < 1 || count > size()) {
      throw new IllegalArgumentException(
          "take(" + count + "): this dataset has 1 to " + size() + " samples to take");
    }
    return pick(IntStream.range(0, count).toArray());
  }

  /** The samples in an order drawn from {@code seed}. */
  public Dataset shuffle(long seed) {
    return pick(Keyed.of(seed).permutation(size()));
  }

  /** Two parts, the first with this fraction of each class, drawn from seed 0. */
  public Split split(double fraction) {
    return split(fraction, 0);
  }

  /** Two parts, the first with this fraction of each class, drawn from {@code seed}. */
  public Split split(double fraction, long seed) {
    Splits.Split places = Splits.stratified(samples.labels(), fraction, seed);
    return new Split(pick(places.first()), pick(places.second()));
  }

  /** The two parts of a dataset. */
  public record Split(Dataset train, Dataset test) {
    @Override
    public String toString() {
      return "Split: train " + train.size() + ", test " + test.size() + " samples";
    }
  }

  /**
   * The samples in batches of this size, in order, the last one smaller if they do not come out
   * even.
   */
  public List<Dataset> batches(int size) {
    return new Batches(size(), size)
        .ranges().stream()
            .map(range -> pick(IntStream.range(range.from(), range.to()).toArray()))
            .toList();
  }

  Shape sampleShape() {
    return new Shape(samples.shape());
  }

  /** What a network with this many scores should say. */
  Examples examples(int outputs) {
    if (classes() > outputs) {
      throw new IllegalArgumentException(
          "the data has "
              + classes()
              + " classes, but the last layer gives "
              + outputs
              + " scores: use dense("
              + classes()
              + ") before the loss");
    }
    if (distributions != null && classes() != outputs) {
      throw new IllegalArgumentException(
          "the distributions are over "
              + classes()
              + " classes, but the last layer gives "
              + outputs
              + " scores: use dense("
              + classes()
              + ") before the loss");
    }
    Targets targets =
        distributions != null
            ? Targets.ofDistributions(distributions)
            : Targets.ofLabels(samples.labels(), outputs);
    return new Examples(sampleShape(), samples.x(), targets);
  }

  @Override
  public String toString() {
    return "Dataset of " + size() + " samples " + sampleShape() + " in " + classes() + " classes";
  }
}
