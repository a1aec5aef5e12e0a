package tilde.loss;

import java.util.Optional;
import tilde.array.Shape;

/**
 * {@code L = -1/C sum_k (t_k log p_k + (1 - t_k) log(1 - p_k))} with {@code p_k = 1 / (1 +
 * e^{-s_k})}, {@code dL/ds = (p - t) / C}: each output answers yes or no for itself, so several may
 * be right. Written as {@code max(s, 0) - s t + log(1 + e^{-|s|})}, it is finite for all finite
 * scores.
 */
public record SigmoidCrossEntropy() implements Loss {
  @Override
  public String kind() {
    return "sigmoidCE";
  }

  @Override
  public Task task() {
    return Task.LABELS;
  }

  @Override
  public void checkScores(Shape scores) {
    if (scores.isImage()) {
      throw new IllegalArgumentException(
          "sigmoidCE needs one score a label, (labels), got "
              + scores
              + ": put a dense layer with one unit a label before it, e.g. dense(5).sigmoidCE()");
    }
  }

  @Override
  public void checkTargets(Targets t) {
    if (t.kind() != Targets.Kind.VALUES) {
      return; // both are in 0..1
    }
    for (int n = 0; n < t.size(); n++) {
      for (int k = 0; k < t.classes(); k++) {
        if (!(t.target(n, k) >= 0 && t.target(n, k) <= 1)) {
          throw new IllegalArgumentException(
              "sigmoidCE needs targets in 0..1, got %s for label %d of sample %d: 1 is yes, 0 is no"
                  .formatted(t.target(n, k), k, n));
        }
      }
    }
  }

  @Override
  public Targets targets(float[][] rows) {
    return Targets.ofValues(rows);
  }

  private static double sigmoid(double s) {
    double e = StrictMath.exp(-Math.abs(s)); // never overflows
    return (s >= 0 ? 1 : e) / (1 + e);
  }

  @Override
  public double forward(float[] s, Targets t, int n) {
    double sum = 0;
    for (int k = 0; k < s.length; k++) {
      // max(s, 0) - s t is exact: the product of two floats fits into a double
      double linear = Math.max((double) s[k], 0) - (double) s[k] * t.target(n, k);
      sum += linear + StrictMath.log1p(StrictMath.exp(-Math.abs((double) s[k])));
    }
    return sum / s.length;
  }

  @Override
  public void backward(float[] s, Targets t, int n, double scale, float[] ds) {
    for (int k = 0; k < s.length; k++) {
      ds[k] = (float) ((sigmoid(s[k]) - t.target(n, k)) / s.length * scale);
    }
  }

  @Override
  public double reference(double[] s, Targets t, int n) {
    double sum = 0;
    for (int k = 0; k < s.length; k++) {
      double p = 1 / (1 + StrictMath.exp(-s[k]));
      double q = 1 / (1 + StrictMath.exp(s[k])); // 1 - p without its cancellation
      sum -= t.target(n, k) * StrictMath.log(p) + (1 - t.target(n, k)) * StrictMath.log(q);
    }
    return sum / s.length;
  }

  @Override
  public double[] referenceGradient(double[] s, Targets t, int n, double scale) {
    double[] ds = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      ds[k] = (1 / (1 + StrictMath.exp(-s[k])) - t.target(n, k)) / s.length * scale;
    }
    return ds;
  }

  @Override
  public Optional<double[]> probabilities(float[] s) {
    double[] p = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      p[k] = sigmoid(s[k]);
    }
    return Optional.of(p);
  }

  @Override
  public String derivation() {
    return """
        Sigmoid cross-entropy of $C$ scores $s$, each with a target $t_k$ in $[0, 1]$; the
        probability of yes is $p_k = \\sigma(s_k) = \\frac{1}{1 + e^{-s_k}}$:

        $$L = -\\frac{1}{C} \\sum_k \\big( t_k \\log p_k + (1 - t_k) \\log (1 - p_k) \\big)$$

        The derivative of the sigmoid is
        $\\frac{\\partial p_k}{\\partial s_k} = \\frac{e^{-s_k}}{(1 + e^{-s_k})^2} = p_k (1 - p_k)$,
        and $s_k$ is in no other term, so by the chain rule

        $$\\frac{\\partial L}{\\partial s_k}
            = -\\frac{1}{C} \\Big( \\frac{t_k}{p_k} - \\frac{1 - t_k}{1 - p_k} \\Big) p_k (1 - p_k)
            = -\\frac{1}{C} \\big( t_k (1 - p_k) - (1 - t_k) p_k \\big)
            = \\frac{p_k - t_k}{C}$$

        Computed is $\\max(s_k, 0) - s_k t_k + \\log(1 + e^{-|s_k|})$ for each term, which is the same
        and never overflows. A batch takes the mean over its $N$ samples, so that its gradient
        carries $1/N$.
        """;
  }
}
