package tilde.train;

/**
 * A rate multiplied by {@code factor} when more than {@code patience} epochs in a row have brought
 * no loss that is 0.01 % below the lowest before: PyTorch's ReduceLROnPlateau. It watches the
 * validation loss, where there is one, otherwise that of training.
 */
public record ReduceOnPlateau(int patience, double factor) implements Schedule {
  private static final double THRESHOLD = 1e-4;

  public ReduceOnPlateau {
    if (patience < 0) {
      throw new IllegalArgumentException(
          "reduceOnPlateau: patience must not be negative, got " + patience);
    }
    Schedule.checkFactor("reduceOnPlateau", "factor", factor);
  }

  @Override
  public String dsl() {
    return "reduceOnPlateau(" + patience + ", " + factor + ")";
  }

  @Override
  public double factor(Moment now) {
    double product = 1;
    double lowest = Double.POSITIVE_INFINITY;
    int waited = 0;
    for (TrainingLog.Epoch epoch : now.log()) {
      double loss = epoch.watchedLoss();
      if (loss < lowest * (1 - THRESHOLD)) {
        lowest = loss;
        waited = 0;
      } else {
        waited++;
      }
      if (waited > patience) {
        product *= factor;
        waited = 0;
      }
    }
    return product;
  }

  @Override
  public String toString() {
    return dsl();
  }
}
