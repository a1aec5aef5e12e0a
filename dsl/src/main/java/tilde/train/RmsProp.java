package tilde.train;

/**
 * RMSprop (Tieleman and Hinton 2012), {@code v = a v + (1-a) dw^2, w -= lr dw / (sqrt(v) + eps)},
 * eps outside the root as in PyTorch; with momentum {@code m = mu m + dw / (sqrt(v) + eps), w -= lr
 * m}.
 *
 * @param weightDecay how much of the weight is added to its gradient, {@code dw + decay w}
 */
public record RmsProp(
    double learningRate, double alpha, double epsilon, double momentum, double weightDecay)
    implements Optimizer {
  public RmsProp {
    Optimizer.checkRate("rmsProp", learningRate);
    Optimizer.checkFraction("rmsProp", "alpha", alpha);
    Optimizer.checkEpsilon("rmsProp", epsilon, "1e-8");
    Optimizer.checkFraction("rmsProp", "momentum", momentum);
    Optimizer.checkDecay("rmsProp", weightDecay);
  }

  /** RMSprop with the usual a = 0.99, eps = 1e-8, no momentum. */
  public RmsProp(double learningRate) {
    this(learningRate, 0.99, 1e-8, 0, 0);
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public String dsl() {
    return "rmsProp("
        + learningRate
        + ")"
        + (alpha == 0.99 ? "" : ".alpha(" + alpha + ")")
        + (epsilon == 1e-8 ? "" : ".epsilon(" + epsilon + ")")
        + (momentum == 0 ? "" : ".momentum(" + momentum + ")")
        + (weightDecay == 0 ? "" : ".weightDecay(" + weightDecay + ")");
  }

  /** The same with another decay rate of the average of squares. */
  public RmsProp alpha(double a) {
    return new RmsProp(learningRate, a, epsilon, momentum, weightDecay);
  }

  /** The same with another term against division by zero. */
  public RmsProp epsilon(double eps) {
    return new RmsProp(learningRate, alpha, eps, momentum, weightDecay);
  }

  /** The same with a momentum. */
  public RmsProp momentum(double mu) {
    return new RmsProp(learningRate, alpha, epsilon, mu, weightDecay);
  }

  /** The same with weights that are drawn to 0 through their gradient. */
  public RmsProp weightDecay(double decay) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, decay);
  }

  @Override
  public int moments() {
    return momentum == 0 ? 1 : 2;
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
    float a = (float) alpha;
    float rest = (float) (1 - alpha);
    float eps = (float) epsilon;
    float mu = (float) momentum;
    float l2 = (float) weightDecay;
    for (int i = 0; i < w.length; i++) {
      float g = l2 == 0 ? dw[i] : dw[i] + l2 * w[i];
      float v = a * moments[0][i] + rest * g * g;
      newMoments[0][i] = v;
      float scaled = g / ((float) Math.sqrt(v) + eps);
      if (mu != 0) {
        scaled = mu * moments[1][i] + scaled;
        newMoments[1][i] = scaled;
      }
      newW[i] = w[i] - lr * scaled;
    }
  }
}
