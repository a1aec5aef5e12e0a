package tilde.train;

/**
 * Gradient descent, {@code w -= lr dw}; with momentum {@code m = mu m + dw, w -= lr m}, and
 * Nesterov's {@code w -= lr (dw + mu m)}, as in PyTorch.
 *
 * @param looksAhead whether Nesterov's form is used
 * @param weightDecay how much of the weight is added to its gradient, {@code dw + decay w}
 */
public record Sgd(double learningRate, double momentum, boolean looksAhead, double weightDecay)
    implements Optimizer {
  public Sgd {
    Optimizer.checkRate("sgd", learningRate);
    Optimizer.checkFraction("sgd", "momentum", momentum);
    Optimizer.checkDecay("sgd", weightDecay);
    if (looksAhead && momentum == 0) {
      throw new IllegalArgumentException(
          "sgd: Nesterov looks ahead along the momentum, which is 0: use momentum(0.9).nesterov()");
    }
  }

  /** Without weight decay. */
  public Sgd(double learningRate, double momentum, boolean looksAhead) {
    this(learningRate, momentum, looksAhead, 0);
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public String dsl() {
    return "sgd("
        + learningRate
        + ")"
        + (momentum == 0 ? "" : ".momentum(" + momentum + ")")
        + (looksAhead ? ".nesterov()" : "")
        + (weightDecay == 0 ? "" : ".weightDecay(" + weightDecay + ")");
  }

  /** The same with a momentum. */
  public Sgd momentum(double mu) {
    return new Sgd(learningRate, mu, looksAhead, weightDecay);
  }

  /** The same with Nesterov's look ahead. */
  public Sgd nesterov() {
    return new Sgd(learningRate, momentum, true, weightDecay);
  }

  /** The same with weights that are drawn to 0 through their gradient. */
  public Sgd weightDecay(double decay) {
    return new Sgd(learningRate, momentum, looksAhead, decay);
  }

  @Override
  public int moments() {
    return momentum == 0 ? 0 : 1;
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
    float l2 = (float) weightDecay;
    if (momentum == 0) {
      for (int i = 0; i < w.length; i++) {
        newW[i] = w[i] - lr * (l2 == 0 ? dw[i] : dw[i] + l2 * w[i]);
      }
      return;
    }
    float mu = (float) momentum;
    float[] m = moments[0];
    float[] newM = newMoments[0];
    for (int i = 0; i < w.length; i++) {
      float g = l2 == 0 ? dw[i] : dw[i] + l2 * w[i];
      newM[i] = mu * m[i] + g;
      newW[i] = w[i] - lr * (looksAhead ? g + mu * newM[i] : newM[i]);
    }
  }
}
