package tilde.train;

/** A rate multiplied by {@code gamma} after each {@code everyEpochs} epochs. */
public record StepDecay(int everyEpochs, double gamma) implements Schedule {
  public StepDecay {
    String name = everyEpochs == 1 ? "exponential" : "stepDecay";
    Schedule.checkEpochs(name, "everyEpochs", everyEpochs);
    Schedule.checkFactor(name, "gamma", gamma);
  }

  @Override
  public String dsl() {
    return everyEpochs == 1
        ? "exponential(" + gamma + ")"
        : "stepDecay(" + everyEpochs + ", " + gamma + ")";
  }

  @Override
  public double factor(Moment now) {
    long times = now.epoch() / everyEpochs;
    return StrictMath.pow(gamma, times);
  }

  @Override
  public String toString() {
    return dsl();
  }
}
