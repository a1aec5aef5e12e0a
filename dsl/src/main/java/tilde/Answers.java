package tilde;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.data.Classes;
import tilde.data.Samples;
import tilde.loss.Targets;

/**
 * What a network should say for each sample: a class, a distribution over them, or any numbers.
 * Numbers are copied and checked once, when they enter: they may be as many as those of samples.
 */
final class Answers {
  private final Targets targets;
  private final List<String> classNames; // none for values
  private final List<Integer> shape; // of what a network should say for one sample

  private Answers(Targets targets, List<String> classNames, List<Integer> shape) {
    this.targets = targets;
    this.classNames = List.copyOf(classNames);
    this.shape = shape;
  }

  /** Names for as many classes as the highest label says. */
  static List<String> numbered(int... labels) {
    int highest = Arrays.stream(labels).max().orElse(0);
    if (highest >= Classes.MOST) {
      throw new IllegalArgumentException(
          "the highest label is "
              + highest
              + ", which would make as many classes: number the classes from 0, or name them all");
    }
    return Samples.numbered(Math.max(highest + 1, 1));
  }

  static Answers ofClasses(int[] labels, List<String> classNames) {
    Samples.checkLabels(labels, classNames);
    int classes = classNames.size();
    return new Answers(Targets.ofLabels(labels, classes), classNames, List.of(classes));
  }

  static Answers ofDistributions(float[][] rows) {
    Targets checked = Targets.ofDistributions(rows);
    int classes = checked.classes();
    return new Answers(checked, Samples.numbered(classes), List.of(classes));
  }

  static Answers ofValues(int samples, Tensor targets) {
    if (targets.rank() == 0 || targets.size(0) != samples || targets.size() == 0) {
      throw new IllegalArgumentException(
          "got "
              + samples
              + " samples, but target values of shape "
              + Sizes.text(targets.shape())
              + ": give one row of numbers a sample, (N, outputs)");
    }
    Targets checked = Targets.ofValues(targets.reshape(samples, -1).toArray2D());
    List<Integer> one = Arrays.stream(targets.shape()).skip(1).boxed().toList();
    return new Answers(checked, List.of(), one.isEmpty() ? List.of(1) : one);
  }

  /**
   * Checks that classes which are told apart by names are the same in both places; numbers may
   * stand for anything.
   */
  static void checkSame(String word, List<String> known, List<String> given) {
    boolean named = !known.equals(Samples.numbered(known.size()));
    boolean alsoNamed = !given.equals(Samples.numbered(given.size()));
    if (named && alsoNamed && !known.equals(given)) {
      throw new IllegalArgumentException(
          "%s: expected the classes %s in this order, as in training, got %s: name them when the data is read, classes(\"%s\", ...)"
              .formatted(word, known, given, known.get(0)));
    }
  }

  private Targets.Kind kind() {
    return targets.kind();
  }

  int size() {
    return targets.size();
  }

  List<String> classNames() {
    return classNames;
  }

  /**
   * The class of each sample, also of distributions: the most probable.
   *
   * @param word who asks
   */
  int[] labels(String word) {
    checkClasses(word);
    return IntStream.range(0, size()).map(targets::label).toArray();
  }

  int label(int i) {
    checkClasses("label(i)");
    return targets.label(i);
  }

  private void checkClasses(String word) {
    if (kind() == Targets.Kind.VALUES) {
      throw new IllegalArgumentException(
          word
              + " needs samples with classes, but these have target values: see targets(), or give"
              + " Dataset.of(images, labels) classes");
    }
  }

  /** What a split keeps the shares of: the classes, or nothing. */
  int[] strata() {
    return kind() == Targets.Kind.VALUES ? new int[size()] : labels("split");
  }

  Answers pick(int... places) {
    return new Answers(targets.pick(places), classNames, shape);
  }

  /** These, then those. */
  Answers then(Answers those) {
    if (kind() != those.kind() || width() != those.width()) {
      throw unlike(count(), those.count(), "both need the same, e.g. all classes named in both");
    }
    if (!classNames.equals(those.classNames)) {
      throw unlike(
          "the classes " + classNames, "" + those.classNames, "name them alike, in the same order");
    }
    return new Answers(targets.then(those.targets), classNames, shape);
  }

  /** What to say when datasets that do not fit are to be one. */
  static IllegalArgumentException unlike(String first, String other, String fix) {
    return new IllegalArgumentException(
        "concat: the first dataset has " + first + ", another one " + other + ": " + fix);
  }

  private String count() {
    String plural =
        switch (kind()) {
          case LABELS -> "classes";
          case DISTRIBUTIONS -> "distributions over classes";
          case VALUES -> "target values";
        };
    return width() + " " + plural;
  }

  /** How many classes there are, or target values for each sample. */
  private int width() {
    return targets.classes();
  }

  /** What a network should say for all samples, (N, outputs) or of more axes. */
  Tensor tensor() {
    float[] all = new float[Math.multiplyExact(size(), width())];
    for (int n = 0; n < size(); n++) {
      for (int k = 0; k < width(); k++) {
        all[n * width() + k] = targets.target(n, k);
      }
    }
    IntStream sizes = shape.stream().mapToInt(Integer::intValue);
    return Tensor.wrap(all, IntStream.concat(IntStream.of(size()), sizes).toArray());
  }

  /** What was given. */
  Targets targets() {
    return targets;
  }

  /** The two classes as numbers 0 and 1, for a network with one score. */
  private Targets yesOrNo() {
    float[][] rows = new float[size()][];
    Arrays.setAll(rows, n -> new float[] {targets.label(n)});
    return Targets.ofValues(rows);
  }

  /** For a network with scores of this shape, which may be more than there are classes. */
  Targets targets(Shape scores) {
    Inputs.checkLayout(shape, scores);
    int outputs = scores.size();
    if (kind() == Targets.Kind.LABELS && width() == 2 && outputs == 1) {
      return yesOrNo();
    }
    boolean classes = kind() == Targets.Kind.LABELS;
    boolean fits = classes ? width() <= outputs : width() == outputs;
    if (!fits) {
      String data =
          switch (kind()) {
            case LABELS -> "the data has " + width() + " classes";
            case DISTRIBUTIONS -> "the distributions are over " + width() + " classes";
            case VALUES -> "the data has " + width() + " target values a sample";
          };
      throw new IllegalArgumentException(
          data
              + ", but the last layer gives "
              + outputs
              + " scores: use dense("
              + width()
              + ") before the loss");
    }
    return classes ? Targets.ofLabels(labels("targets"), outputs) : targets;
  }

  /** Such as {@code in 10 classes}. */
  @Override
  public String toString() {
    return kind() == Targets.Kind.VALUES
        ? "with " + width() + " target values each"
        : "in " + width() + " classes";
  }
}
