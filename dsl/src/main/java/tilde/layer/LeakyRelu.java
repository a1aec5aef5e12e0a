package tilde.layer;

import tilde.array.Doubles;
import tilde.array.Pointwise;

/**
 * {@code y = x} where x &gt; 0 and {@code slope x} elsewhere, also at 0; {@code dx} alike (MATH.md,
 * part D).
 *
 * @param slope from 0, where this is relu, to below 1, where it would change nothing
 */
public record LeakyRelu(double slope) implements ActivationFunction {
  /** The slope unless {@code leakyRelu(slope)} says otherwise. */
  public static final double DEFAULT_SLOPE = 0.01;

  public LeakyRelu {
    if (!(slope >= 0 && slope < 1)) { // the negation catches NaN
      throw new IllegalArgumentException(
          "leakyRelu: slope must be at least 0 and below 1, got " + slope + ", usual is 0.01");
    }
  }

  @Override
  public String kind() {
    return "leakyrelu";
  }

  @Override
  public String describe() {
    return "leakyRelu";
  }

  @Override
  public String dsl() {
    return slope == DEFAULT_SLOPE ? "leakyRelu()" : "leakyRelu(" + slope + ")";
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : slope * x;
  }

  @Override
  public double slope(double x, double y) {
    return x > 0 ? 1 : slope;
  }

  @Override
  public Compute compute(Site at) {
    Pointwise pointwise = new Pointwise(at.engine());
    return new Compute() {
      @Override
      public void forward(Pass p) {
        pointwise.leakyRelu((float) slope, p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          pointwise.leakyReluGradient((float) slope, p.x(), p.dy(), p.dx());
        }
      }
    };
  }

  @Override
  public long branch(Doubles x) {
    return new Relu().branch(x); // the kink is at 0 as well
  }
}
