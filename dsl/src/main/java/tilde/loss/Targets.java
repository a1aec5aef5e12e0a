package tilde.loss;

import java.util.Arrays;

/**
 * What a network should have said for each sample: one class, a distribution over the classes, or
 * any numbers.
 */
public final class Targets {
  /** What the targets of all samples are. */
  public enum Kind {
    LABELS,
    DISTRIBUTIONS,
    VALUES
  }

  private final Kind kind;
  private final int[] labels;
  private final float[][] rows; // null where each sample has one class
  private final int classes;

  private Targets(Kind kind, int[] labels, float[][] rows, int classes) {
    this.kind = kind;
    this.labels = labels;
    this.rows = rows;
    this.classes = classes;
  }

  /**
   * One class for each sample.
   *
   * @throws IllegalArgumentException if a label is outside {@code 0 .. classes-1}
   */
  public static Targets ofLabels(int[] labels, int classes) {
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0 || labels[n] >= classes) {
        throw new IllegalArgumentException(
            "label "
                + n
                + " is "
                + labels[n]
                + ", but the classes are 0 to "
                + (classes - 1)
                + ": number the classes from 0, and let the last layer have one unit a class");
      }
    }
    return new Targets(Kind.LABELS, labels.clone(), null, classes);
  }

  /**
   * A distribution for each sample.
   *
   * @param distributions one row of probabilities a sample, each row summing to 1
   * @throws IllegalArgumentException if a row is negative somewhere or does not sum to 1
   */
  public static Targets ofDistributions(float[][] distributions) {
    float[][] rows = Arrays.stream(distributions).map(float[]::clone).toArray(float[][]::new);
    int[] labels = new int[rows.length];
    int classes = rows.length == 0 ? 0 : rows[0].length;
    for (int n = 0; n < rows.length; n++) {
      if (rows[n].length != classes) {
        throw new IllegalArgumentException(
            "distribution " + n + " has " + rows[n].length + " classes, the first has " + classes);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        float t = rows[n][k];
        if (!(t >= 0)) {
          throw new IllegalArgumentException(
              "distribution "
                  + n
                  + " has "
                  + t
                  + " for class "
                  + k
                  + ": probabilities are 0 or more");
        }
        sum += t;
        labels[n] = t > rows[n][labels[n]] ? k : labels[n];
      }
      if (!(Math.abs(sum - 1) <= 1e-3)) {
        throw new IllegalArgumentException(
            "distribution " + n + " sums to " + sum + ", not to 1: divide it by its sum");
      }
    }
    return new Targets(Kind.DISTRIBUTIONS, labels, rows, classes);
  }

  /**
   * Any numbers for each sample, as a regression or several labels at once want.
   *
   * @param values one row a sample, all of the same length
   * @throws IllegalArgumentException if a row differs in length or holds NaN or infinity
   */
  public static Targets ofValues(float[][] values) {
    float[][] rows = Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
    int[] labels = new int[rows.length];
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (int n = 0; n < rows.length; n++) {
      if (rows[n].length != columns) {
        throw new IllegalArgumentException(
            "sample "
                + n
                + " has "
                + rows[n].length
                + " target values, the first has "
                + columns
                + ": give each sample as many");
      }
      for (int k = 0; k < columns; k++) {
        if (!Float.isFinite(rows[n][k])) {
          throw new IllegalArgumentException(
              "target value %d of sample %d is %s, expected a finite number: repair or remove the sample"
                  .formatted(k, n, rows[n][k]));
        }
        labels[n] = rows[n][k] > rows[n][labels[n]] ? k : labels[n];
      }
    }
    return new Targets(Kind.VALUES, labels, rows, columns);
  }

  /** The targets of the samples at these places, in this order; numbers are shared, not copied. */
  public Targets pick(int... places) {
    int[] some = Arrays.stream(places).map(n -> labels[n]).toArray();
    float[][] picked =
        rows == null ? null : Arrays.stream(places).mapToObj(n -> rows[n]).toArray(float[][]::new);
    return new Targets(kind, some, picked, classes);
  }

  /** These, then those, which are of the same kind with as many numbers; shared, not copied. */
  public Targets then(Targets those) {
    int[] both = Arrays.copyOf(labels, size() + those.size());
    System.arraycopy(those.labels, 0, both, size(), those.size());
    float[][] all = null;
    if (rows != null) {
      all = Arrays.copyOf(rows, both.length);
      System.arraycopy(those.rows, 0, all, size(), those.size());
    }
    return new Targets(kind, both, all, classes);
  }

  /**
   * A mixture for each of these samples, in their order: so much of itself, the rest of the next
   * one, and for the last of the first. Classes become distributions.
   *
   * @param places the samples
   * @param shares of each sample in its own mixture, 0..1
   */
  public Targets mixed(int[] places, double[] shares) {
    float[][] mixed = new float[places.length][classes];
    int[] highest = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      int next = places[(i + 1) % places.length];
      for (int k = 0; k < classes; k++) {
        mixed[i][k] =
            (float) (shares[i] * target(places[i], k) + (1 - shares[i]) * target(next, k));
        highest[i] = mixed[i][k] > mixed[i][highest[i]] ? k : highest[i];
      }
    }
    Kind after = kind == Kind.VALUES ? Kind.VALUES : Kind.DISTRIBUTIONS;
    return new Targets(after, highest, mixed, classes);
  }

  /** What the targets of all samples are. */
  public Kind kind() {
    return kind;
  }

  /** The number of samples. */
  public int size() {
    return labels.length;
  }

  /** The number of classes, or of numbers for each sample. */
  public int classes() {
    return classes;
  }

  /** The target {@code t_k} of sample {@code n}: the probability of a class, or the number. */
  public float target(int n, int k) {
    if (rows != null) {
      return rows[n][k];
    }
    return labels[n] == k ? 1 : 0;
  }

  /** Whether the target {@code t_k} of sample {@code n}, a label of several, means yes. */
  public boolean isYes(int n, int k) {
    return target(n, k) > 0.5f;
  }

  /** The class of sample {@code n}; the first of the highest where there are several numbers. */
  public int label(int n) {
    return labels[n];
  }
}
