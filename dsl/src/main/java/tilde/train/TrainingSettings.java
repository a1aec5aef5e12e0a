package tilde.train;

import java.util.List;
import java.util.stream.Stream;
import tilde.layer.Network;

/**
 * How to train, an immutable value: each {@code with...} is the same with one setting changed.
 *
 * @param seed what shuffling draws from
 * @param threads how many compute; the results do not depend on it
 * @param schedule how the rate goes, over the epochs of this training
 * @param clipping how large gradients may be
 * @param rates what differs for single layers and parameters
 * @param earlyStopping when to give up; null for never
 * @param metrics what else validation measures
 */
public record TrainingSettings(
    int epochs,
    int batchSize,
    Optimizer optimizer,
    long seed,
    int threads,
    Schedule schedule,
    Clipping clipping,
    Rates rates,
    EarlyStopping earlyStopping,
    List<Metric> metrics) {
  private static final int MOST_THREADS = 1024;

  public TrainingSettings {
    atLeastOne("epochs", epochs);
    atLeastOne("batchSize", batchSize);
    atLeastOne("threads", threads);
    if (threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "train: threads must be at most " + MOST_THREADS + ", got " + threads);
    }
    if (optimizer == null) {
      throw new IllegalArgumentException(
          "train: the optimizer is null, expected one such as adam(0.001)");
    }
    Schedule.notNull(schedule, "schedule");
    metrics = List.copyOf(metrics);
  }

  /** The same rate all the time, nothing clipped, nothing frozen, all epochs, no metrics. */
  public TrainingSettings(int epochs, int batchSize, Optimizer optimizer, long seed, int threads) {
    this(
        epochs,
        batchSize,
        optimizer,
        seed,
        threads,
        new Schedule.Constant(),
        Clipping.NONE,
        Rates.NONE,
        null,
        List.of());
  }

  private static void atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("train: " + setting + " must be at least 1, got " + value);
    }
  }

  public TrainingSettings withEpochs(int count) {
    return with(count, batchSize, optimizer, seed, threads);
  }

  public TrainingSettings withBatchSize(int samples) {
    return with(epochs, samples, optimizer, seed, threads);
  }

  public TrainingSettings withOptimizer(Optimizer other) {
    return with(epochs, batchSize, other, seed, threads);
  }

  public TrainingSettings withSeed(long other) {
    return with(epochs, batchSize, optimizer, other, threads);
  }

  public TrainingSettings withThreads(int count) {
    return with(epochs, batchSize, optimizer, seed, count);
  }

  public TrainingSettings withSchedule(Schedule other) {
    return with(other, clipping, rates, earlyStopping);
  }

  public TrainingSettings withClipNorm(double max) {
    return with(schedule, clipping.norm(max), rates, earlyStopping);
  }

  public TrainingSettings withClipValue(double max) {
    return with(schedule, clipping.value(max), rates, earlyStopping);
  }

  /** With a layer, or a parameter, that does not change. */
  public TrainingSettings withFrozen(String name) {
    return with(schedule, clipping, rates.freeze(name), earlyStopping);
  }

  /** With a layer, or a parameter, whose rate is multiplied by {@code factor}. */
  public TrainingSettings withRate(String name, double factor) {
    return with(schedule, clipping, rates.rate(name, factor), earlyStopping);
  }

  public TrainingSettings withEarlyStopping(int patience, double minDelta) {
    return with(schedule, clipping, rates, new EarlyStopping(patience, minDelta));
  }

  /** With these metrics too. */
  public TrainingSettings withMetrics(List<Metric> more) {
    List<Metric> all = Stream.concat(metrics.stream(), more.stream()).toList();
    return new TrainingSettings(
        epochs, batchSize, optimizer, seed, threads, schedule, clipping, rates, earlyStopping, all);
  }

  private TrainingSettings with(
      int otherEpochs, int samples, Optimizer other, long otherSeed, int count) {
    return new TrainingSettings(
        otherEpochs,
        samples,
        other,
        otherSeed,
        count,
        schedule,
        clipping,
        rates,
        earlyStopping,
        metrics);
  }

  private TrainingSettings with(Schedule s, Clipping c, Rates r, EarlyStopping e) {
    return new TrainingSettings(epochs, batchSize, optimizer, seed, threads, s, c, r, e, metrics);
  }

  /** The words of the DSL that say what differs from plain steps; empty if nothing does. */
  public String refinements() {
    return (schedule.equals(new Schedule.Constant()) ? "" : ".schedule(" + schedule.dsl() + ")")
        + clipping.dsl()
        + rates.dsl()
        + (earlyStopping == null ? "" : earlyStopping.dsl());
  }

  /** Checks what can only be said of a network and its data. */
  void check(Network network, Examples validation) {
    rates.check(network);
    if (earlyStopping != null && validation == null) {
      throw new IllegalArgumentException(
          "train: earlyStopping watches the validation loss, and there is no validation data: say"
              + " validate(samples) too");
    }
  }
}
