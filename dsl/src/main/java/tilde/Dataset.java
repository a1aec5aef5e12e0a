package tilde;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.chart.Chart;
import tilde.data.Augmentation;
import tilde.data.Balance;
import tilde.data.Batches;
import tilde.data.Held;
import tilde.data.Inputs;
import tilde.data.Labelled;
import tilde.data.Made;
import tilde.data.Samples;
import tilde.data.Splits;
import tilde.random.Keyed;
import tilde.train.Examples;
import tilde.train.Normalization;

/**
 * Images, or vectors, with what a network should say for each, a class or numbers: an immutable
 * value. Samples lie in memory and are checked when they enter, or are made and checked whenever
 * they are read ({@link #stream}). NaN or infinite numbers, labels outside the classes and counts
 * that differ are errors that name the sample.
 */
public final class Dataset {
  private final Inputs inputs;
  private final Answers answers;
  private final Entry entry;

  private Dataset(Inputs inputs, Answers answers, Entry entry) {
    this.inputs = inputs;
    this.answers = answers;
    this.entry = entry;
  }

  /** Samples that enter as they are. */
  Dataset(Inputs inputs, Answers answers) {
    this(inputs, answers, Entry.NONE);
  }

  static Dataset of(Samples samples) {
    return new Dataset(
        new Held(samples.x(), samples.shape()),
        Answers.ofClasses(samples.labels(), samples.classNames()));
  }

  static Dataset of(Labelled read) {
    Answers answers = Answers.ofClasses(read.labels(), read.classNames());
    return new Dataset(read.inputs(), answers);
  }

  /**
   * Samples with labels from 0 on; classes are as many as the highest label says.
   *
   * @param images (N, channels, height, width), or (N, features)
   */
  public static Dataset of(Tensor images, int... labels) {
    return of(images, labels, Answers.numbered(labels));
  }

  /**
   * Samples with labels and the names of their classes.
   *
   * @param images (N, channels, height, width), or (N, features)
   */
  public static Dataset of(Tensor images, int[] labels, List<String> classNames) {
    return of(
        new Samples(images.data(), tilde.Inputs.sampleShape(images).dims(), labels, classNames));
  }

  /** Samples from nested arrays such as {@code float[][][][]}, with labels from 0 on. */
  public static Dataset of(Object[] images, int... labels) {
    return of(Tensor.of(images), labels);
  }

  /** Samples from nested arrays, with labels and the names of their classes. */
  public static Dataset of(Object[] images, int[] labels, List<String> classNames) {
    return of(Tensor.of(images), labels, classNames);
  }

  /**
   * Samples with a distribution over the classes for each.
   *
   * @param distributions (N, classes), each row summing to 1
   */
  public static Dataset of(Tensor images, Tensor distributions) {
    if (distributions.rank() != 2) {
      throw new IllegalArgumentException(
          "of needs a distribution for each sample, (N, classes), got "
              + Sizes.text(distributions.shape())
              + ": for a class each give int labels, for numbers say Dataset.values(images, targets)");
    }
    Answers answers = Answers.ofDistributions(distributions.toArray2D());
    Dataset labelled = of(images, answers.labels("of"), answers.classNames());
    return new Dataset(labelled.inputs, answers);
  }

  /**
   * Samples with the numbers that a network should give for them, as regression or several labels
   * at once want.
   *
   * @param images (N, channels, height, width), or (N, features)
   * @param targets (N, outputs), (N) for one number each, or (N, channels, height, width) for
   *     images
   */
  public static Dataset values(Tensor images, Tensor targets) {
    Shape sample = tilde.Inputs.sampleShape(images);
    Samples.checkFinite(images.data(), sample.size());
    return new Dataset(
        new Held(images.data(), sample.dims()), Answers.ofValues(images.size(0), targets));
  }

  /** Samples and their target values from nested arrays such as {@code float[][]}. */
  public static Dataset values(Object[] images, Object[] targets) {
    return values(Tensor.of(images), Tensor.of(targets));
  }

  /**
   * Samples that are made when they are needed, so that they need not fit into memory: training
   * reads the next batches while it computes, and keeps none.
   *
   * <p>The function may be asked for any sample at any time, by one thread at a time. It must give
   * the same for the same number. If it fails during training, training ends as by an interrupt.
   *
   * @param labels the class of each sample, from 0 on
   * @param sample the sample with this number, (channels, height, width) or (features); that of
   *     number 0 is made at once and decides the shape
   */
  public static Dataset stream(int[] labels, IntFunction<Tensor> sample) {
    return stream(labels, Answers.numbered(labels), sample);
  }

  /** Samples that are made when they are needed, with the names of their classes. */
  public static Dataset stream(int[] labels, List<String> classNames, IntFunction<Tensor> sample) {
    return stream(Answers.ofClasses(labels, classNames), sample);
  }

  /** Samples that are made when they are needed; their labels are all asked for at once. */
  public static Dataset stream(int count, IntUnaryOperator label, IntFunction<Tensor> sample) {
    return stream(IntStream.range(0, count).map(label).toArray(), sample);
  }

  /** Samples that are made when they are needed, with target values as in {@link #values}. */
  public static Dataset streamValues(Tensor targets, IntFunction<Tensor> sample) {
    int count = targets.rank() == 0 ? 0 : targets.size(0);
    return stream(Answers.ofValues(count, targets), sample);
  }

  private static Dataset stream(Answers answers, IntFunction<Tensor> sample) {
    if (answers.size() == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: stream expected at least one sample; was everything filtered"
              + " out?");
    }
    Shape shape = UserFunction.shape("stream", 0, () -> sample.apply(0));
    IntFunction<float[]> numbers =
        i -> UserFunction.numbers("stream", i, shape, () -> sample.apply(i));
    return new Dataset(new Made(answers.size(), shape.dims(), numbers), answers);
  }

  /** The number of samples. */
  public int size() {
    return inputs.size();
  }

  /** The number of classes; 0 where samples have target values. */
  public int classes() {
    return classNames().size();
  }

  /** The names of the classes, in the order of the labels. */
  public List<String> classNames() {
    return answers.classNames();
  }

  /** How many samples each class has. */
  public int[] classCounts() {
    return Balance.counts(answers.labels("classCounts()"), classes());
  }

  /**
   * All samples, (N, channels, height, width) or (N, features), as they were given; those of a
   * stream are all made and held.
   */
  public Tensor images() {
    return Tensor.wrap(inputs.all(), withCount(size()));
  }

  private int[] withCount(int count) {
    return IntStream.concat(IntStream.of(count), Arrays.stream(sampleShape().toArray())).toArray();
  }

  /** Sample {@code i}, (channels, height, width) or (features), as it was given. */
  public Tensor image(int i) {
    checkPlaces(i);
    float[] x = new float[inputs.sampleSize()];
    inputs.read(i, x, 0);
    return Tensor.wrap(x, sampleShape().toArray());
  }

  /** The class of each sample; the most probable where distributions were given. */
  public int[] labels() {
    return answers.labels("labels()");
  }

  /** The class of sample {@code i}. */
  public int label(int i) {
    checkPlaces(i);
    return answers.label(i);
  }

  /**
   * What a network should give for each sample, (N, outputs): the target values as they were given,
   * the distribution, or 1 for the class and 0 for the others.
   */
  public Tensor targets() {
    return answers.tensor();
  }

  private void checkPlaces(int... places) {
    if (places.length == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: expected at least one sample of "
              + sampleShape()
              + "; was everything filtered out?");
    }
    for (int place : places) {
      if (place < 0 || place >= size()) {
        throw new IllegalArgumentException(
            "there is no sample %s: %s samples are numbered 0 to %s"
                .formatted(place, size(), size() - 1));
      }
    }
  }

  /** The samples at these places, in this order. */
  public Dataset pick(int... places) {
    checkPlaces(places);
    return new Dataset(inputs.pick(places), answers.pick(places), entry);
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

  /** All samples, then repeats drawn from {@code seed} until all classes are as large. */
  public Dataset balance(long seed) {
    return pick(Balance.up(answers.labels("balance"), classes(), seed));
  }

  /** As many samples of each class as the smallest has, drawn from {@code seed}. */
  public Dataset balanceDown(long seed) {
    return pick(Balance.down(answers.labels("balanceDown"), classes(), seed));
  }

  /** Two parts, the first with this fraction of each class, drawn from seed 0. */
  public Split split(double fraction) {
    return split(fraction, 0);
  }

  /**
   * Two parts, the first with this fraction of each class, drawn from {@code seed}; of samples with
   * target values, with this fraction of all.
   */
  public Split split(double fraction, long seed) {
    Splits.Split places = Splits.stratified(answers.strata(), fraction, seed);
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

  /**
   * Each sample changed by a function, which must give all of them one shape: at once, or for a
   * stream whenever a sample is made.
   */
  public Dataset map(UnaryOperator<Tensor> function) {
    entry.checkMap();
    Tensor first = image(0);
    int[] before = first.shape();
    Shape after = UserFunction.shape("map", inputs.origin(0), () -> function.apply(first));
    Inputs.Change change =
        (i, x) ->
            UserFunction.numbers("map", i, after, () -> function.apply(Tensor.wrap(x, before)));
    return new Dataset(inputs.map(after.dims(), change), answers).augment(entry.augmentation());
  }

  /** These samples, then those of the others, which must be alike: shape, classes, statistics. */
  public Dataset concat(Dataset... others) {
    List<Inputs> parts = new ArrayList<>(List.of(inputs));
    Answers all = answers;
    for (Dataset other : others) {
      if (!other.sampleShape().equals(sampleShape())) {
        throw Answers.unlike(
            "samples " + sampleShape(), "" + other.sampleShape(), "map them to one shape");
      }
      entry.checkAlike(other.entry);
      parts.add(other.inputs);
      all = all.then(other.answers);
    }
    return new Dataset(Inputs.concat(parts), all, entry);
  }

  /**
   * The same samples with the mean and standard deviation of each of their channels, or features. A
   * model whose training begins with them applies the statistics to all samples that enter it, then
   * and later; so the samples themselves stay as they are, and test data needs no normalize().
   */
  public Dataset normalize() {
    Normalization statistics = Normalization.of(entry.examples(inputs, null));
    return new Dataset(inputs, answers, entry.normalizedBy(statistics));
  }

  /** The statistics that a model is to normalise by; parts of a dataset keep those of the whole. */
  public Optional<Normalization> normalization() {
    return entry.normalization();
  }

  /**
   * The same samples, which training changes at random, anew in each epoch: {@code
   * shift(2).rotate(10).noise(0.05)}. Evaluation, prediction and {@link #images} take them as they
   * are. What is drawn follows from the seed of the training, the epoch and the place of the
   * sample. Target values that are images stay as they are.
   */
  public Dataset augment(Augmentation changes) {
    return new Dataset(inputs, answers, entry.augmentedBy(changes, inputs.shape()));
  }

  /** How training changes the samples. */
  public Augmentation augmentation() {
    return entry.augmentation();
  }

  /** Shows the first {@code count} images as {@link #pictures} has them. */
  public void show(int count) {
    Tilde.show(pictures(count));
  }

  /** The first images with their labels, as the first epoch with seed 0 gets them if augmented. */
  public Chart pictures(int count) {
    Examples examples = entry.examples(inputs, answers.targets());
    return Gallery.of(examples, classNames(), augmentation(), count);
  }

  Shape sampleShape() {
    return new Shape(inputs.shape());
  }

  /** What a network with scores of this shape should say. */
  Examples examples(Shape scores) {
    return entry.examples(inputs, answers.targets(scores));
  }

  @Override
  public String toString() {
    return "Dataset of "
        + size()
        + " samples "
        + sampleShape()
        + " "
        + answers
        + (inputs.held() ? "" : ", made when needed")
        + entry;
  }
}
