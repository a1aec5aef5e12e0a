package tilde.train;

/**
 * A rate that falls along half a cosine, step by step, and would reach {@code lowest} of itself
 * after the last step (Loshchilov and Hutter 2017).
 */
public record Cosine(double lowest) implements Schedule {
  public Cosine {
    if (!(lowest >= 0 && lowest < 1)) {
      throw new IllegalArgumentException(
          "cosine: floor is a part of the rate, at least 0 and below 1, got " + lowest);
    }
  }

  /** The same that ends at a part of the rate, such as 0.01, and not at 0. */
  public Cosine floor(double part) {
    return new Cosine(part);
  }

  @Override
  public String dsl() {
    return "cosine()" + (lowest == 0 ? "" : ".floor(" + lowest + ")");
  }

  @Override
  public double factor(Moment now) {
    return between(1, lowest, (double) now.step() / now.steps());
  }

  /** From {@code start} to {@code end} along half a cosine, {@code part} of the way. */
  static double between(double start, double end, double part) {
    return end + (start - end) / 2 * (StrictMath.cos(Math.PI * part) + 1);
  }

  @Override
  public String toString() {
    return dsl();
  }
}
