package tilde;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tilde.array.Sizes;
import tilde.data.Samples;
import tilde.loss.Targets;

/** What a network should say for each sample: a class, a distribution over them, or any numbers. */
final class Answers {
  private static final int MOST_CLASSES = 100_000; // more is a label that is none

  private enum Kind {
    CLASSES("classes"),
    DISTRIBUTIONS("distributions over classes"),
    VALUES("target values");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }
  }

  private final Kind kind;
  private final int[] labels; // also of distributions: the most probable class
  private final float[][] rows; // null for classes
  private final List<String> classNames; // none for values
  private final List<Integer> shape; // of what a network should say for one sample

  private Answers(
      Kind kind, int[] labels, float[][] rows, List<String> classNames, List<Integer> shape) {
    this.kind = kind;
    this.labels = labels;
    this.rows = rows;
    this.classNames = List.copyOf(classNames);
    this.shape = shape;
  }

  /** Names for as many classes as the highest label says. */
  static List<String> numbered(int... labels) {
    int highest = Arrays.stream(labels).max().orElse(0);
    if (highest >= MOST_CLASSES) {
      throw new IllegalArgumentException(
          "the highest label is "
              + highest
              + ", which would make as many classes: number the classes from 0, or name them all");
    }
    return Samples.numbered(Math.max(highest + 1, 1));
  }

  static Answers ofClasses(int[] labels, List<String> classNames) {
    Samples.checkLabels(labels, classNames);
    return new Answers(Kind.CLASSES, labels.clone(), null, classNames, List.of(classNames.size()));
  }

  static Answers ofDistributions(float[][] rows) {
    Targets checked = Targets.ofDistributions(rows);
    int[] labels = IntStream.range(0, rows.length).map(checked::label).toArray();
    int classes = checked.classes();
    return new Answers(
        Kind.DISTRIBUTIONS, labels, rows, Samples.numbered(classes), List.of(classes));
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
    float[][] values = targets.reshape(samples, -1).toArray2D();
    Targets.ofValues(values); // checks them
    List<Integer> one = Arrays.stream(targets.shape()).skip(1).boxed().toList();
    return new Answers(
        Kind.VALUES, new int[samples], values, List.of(), one.isEmpty() ? List.of(1) : one);
  }

  int size() {
    return labels.length;
  }

  List<String> classNames() {
    return classNames;
  }

  /**
   * The class of each sample.
   *
   * @param word who asks
   */
  int[] labels(String word) {
    checkClasses(word);
    return labels.clone();
  }

  int label(int i) {
    checkClasses("label(i)");
    return labels[i];
  }

  private void checkClasses(String word) {
    if (kind == Kind.VALUES) {
      throw new IllegalArgumentException(
          word
              + " needs samples with classes, but these have target values: see targets(), or give"
              + " Dataset.of(images, labels) classes");
    }
  }

  /** What a split keeps the shares of: the classes, or nothing. */
  int[] strata() {
    return labels.clone();
  }

  Answers pick(int... places) {
    int[] picked = Arrays.stream(places).map(i -> labels[i]).toArray();
    float[][] some =
        rows == null ? null : Arrays.stream(places).mapToObj(i -> rows[i]).toArray(float[][]::new);
    return new Answers(kind, picked, some, classNames, shape);
  }

  /** These, then those. */
  Answers then(Answers those) {
    if (kind != those.kind || width() != those.width()) {
      throw unlike(count(), those.count(), "both need the same, e.g. all classes named in both");
    }
    if (!classNames.equals(those.classNames)) {
      throw unlike(
          "the classes " + classNames, "" + those.classNames, "name them alike, in the same order");
    }
    int[] both = IntStream.concat(Arrays.stream(labels), Arrays.stream(those.labels)).toArray();
    float[][] all = null;
    if (rows != null) {
      all = Arrays.copyOf(rows, both.length);
      System.arraycopy(those.rows, 0, all, rows.length, those.rows.length);
    }
    return new Answers(kind, both, all, classNames, shape);
  }

  /** What to say when datasets that do not fit are to be one. */
  static IllegalArgumentException unlike(String first, String other, String fix) {
    return new IllegalArgumentException(
        "concat: the first dataset has " + first + ", another one " + other + ": " + fix);
  }

  private String count() {
    return width() + " " + kind.plural;
  }

  /** How many classes there are, or target values for each sample. */
  private int width() {
    return kind == Kind.VALUES ? rows[0].length : classNames.size();
  }

  /** What a network should say for all samples, (N, outputs) or of more axes. */
  Tensor tensor() {
    Targets targets = targets();
    float[] all = new float[Math.multiplyExact(size(), width())];
    for (int n = 0; n < size(); n++) {
      for (int k = 0; k < width(); k++) {
        all[n * width() + k] = targets.target(n, k);
      }
    }
    IntStream sizes = shape.stream().mapToInt(Integer::intValue);
    return Tensor.wrap(all, IntStream.concat(IntStream.of(size()), sizes).toArray());
  }

  private Targets targets() {
    return switch (kind) {
      case CLASSES -> Targets.ofLabels(labels, width());
      case DISTRIBUTIONS -> Targets.ofDistributions(rows);
      case VALUES -> Targets.ofValues(rows);
    };
  }

  /** For a network with this many scores, which may have more than there are classes. */
  Targets targets(int outputs) {
    boolean fits = kind == Kind.CLASSES ? width() <= outputs : width() == outputs;
    if (!fits) {
      String data =
          switch (kind) {
            case CLASSES -> "the data has " + width() + " classes";
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
    return kind == Kind.CLASSES ? Targets.ofLabels(labels, outputs) : targets();
  }

  /** Such as {@code in 10 classes}. */
  @Override
  public String toString() {
    return kind == Kind.VALUES
        ? "with " + width() + " target values each"
        : "in " + width() + " classes";
  }
}
