package tilde;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tilde.chart.Chart;
import tilde.chart.LossCurve;
import tilde.chart.LossCurve.Curve;
import tilde.train.TrainingLog;

/**
 * What was recorded in training, an immutable value: loss and accuracy of each batch before its
 * step, and of each epoch. Accuracies are shares, 0..1, and NaN where a loss such as mse knows
 * none.
 */
public final class History {
  private final TrainingLog log;

  History(TrainingLog log) {
    this.log = log;
  }

  /** The number of completed epochs. */
  public int epochs() {
    return log.epochs().size();
  }

  /** The mean training loss of each epoch, over its batches as they were met. */
  public double[] loss() {
    return log.epochs().stream().mapToDouble(TrainingLog.Epoch::loss).toArray();
  }

  /** The training accuracy of each epoch, over its batches as they were met. */
  public double[] accuracy() {
    return log.epochs().stream().mapToDouble(TrainingLog.Epoch::accuracy).toArray();
  }

  /** The validation loss after each epoch; NaN where there was no validation data. */
  public double[] validationLoss() {
    return log.epochs().stream()
        .mapToDouble(e -> e.validation() == null ? Double.NaN : e.validation().loss())
        .toArray();
  }

  /** The validation accuracy after each epoch; NaN where there was no validation data. */
  public double[] validationAccuracy() {
    return log.epochs().stream()
        .mapToDouble(e -> e.validation() == null ? Double.NaN : e.validation().accuracy())
        .toArray();
  }

  /** The loss of each batch, before its step. */
  public double[] batchLoss() {
    return log.batches().stream().mapToDouble(TrainingLog.Step::loss).toArray();
  }

  /** The accuracy of each batch, before its step. */
  public double[] batchAccuracy() {
    return log.batches().stream().mapToDouble(TrainingLog.Step::accuracy).toArray();
  }

  /** The learning rate of the step of each batch. */
  public double[] learningRate() {
    return log.batches().stream().mapToDouble(TrainingLog.Step::learningRate).toArray();
  }

  /**
   * The first epoch, counted from 1, with the lowest validation loss; where nothing was validated,
   * with the lowest training loss.
   */
  public int bestEpoch() {
    boolean validated = log.epochs().stream().anyMatch(e -> e.validation() != null);
    return log.epochs().stream()
        .filter(e -> !validated || e.validation() != null)
        .min(Comparator.comparingDouble(TrainingLog.Epoch::watchedLoss)) // NaN is the largest
        .orElseThrow(
            () -> new IllegalStateException("there is no best epoch: no whole epoch was trained"))
        .epoch();
  }

  /**
   * The values of a metric after each epoch; NaN where it was not asked for.
   *
   * @param name such as {@code top3}, for {@code metrics(topK(3))}
   */
  public double[] metric(String name) {
    List<String> names = metricNames();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no metric named "
              + name
              + ": "
              + (names.isEmpty()
                  ? "ask for it with train(data).validate(test).metrics(...)"
                  : "the names are " + String.join(", ", names)));
    }
    return log.epochs().stream().mapToDouble(e -> metric(e, name)).toArray();
  }

  private static double metric(TrainingLog.Epoch e, String name) {
    return e.validation() == null
        ? Double.NaN
        : e.validation().metrics().getOrDefault(name, Double.NaN);
  }

  /** In the order in which they were first asked for. */
  private List<String> metricNames() {
    return log.epochs().stream()
        .filter(e -> e.validation() != null)
        .flatMap(e -> e.validation().metrics().keySet().stream())
        .distinct()
        .toList();
  }

  /**
   * One line an epoch after a header line, comma-separated; empty fields where nothing was
   * measured.
   */
  public String csv() {
    List<String> metrics = metricNames();
    StringBuilder csv =
        new StringBuilder("epoch,loss,accuracy,validation_loss,validation_accuracy");
    metrics.forEach(name -> csv.append(',').append(name));
    for (TrainingLog.Epoch e : log.epochs()) {
      csv.append('\n').append(e.epoch()).append(',').append(e.loss()).append(field(e.accuracy()));
      csv.append(e.validation() == null ? "," : "," + e.validation().loss());
      csv.append(e.validation() == null ? "," : field(e.validation().accuracy()));
      metrics.forEach(name -> csv.append(field(metric(e, name))));
    }
    return csv.append('\n').toString();
  }

  private static String field(double value) {
    return Double.isNaN(value) ? "," : "," + value;
  }

  /** One line a batch after a header line, comma-separated. */
  public String batchCsv() {
    StringBuilder csv = new StringBuilder("batch,epoch,loss,accuracy,learning_rate\n");
    List<TrainingLog.Step> batches = log.batches();
    for (int b = 0; b < batches.size(); b++) {
      TrainingLog.Step step = batches.get(b);
      csv.append((b + 1) + "," + step.epoch() + "," + step.loss() + field(step.accuracy()));
      csv.append("," + step.learningRate() + "\n");
    }
    return csv.toString();
  }

  /** The curve of training and validation loss. */
  public Chart lossCurve() {
    List<TrainingLog.Epoch> validated =
        log.epochs().stream().filter(e -> e.validation() != null).toList();
    return LossCurve.of(
        new Curve(batchEnds(), batchLoss()),
        curve(log.epochs(), TrainingLog.Epoch::loss),
        curve(validated, e -> e.validation().loss()),
        "loss");
  }

  private static Curve curve(
      List<TrainingLog.Epoch> epochs, ToDoubleFunction<TrainingLog.Epoch> loss) {
    return new Curve(
        epochs.stream().mapToDouble(TrainingLog.Epoch::epoch).toArray(),
        epochs.stream().mapToDouble(loss).toArray());
  }

  /**
   * Where each batch ends, in epochs: batch i of the n recorded in epoch e, both counted from 1, at
   * e - 1 + i / n. Those of an interrupted epoch, repeated or not, fill it too.
   */
  double[] batchEnds() {
    List<TrainingLog.Step> batches = log.batches();
    Map<Integer, Integer> recorded = new HashMap<>();
    batches.forEach(step -> recorded.merge(step.epoch(), 1, Integer::sum));
    Map<Integer, Integer> met = new HashMap<>();
    double[] ends = new double[batches.size()];
    for (int b = 0; b < ends.length; b++) {
      int epoch = batches.get(b).epoch();
      int i = met.merge(epoch, 1, Integer::sum);
      ends[b] = epoch - 1 + (double) i / recorded.get(epoch);
    }
    return ends;
  }

  @Override
  public String toString() {
    if (log.epochs().isEmpty()) {
      return "History of " + log.batches().size() + " batches, no whole epoch";
    }
    TrainingLog.Epoch last = log.epochs().get(epochs() - 1);
    String trained = "History of " + epochs() + " epochs: " + text(last.loss(), last.accuracy());
    if (last.validation() == null) {
      return trained;
    }
    double accuracy = last.validation().accuracy();
    return Double.isNaN(accuracy)
        ? trained + String.format(Locale.ROOT, ", validation loss %.4f", last.validation().loss())
        : trained + String.format(Locale.ROOT, ", validation %.1f %%", 100 * accuracy);
  }

  /** Such as {@code loss 0.1234, accuracy 98.7 %}; no accuracy where there is none. */
  static String text(double loss, double accuracy) {
    boolean plain = loss == 0 || Math.abs(loss) >= 1e-3 && Math.abs(loss) < 1e6;
    String text = String.format(Locale.ROOT, plain ? "loss %.4f" : "loss %.3e", loss);
    return Double.isNaN(accuracy)
        ? text
        : text + String.format(Locale.ROOT, ", accuracy %.1f %%", 100 * accuracy);
  }
}
