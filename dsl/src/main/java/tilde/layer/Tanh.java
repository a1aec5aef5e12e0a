package tilde.layer;

/** {@code y = tanh(x)}, {@code dx = dy (1 - y^2)}. */
public record Tanh() implements ActivationFunction {
  @Override
  public String kind() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    return StrictMath.tanh(x);
  }

  @Override
  public double slope(double x, double y) {
    return 1 - y * y;
  }
}
