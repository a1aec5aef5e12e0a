package tilde.train;

/**
 * Adagrad (Duchi, Hazan and Singer 2011): {@code s = s + dw^2, w -= lr dw / (sqrt(s) + eps)}.
 *
 * @param weightDecay how much of the weight is added to its gradient, {@code dw + decay w}
 */
public record Adagrad(double learningRate, double epsilon, double weightDecay)
    implements Optimizer {
  public Adagrad {
    Optimizer.checkRate("adagrad", learningRate);
    Optimizer.checkEpsilon("adagrad", epsilon, "1e-10");
    Optimizer.checkDecay("adagrad", weightDecay);
  }

  /** Adagrad with the usual eps = 1e-10. */
  public Adagrad(double learningRate) {
    this(learningRate, 1e-10, 0);
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public String dsl() {
    return "adagrad("
        + learningRate
        + ")"
        + (epsilon == 1e-10 ? "" : ".epsilon(" + epsilon + ")")
        + (weightDecay == 0 ? "" : ".weightDecay(" + weightDecay + ")");
  }

  /** The same with another term against division by zero. */
  public Adagrad epsilon(double eps) {
    return new Adagrad(learningRate, eps, weightDecay);
  }

  /** The same with weights that are drawn to 0 through their gradient. */
  public Adagrad weightDecay(double decay) {
    return new Adagrad(learningRate, epsilon, decay);
  }

  @Override
  public int moments() {
    return 1;
  }

  @Override
  public void step(
      long step,
      double rate,
      float[] w,
      float[] dw,
      float[][] moments,
      float[] newW,
      float[][] newMoments) {
    float lr = (float) rate;
    float eps = (float) epsilon;
    float l2 = (float) weightDecay;
    for (int i = 0; i < w.length; i++) {
      float g = l2 == 0 ? dw[i] : dw[i] + l2 * w[i];
      float s = moments[0][i] + g * g;
      newMoments[0][i] = s;
      newW[i] = w[i] - lr * (g / ((float) Math.sqrt(s) + eps));
    }
  }
}
