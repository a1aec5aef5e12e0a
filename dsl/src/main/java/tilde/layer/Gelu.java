package tilde.layer;

import tilde.array.Normal;

/**
 * {@code y = x P(x)}, where P is the probability that a standard normal number is below x, exactly
 * (by erf, not by its approximation with tanh); {@code dx = dy (P(x) + x P'(x))}.
 */
public record Gelu() implements ActivationFunction {
  @Override
  public String kind() {
    return "gelu";
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  @Override
  public double value(double x) {
    return x * Normal.below(x);
  }

  @Override
  public double slope(double x, double y) {
    double density = Normal.density(x);
    return Normal.below(x, density) + x * density;
  }
}
