package tilde.train;

/**
 * A rate that grows in a line over the first {@code epochs} epochs: of n steps, step i, counted
 * from 1, has i/n of it.
 */
public record Warmup(int epochs) implements Schedule {
  public Warmup {
    Schedule.checkEpochs("warmup", "epochs", epochs);
  }

  /** This first; {@code next} takes the epochs that remain for the whole of training. */
  public Schedule then(Schedule next) {
    return new Then(this, Schedule.notNull(next, "then"));
  }

  @Override
  public String dsl() {
    return "warmup(" + epochs + ")";
  }

  @Override
  public double factor(Moment now) {
    long steps = (long) epochs * now.stepsPerEpoch();
    return now.step() < steps ? (now.step() + 1.0) / steps : 1;
  }

  @Override
  public String toString() {
    return dsl();
  }

  /** A warmup and what follows. */
  public record Then(Warmup first, Schedule next) implements Schedule {
    @Override
    public String dsl() {
      return first.dsl() + ".then(" + next.dsl() + ")";
    }

    @Override
    public double factor(Moment now) {
      return now.epoch() < first.epochs ? first.factor(now) : next.factor(now.after(first.epochs));
    }

    @Override
    public String toString() {
      return dsl();
    }
  }
}
