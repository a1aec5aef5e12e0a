package tilde.train;

/**
 * Up and far down in one training (Smith and Topin 2018), step by step along cosines: from 1/25 of
 * the rate to all of it in the first 30 % of the steps, then to 1/250,000. As PyTorch's OneCycleLR;
 * momentum stays as it is.
 */
public record OneCycle() implements Schedule {
  private static final double RISING = 0.3; // part of the steps
  private static final double START = 1.0 / 25;
  private static final double END = START / 1e4;

  @Override
  public String dsl() {
    return "oneCycle()";
  }

  @Override
  public double factor(Moment now) {
    double last = now.steps() - 1;
    double top = RISING * now.steps() - 1; // below 0 in trainings of up to 3 steps: they only fall
    return now.step() <= top
        ? Cosine.between(START, 1, now.step() / top)
        : Cosine.between(1, END, (now.step() - top) / (last - top));
  }

  @Override
  public String toString() {
    return dsl();
  }
}
