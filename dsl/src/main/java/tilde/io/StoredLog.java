package tilde.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tilde.train.Details;
import tilde.train.Evaluation;
import tilde.train.TrainingLog;

/**
 * What was recorded in training, as a file has it: batches by columns, which is shorter; of what
 * validation counted the numbers that a history shows.
 */
record StoredLog(
    int[] batchEpoch,
    double[] batchLoss,
    double[] batchAccuracy,
    double[] learningRate,
    List<Epoch> epochs) {
  /** The last ones are kept: all of them would some day make a header too large. */
  static final int MOST_BATCHES = 500_000;

  record Epoch(int epoch, double loss, double accuracy, Optional<Validation> validation) {}

  record Validation(int samples, double loss, double accuracy, Map<String, Double> metrics) {}

  StoredLog {
    int batches = batchEpoch.length;
    if (batchLoss.length != batches
        || batchAccuracy.length != batches
        || learningRate.length != batches) {
      throw new IllegalArgumentException("the columns of the log differ in length");
    }
  }

  static StoredLog of(TrainingLog log) {
    List<TrainingLog.Step> all = log.batches();
    List<TrainingLog.Step> kept = all.subList(Math.max(0, all.size() - MOST_BATCHES), all.size());
    return new StoredLog(
        kept.stream().mapToInt(TrainingLog.Step::epoch).toArray(),
        column(kept, TrainingLog.Step::loss),
        column(kept, TrainingLog.Step::accuracy),
        column(kept, TrainingLog.Step::learningRate),
        log.epochs().stream().map(StoredLog::epoch).toList());
  }

  private static double[] column(
      List<TrainingLog.Step> steps, ToDoubleFunction<TrainingLog.Step> value) {
    return steps.stream().mapToDouble(value).toArray();
  }

  private static Epoch epoch(TrainingLog.Epoch e) {
    Optional<Validation> validation =
        Optional.ofNullable(e.validation())
            .map(v -> new Validation(v.samples(), v.loss(), v.accuracy(), v.metrics()));
    return new Epoch(e.epoch(), e.loss(), e.accuracy(), validation);
  }

  TrainingLog log() {
    List<TrainingLog.Step> steps = new ArrayList<>();
    for (int b = 0; b < batchEpoch.length; b++) {
      steps.add(
          new TrainingLog.Step(batchEpoch[b], batchLoss[b], batchAccuracy[b], learningRate[b]));
    }
    return new TrainingLog(steps, epochs.stream().map(StoredLog::epoch).toList());
  }

  private static TrainingLog.Epoch epoch(Epoch e) {
    Evaluation validation =
        e.validation
            .map(
                v ->
                    new Evaluation(v.samples, v.loss, v.accuracy, new Details.NotKept(), v.metrics))
            .orElse(null);
    return new TrainingLog.Epoch(e.epoch, e.loss, e.accuracy, validation);
  }
}
