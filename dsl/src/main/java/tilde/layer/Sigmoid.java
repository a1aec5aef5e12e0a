package tilde.layer;

/** {@code y = 1 / (1 + exp(-x))}, {@code dx = dy y (1 - y)}. */
public record Sigmoid() implements ActivationFunction {
  @Override
  public String kind() {
    return "sigmoid";
  }

  @Override
  public double value(double x) {
    return 1 / (1 + StrictMath.exp(-x)); // where exp overflows this is 0, as it should be
  }

  @Override
  public double slope(double x, double y) {
    return y * (1 - y);
  }
}
