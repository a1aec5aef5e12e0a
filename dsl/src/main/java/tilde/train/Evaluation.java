package tilde.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.loss.Loss;
import tilde.loss.Targets;

/**
 * How well scores meet targets: counts, without the scores.
 *
 * @param loss the mean over the examples
 * @param accuracy the share of right answers; NaN where numbers are wanted
 * @param details what else was counted
 * @param metrics the values of the metrics asked for, by name
 */
public record Evaluation(
    int samples, double loss, double accuracy, Details details, Map<String, Double> metrics) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Compares scores, (N, outputs) row-major, with targets. */
  static Evaluation of(float[] scores, Targets targets, Loss loss) {
    Comparison found = new Comparison(scores, targets, loss);
    return new Evaluation(
        found.samples(), found.meanLoss(), found.accuracy(), found.details(), Map.of());
  }

  /** This evaluation with the values of some metrics. */
  Evaluation measuring(List<Metric> asked) {
    Map<String, Double> values = new LinkedHashMap<>(metrics);
    asked.forEach(metric -> values.put(metric.name(), metric.value().applyAsDouble(this)));
    return new Evaluation(samples, loss, accuracy, details, values);
  }

  /** How often class {@code row} was taken for class {@code column}; not copied. */
  public int[][] confusion() {
    return classes("confusion").confusion();
  }

  /** The share of samples whose class is among the k of the highest scores. */
  public double topK(int k) {
    int[] ranks = classes("topK").ranks();
    if (k < 1 || k > ranks.length) {
      throw new IllegalArgumentException(
          "topK: k must be from 1 to the " + ranks.length + " classes, got " + k);
    }
    int hits = 0;
    for (int r = 0; r < k; r++) {
      hits += ranks[r];
    }
    return (double) hits / samples;
  }

  /** The mean loss of the samples of each class; NaN for a class without samples; not copied. */
  public double[] lossPerClass() {
    return classes("lossPerClass").lossPerClass();
  }

  /** Whether the model is right as often as it says. */
  public Calibration calibration() {
    Calibration found = classes("calibration").calibration();
    if (found == null) {
      throw new IllegalStateException(
          "calibration needs probabilities, which the scores of this loss are not: end the network"
              + " with softmaxCE()");
    }
    return found;
  }

  /** The counts of each class, or label. */
  public List<Counts> counts() {
    if (details instanceof Details.Classes classes) {
      return classes.counts();
    }
    if (details instanceof Details.Labels labels) {
      return labels.counts();
    }
    throw notOffered("precision, recall and f1", "classes or labels");
  }

  /** The mean of the precisions of all classes; of those that neither occur nor are said none. */
  public double macroPrecision() {
    return Counts.macro(counts(), Counts::precision);
  }

  /** The mean of the recalls, likewise. */
  public double macroRecall() {
    return Counts.macro(counts(), Counts::recall);
  }

  /** The mean of the F1 scores, likewise. */
  public double macroF1() {
    return Counts.macro(counts(), Counts::f1);
  }

  /** The root of the mean squared error of all outputs. */
  public double rmse() {
    return Math.sqrt(values("rmse").meanSquaredError());
  }

  /** The mean absolute error of all outputs. */
  public double meanAbsoluteError() {
    return values("meanAbsoluteError").meanAbsoluteError();
  }

  private Details.Classes classes(String asked) {
    if (details instanceof Details.Classes classes) {
      return classes;
    }
    throw notOffered(asked, "classes");
  }

  private Details.Values values(String asked) {
    if (details instanceof Details.Values values) {
      return values;
    }
    throw notOffered(asked, "numbers");
  }

  private IllegalStateException notOffered(String asked, String needed) {
    return new IllegalStateException(
        asked
            + ": needs a loss for "
            + needed
            + ", but that of this model is for "
            + details.what()
            + ": ask for one of "
            + details.offers());
  }
}
