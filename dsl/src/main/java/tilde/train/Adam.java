package tilde.train;

/**
 * Adam (Kingma and Ba 2015): {@code m = b1 m + (1-b1) dw, v = b2 v + (1-b2) dw^2, w -= lr
 * m/(1-b1^t) / (sqrt(v/(1-b2^t)) + eps)}.
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  public Adam {
    Optimizer.checkRate("adam", learningRate);
    Optimizer.checkFraction("adam", "beta1", beta1);
    Optimizer.checkFraction("adam", "beta2", beta2);
    if (!Optimizer.isPositive(epsilon)) {
      throw new IllegalArgumentException(
          "adam: epsilon must be positive, got " + epsilon + ", usual is 1e-8");
    }
  }

  /** Adam with the usual b1 = 0.9, b2 = 0.999, eps = 1e-8. */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public String dsl() {
    return "adam("
        + learningRate
        + ")"
        + (beta1 == 0.9 && beta2 == 0.999 ? "" : ".betas(" + beta1 + ", " + beta2 + ")")
        + (epsilon == 1e-8 ? "" : ".epsilon(" + epsilon + ")");
  }

  /** The same with other decay rates of the two averages. */
  public Adam betas(double b1, double b2) {
    return new Adam(learningRate, b1, b2, epsilon);
  }

  /** The same with another term against division by zero. */
  public Adam epsilon(double eps) {
    return new Adam(learningRate, beta1, beta2, eps);
  }

  @Override
  public int moments() {
    return 2;
  }

  @Override
  public void step(
      long step, float[] w, float[] dw, float[][] moments, float[] newW, float[][] newMoments) {
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    float rate = (float) (learningRate / (1 - StrictMath.pow(beta1, step)));
    float root = (float) StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
    float eps = (float) epsilon;
    for (int i = 0; i < w.length; i++) {
      float m = b1 * moments[0][i] + rest1 * dw[i];
      float v = b2 * moments[1][i] + rest2 * dw[i] * dw[i];
      newMoments[0][i] = m;
      newMoments[1][i] = v;
      newW[i] = w[i] - rate * (m / ((float) Math.sqrt(v) / root + eps));
    }
  }
}
