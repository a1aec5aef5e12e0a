package tilde.train;

/** How a step follows from the gradient: the settings, an immutable value (a record). */
public interface Optimizer {
  /** The call of the DSL that makes this optimizer, such as {@code adam(0.001)}. */
  String dsl();

  /** The learning rate. */
  double learningRate();

  /** How many values this optimizer remembers for each value of a parameter. */
  int moments();

  /**
   * One step for one parameter, value by value.
   *
   * @param step counted from 1
   * @param w the parameter as it is
   * @param dw its gradient
   * @param moments what is remembered; zeros at first
   * @param newW where the parameter after the step goes; may not be {@code w}
   * @param newMoments where what is remembered goes; may not be {@code moments}
   */
  void step(
      long step, float[] w, float[] dw, float[][] moments, float[] newW, float[][] newMoments);

  /** Checks a learning rate. */
  static void checkRate(String optimizer, double learningRate) {
    if (!isPositive(learningRate)) {
      throw new IllegalArgumentException(
          optimizer
              + ": the learning rate must be positive, got "
              + learningRate
              + ", usual are 0.1 to 0.0001");
    }
  }

  /** Whether a number is positive and finite, also as the float it is used as. */
  static boolean isPositive(double value) {
    return (float) value > 0 && Float.isFinite((float) value);
  }

  /** Checks a number that must lie in [0, 1), such as a momentum. */
  static void checkFraction(String optimizer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + setting + " must be at least 0 and below 1, got " + value);
    }
  }
}
