package tilde.train;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tilde.loss.Loss;

/**
 * A number to be measured on validation data after each epoch, under a name of its own.
 *
 * @param name letters and digits, also the name of its column
 */
public record Metric(String name, ToDoubleFunction<Evaluation> value) {
  private static final Set<String> TAKEN = // the other columns of a history
      Set.of("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy");

  public Metric {
    if (!name.matches("\\w+")) {
      throw new IllegalArgumentException(
          "a metric needs a name of letters and digits, got \"" + name + "\"");
    }
    if (TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          "a metric needs a name of its own, got \"" + name + "\", which is measured anyway");
    }
  }

  /** The share of samples whose class is among the k of the highest scores. */
  public static Metric topK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("topK: k must be at least 1, got " + k);
    }
    return new Metric("top" + k, evaluation -> evaluation.topK(k));
  }

  public static Metric macroPrecision() {
    return new Metric("macroPrecision", Evaluation::macroPrecision);
  }

  public static Metric macroRecall() {
    return new Metric("macroRecall", Evaluation::macroRecall);
  }

  public static Metric macroF1() {
    return new Metric("macroF1", Evaluation::macroF1);
  }

  /** See {@link Calibration#error}. */
  public static Metric calibrationError() {
    return new Metric("calibrationError", evaluation -> evaluation.calibration().error());
  }

  public static Metric rmse() {
    return new Metric("rmse", Evaluation::rmse);
  }

  public static Metric meanAbsoluteError() {
    return new Metric("meanAbsoluteError", Evaluation::meanAbsoluteError);
  }

  /**
   * Measures the metrics once on made-up scores, so that one which does not suit the loss is an
   * error before any training.
   *
   * @param validation null for none
   */
  public static void check(List<Metric> metrics, Loss loss, Examples validation) {
    if (metrics.isEmpty()) {
      return;
    }
    if (validation == null) {
      throw new IllegalArgumentException(
          "train: metrics are measured on validation data, but there is none: add validate(data)");
    }
    float[] zeros = new float[validation.targets().classes()];
    Evaluation.of(zeros, validation.targets(), loss).measuring(metrics);
  }

  @Override
  public String toString() {
    return name;
  }
}
