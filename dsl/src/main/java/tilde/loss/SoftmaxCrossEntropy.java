package tilde.loss;

import java.util.stream.DoubleStream;
import tilde.array.Shape;

/**
 * {@code L = -sum_i t_i log(e^{s_i} / sum_j e^{s_j})}, {@code dL/ds = softmax(s) - t} (MATH.md,
 * part C). The largest score is subtracted before any exponential and terms with t_i = 0 are
 * skipped, so loss and gradient are finite for all finite scores.
 */
public record SoftmaxCrossEntropy() implements Loss {
  @Override
  public String kind() {
    return "softmaxCE";
  }

  @Override
  public void checkScores(Shape scores) {
    if (scores.isImage()) {
      throw new IllegalArgumentException(
          "softmaxCE needs one score a class, (classes), got "
              + scores
              + ": put a dense layer with one unit a class before it, e.g. dense(10).softmaxCE()");
    }
    if (scores.size() < 2) {
      throw new IllegalArgumentException(
          "softmaxCE needs at least 2 classes, got "
              + scores
              + ": for yes or no use dense(2), one unit for each answer");
    }
  }

  /** The probabilities {@code e^{s_i} / sum_j e^{s_j}}. */
  public static double[] softmax(float[] s) {
    double[] p = exponentials(s);
    double sum = sum(p);
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }

  private static double[] exponentials(float[] s) {
    double max = max(s);
    double[] e = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      e[k] = StrictMath.exp(s[k] - max);
    }
    return e;
  }

  private static double max(float[] s) {
    float max = s[0];
    for (float score : s) {
      max = Math.max(max, score);
    }
    return max;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public double forward(float[] s, Targets t, int n) {
    double max = max(s);
    double logSum = StrictMath.log(sum(exponentials(s)));
    double loss = 0;
    for (int k = 0; k < s.length; k++) {
      double target = t.target(n, k);
      if (target > 0) {
        loss += target * (logSum - (s[k] - max)); // not max + logSum - s: at 3e38 that loses logSum
      }
    }
    return loss;
  }

  @Override
  public void backward(float[] s, Targets t, int n, double scale, float[] ds) {
    double[] p = softmax(s);
    for (int k = 0; k < s.length; k++) {
      ds[k] = (float) ((p[k] - t.target(n, k)) * scale);
    }
  }

  @Override
  public double reference(double[] s, Targets t, int n) {
    double max = DoubleStream.of(s).max().orElseThrow();
    double sum = 0;
    for (double score : s) {
      sum += StrictMath.exp(score - max);
    }
    double loss = StrictMath.log(sum);
    for (int k = 0; k < s.length; k++) {
      if (t.target(n, k) > 0) {
        loss -= t.target(n, k) * (s[k] - max);
      }
    }
    return loss;
  }

  @Override
  public double[] referenceGradient(double[] s, Targets t, int n, double scale) {
    double max = DoubleStream.of(s).max().orElseThrow();
    double sum = 0;
    for (double score : s) {
      sum += StrictMath.exp(score - max);
    }
    double[] ds = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      ds[k] = (StrictMath.exp(s[k] - max) / sum - t.target(n, k)) * scale;
    }
    return ds;
  }
}
