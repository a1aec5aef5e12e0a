package tilde.loss;

import tilde.array.Shape;

/**
 * {@code L = 1/C sum_k (s_k - t_k)^2} over all C outputs of a sample, {@code dL/ds = 2 (s - t) /
 * C}; outputs may have any shape, targets in the same order, row-major.
 */
public record MeanSquaredError() implements Loss {
  @Override
  public String kind() {
    return "mse";
  }

  @Override
  public Task task() {
    return Task.VALUES;
  }

  /** All shapes will do. */
  @Override
  public void checkScores(Shape scores) {}

  /** All targets are numbers. */
  @Override
  public void checkTargets(Targets t) {}

  @Override
  public Targets targets(float[][] rows) {
    return Targets.ofValues(rows);
  }

  @Override
  public double forward(float[] s, Targets t, int n) {
    double sum = 0;
    for (int k = 0; k < s.length; k++) {
      double error = (double) s[k] - t.target(n, k);
      sum += error * error;
    }
    return sum / s.length;
  }

  @Override
  public void backward(float[] s, Targets t, int n, double scale, float[] ds) {
    for (int k = 0; k < s.length; k++) {
      ds[k] = (float) (2 * ((double) s[k] - t.target(n, k)) / s.length * scale);
    }
  }

  @Override
  public double reference(double[] s, Targets t, int n) {
    double loss = 0;
    for (int k = 0; k < s.length; k++) {
      loss += (s[k] - t.target(n, k)) * (s[k] - t.target(n, k)) / s.length;
    }
    return loss;
  }

  @Override
  public double[] referenceGradient(double[] s, Targets t, int n, double scale) {
    double[] ds = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      ds[k] = 2 * (s[k] - t.target(n, k)) / s.length * scale;
    }
    return ds;
  }

  @Override
  public String derivation() {
    return """
        Mean squared error of $C$ outputs $s$ with the targets $t$:

        $$L = \\frac{1}{C} \\sum_k (s_k - t_k)^2$$

        Of the sum only one term has $s_k$, so by the chain rule

        $$\\frac{\\partial L}{\\partial s_k}
            = \\frac{1}{C} \\cdot 2 (s_k - t_k) \\cdot \\frac{\\partial (s_k - t_k)}{\\partial s_k}
            = \\frac{2}{C} (s_k - t_k)$$

        A batch takes the mean over its $N$ samples, so that its gradient carries $1/N$.
        """;
  }
}
