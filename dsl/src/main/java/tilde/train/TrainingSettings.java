package tilde.train;

import java.util.List;

/**
 * How to train.
 *
 * @param seed what shuffling draws from
 * @param threads how many compute; the results do not depend on it
 * @param metrics what else validation measures
 */
public record TrainingSettings(
    int epochs, int batchSize, Optimizer optimizer, long seed, int threads, List<Metric> metrics) {
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
    metrics = List.copyOf(metrics);
  }

  /** Without metrics. */
  public TrainingSettings(int epochs, int batchSize, Optimizer optimizer, long seed, int threads) {
    this(epochs, batchSize, optimizer, seed, threads, List.of());
  }

  /** The same with these metrics. */
  public TrainingSettings measuring(List<Metric> others) {
    return new TrainingSettings(epochs, batchSize, optimizer, seed, threads, others);
  }

  private static void atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("train: " + setting + " must be at least 1, got " + value);
    }
  }
}
