package tilde.layer;

/** {@code y = x s(x)} with {@code s(x) = 1 / (1 + exp(-x))}; {@code dx = dy s (1 + x (1 - s))}. */
public record Silu() implements ActivationFunction {
  @Override
  public String kind() {
    return "silu";
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  private static double s(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Override
  public double value(double x) {
    return x * s(x);
  }

  @Override
  public double slope(double x, double y) {
    double s = s(x);
    return s * (1 + x * (1 - s));
  }
}
