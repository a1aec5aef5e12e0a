package tilde.train;

/**
 * Adam (Kingma and Ba 2015): {@code m = b1 m + (1-b1) dw, v = b2 v + (1-b2) dw^2, w -= lr
 * m/(1-b1^t) / (sqrt(v/(1-b2^t)) + eps)}.
 *
 * @param weightDecay how much of the weight is added to its gradient, {@code dw + decay w}; or, if
 *     decoupled, taken from the weight itself, {@code w -= lr decay w}
 * @param decoupled whether this is AdamW (Loshchilov and Hutter 2019)
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean decoupled)
    implements Optimizer {
  private static final double DECOUPLED_DECAY = 0.01;

  public Adam {
    String name = decoupled ? "adamW" : "adam";
    Optimizer.checkRate(name, learningRate);
    Optimizer.checkFraction(name, "beta1", beta1);
    Optimizer.checkFraction(name, "beta2", beta2);
    Optimizer.checkEpsilon(name, epsilon, "1e-8");
    Optimizer.checkDecay(name, weightDecay);
  }

  /** Without weight decay. */
  public Adam(double learningRate, double beta1, double beta2, double epsilon) {
    this(learningRate, beta1, beta2, epsilon, 0, false);
  }

  /** Adam with the usual b1 = 0.9, b2 = 0.999, eps = 1e-8. */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  /** AdamW with the same, and a decay of 0.01. */
  public static Adam decoupled(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, DECOUPLED_DECAY, true);
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public String dsl() {
    return (decoupled ? "adamW(" : "adam(")
        + learningRate
        + ")"
        + (beta1 == 0.9 && beta2 == 0.999 ? "" : ".betas(" + beta1 + ", " + beta2 + ")")
        + (epsilon == 1e-8 ? "" : ".epsilon(" + epsilon + ")")
        + (weightDecay == (decoupled ? DECOUPLED_DECAY : 0)
            ? ""
            : ".weightDecay(" + weightDecay + ")");
  }

  /** The same with other decay rates of the two averages. */
  public Adam betas(double b1, double b2) {
    return new Adam(learningRate, b1, b2, epsilon, weightDecay, decoupled);
  }

  /** The same with another term against division by zero. */
  public Adam epsilon(double eps) {
    return new Adam(learningRate, beta1, beta2, eps, weightDecay, decoupled);
  }

  /** The same with weights that are drawn to 0: through the gradient, in AdamW directly. */
  public Adam weightDecay(double decay) {
    return new Adam(learningRate, beta1, beta2, epsilon, decay, decoupled);
  }

  @Override
  public int moments() {
    return 2;
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
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    float lr = (float) (rate / (1 - StrictMath.pow(beta1, step)));
    float root = (float) StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
    float eps = (float) epsilon;
    float l2 = decoupled ? 0 : (float) weightDecay;
    float kept = decoupled ? (float) (1 - rate * weightDecay) : 1;
    for (int i = 0; i < w.length; i++) {
      float g = l2 == 0 ? dw[i] : dw[i] + l2 * w[i];
      float m = b1 * moments[0][i] + rest1 * g;
      float v = b2 * moments[1][i] + rest2 * g * g;
      newMoments[0][i] = m;
      newMoments[1][i] = v;
      newW[i] = kept * w[i] - lr * (m / ((float) Math.sqrt(v) / root + eps));
    }
  }
}
