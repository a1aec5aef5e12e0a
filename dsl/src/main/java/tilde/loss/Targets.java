package tilde.loss;

import java.util.Arrays;

/**
 * What a network should have said for each sample: one class, or a distribution over the classes.
 */
public final class Targets {
  private final int[] labels;
  private final float[][] distributions;
  private final int classes;

  private Targets(int[] labels, float[][] distributions, int classes) {
    this.labels = labels;
    this.distributions = distributions;
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
    return new Targets(labels.clone(), null, classes);
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
    return new Targets(labels, rows, classes);
  }

  /** The number of samples. */
  public int size() {
    return labels.length;
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  /** The probability of class {@code k} for sample {@code n}. */
  public float probability(int n, int k) {
    if (distributions != null) {
      return distributions[n][k];
    }
    return labels[n] == k ? 1 : 0;
  }

  /** The class of sample {@code n}; the most probable, and first of equals, of a distribution. */
  public int label(int n) {
    return labels[n];
  }
}
