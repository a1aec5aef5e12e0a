package tilde.train;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How often one class, or label, was said and was right: every sample is in one of four counts. A
 * share of nothing, 0/0, is 0.
 *
 * @param truePositives said and right
 * @param falsePositives said and wrong
 * @param falseNegatives not said, but it would have been right
 * @param trueNegatives not said, and rightly so
 */
public record Counts(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {
  /** How many samples are of this class. */
  public int support() {
    return truePositives + falseNegatives;
  }

  /** The share of right ones among those said to be of this class. */
  public double precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** The share of those found among all of this class. */
  public double recall() {
    return share(truePositives, support());
  }

  /** The harmonic mean of precision and recall. */
  public double f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Rows: no, yes; columns: not said, said; as in scikit-learn. */
  public int[][] confusion() {
    return new int[][] {{trueNegatives, falsePositives}, {falseNegatives, truePositives}};
  }

  /**
   * The mean over classes; one that neither occurs nor is said is left out, as scikit-learn does
   * for classes.
   */
  static double macro(List<Counts> classes, ToDoubleFunction<Counts> share) {
    return classes.stream()
        .filter(c -> c.support() + c.falsePositives > 0)
        .mapToDouble(share)
        .average()
        .orElse(Double.NaN);
  }
}
