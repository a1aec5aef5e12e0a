package tilde.train;

/**
 * Gradient descent, {@code w -= lr dw}; with momentum {@code m = mu m + dw, w -= lr m}, and
 * Nesterov's {@code w -= lr (dw + mu m)}, as in PyTorch.
 *
 * @param looksAhead whether Nesterov's form is used
 */
public record Sgd(double learningRate, double momentum, boolean looksAhead) implements Optimizer {
  public Sgd {
    Optimizer.checkRate("sgd", learningRate);
    Optimizer.checkFraction("sgd", "momentum", momentum);
    if (looksAhead && momentum == 0) {
      throw new IllegalArgumentException(
          "sgd: Nesterov looks ahead along the momentum, which is 0: use momentum(0.9).nesterov()");
    }
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
        + (looksAhead ? ".nesterov()" : "");
  }

  /** The same with a momentum. */
  public Sgd momentum(double mu) {
    return new Sgd(learningRate, mu, looksAhead);
  }

  /** The same with Nesterov's look ahead. */
  public Sgd nesterov() {
    return new Sgd(learningRate, momentum, true);
  }

  @Override
  public int moments() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void step(
      long step, float[] w, float[] dw, float[][] moments, float[] newW, float[][] newMoments) {
    float lr = (float) learningRate;
    if (momentum == 0) {
      for (int i = 0; i < w.length; i++) {
        newW[i] = w[i] - lr * dw[i];
      }
      return;
    }
    float mu = (float) momentum;
    float[] m = moments[0];
    float[] newM = newMoments[0];
    for (int i = 0; i < w.length; i++) {
      newM[i] = mu * m[i] + dw[i];
      newW[i] = w[i] - lr * (looksAhead ? dw[i] + mu * newM[i] : newM[i]);
    }
  }
}
