package tilde.train;

/**
 * How a step follows from the gradient: the settings, an immutable value (a record). Training that
 * goes on with an equal optimizer keeps what it remembers; with another it starts anew.
 */
public interface Optimizer {
  /** The call of the DSL that makes this optimizer, such as {@code adam(0.001)}. */
  String dsl();

  /** The learning rate, which a schedule and the rate of a layer may multiply. */
  double learningRate();

  /** How many values this optimizer remembers for each value of a parameter. */
  int moments();

  /**
   * One step for one parameter, value by value.
   *
   * @param step counted from 1
   * @param rate the learning rate of this step and this parameter
   * @param w the parameter as it is
   * @param dw its gradient
   * @param moments what is remembered; zeros at first
   * @param newW where the parameter after the step goes; may not be {@code w}
   * @param newMoments where what is remembered goes; may not be {@code moments}
   */
  void step(
      long step,
      double rate,
      float[] w,
      float[] dw,
      float[][] moments,
      float[] newW,
      float[][] newMoments);

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

  /** Checks the term against division by zero. */
  static void checkEpsilon(String optimizer, double epsilon, String usual) {
    if (!isPositive(epsilon)) {
      throw new IllegalArgumentException(
          optimizer + ": epsilon must be positive, got " + epsilon + ", usual is " + usual);
    }
  }

  /** Checks a weight decay. */
  static void checkDecay(String optimizer, double decay) {
    if (decay != 0 && !isPositive(decay)) {
      throw new IllegalArgumentException(
          optimizer
              + ": the weight decay must not be negative, got "
              + decay
              + ", usual are 0.01 to 0.00001");
    }
  }

  /** Checks a number that must lie in [0, 1), such as a momentum. */
  static void checkFraction(String optimizer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + setting + " must be at least 0 and below 1, got " + value);
    }
  }
}
