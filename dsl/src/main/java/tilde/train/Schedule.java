package tilde.train;

import java.util.List;

/**
 * How the learning rate goes while a model trains: a factor on the optimizer's rate, which follows
 * from the moment alone. An immutable value (a record).
 */
public interface Schedule {
  /** The call of the DSL that makes this schedule, such as {@code cosine()}. */
  String dsl();

  /** What the optimizer's rate is multiplied by in the step at {@code now}. */
  double factor(Moment now);

  /** Both at once: the product of the factors. */
  default Schedule times(Schedule other) {
    return new Product(this, notNull(other, "times"));
  }

  /**
   * A step to come.
   *
   * @param step counted from 0, where this training began
   * @param stepsPerEpoch how many steps are one epoch
   * @param epochs how many epochs this training is to have
   * @param log the epochs that this training has completed
   */
  record Moment(long step, int stepsPerEpoch, int epochs, List<TrainingLog.Epoch> log) {
    /** The epoch of this step, counted from 0. */
    public long epoch() {
      return step / stepsPerEpoch;
    }

    /** The number of steps that this training is to have. */
    public long steps() {
      return (long) epochs * stepsPerEpoch;
    }

    /** The same as if training began after {@code skipped} of its epochs. */
    public Moment after(int skipped) {
      return new Moment(
          step - (long) skipped * stepsPerEpoch,
          stepsPerEpoch,
          epochs - skipped,
          log.subList(Math.min(skipped, log.size()), log.size()));
    }
  }

  /** The optimizer's rate all the time. */
  record Constant() implements Schedule {
    @Override
    public String dsl() {
      return "constant()";
    }

    @Override
    public double factor(Moment now) {
      return 1;
    }

    @Override
    public String toString() {
      return dsl();
    }
  }

  /** Two schedules multiplied. */
  record Product(Schedule first, Schedule second) implements Schedule {
    @Override
    public String dsl() {
      return first.dsl() + ".times(" + second.dsl() + ")";
    }

    @Override
    public double factor(Moment now) {
      return first.factor(now) * second.factor(now);
    }

    @Override
    public String toString() {
      return dsl();
    }
  }

  /** Checks a number of epochs. */
  static void checkEpochs(String schedule, String setting, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          schedule + ": " + setting + " must be at least 1, got " + epochs);
    }
  }

  /** Checks what a rate is multiplied by to become smaller. */
  static void checkFactor(String schedule, String setting, double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          schedule + ": " + setting + " must be above 0 and below 1, got " + factor);
    }
  }

  /** Checks that a word got a schedule. */
  static Schedule notNull(Schedule schedule, String word) {
    if (schedule == null) {
      throw new IllegalArgumentException(
          word + ": the schedule is null, expected one such as cosine()");
    }
    return schedule;
  }
}
