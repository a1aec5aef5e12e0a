package tilde.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tilde.array.Shape;

/**
 * {@code L = -sum_i t_i log(e^{s_i} / sum_j e^{s_j})}, {@code dL/ds = softmax(s) - t} (MATH.md,
 * part C). The largest score is subtracted before any exponential and terms with t_i = 0 are
 * skipped, so loss and gradient are finite for all finite scores.
 *
 * <p>With label smoothing e the target is {@code (1 - e) t + e / C}; with class weights each term
 * counts w_i times, and the mean of labelled samples divides by the sum of their classes' weights.
 * Both as in PyTorch.
 *
 * @param labelSmoothing the share of the target that goes to all classes alike
 * @param classWeights one for each class; empty for 1 each
 */
public record SoftmaxCrossEntropy(double labelSmoothing, List<Double> classWeights)
    implements Loss {
  public SoftmaxCrossEntropy {
    classWeights = List.copyOf(classWeights);
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "softmaxCE: labelSmoothing must be at least 0 and below 1, got "
              + labelSmoothing
              + ", usual is 0.1");
    }
    for (double weight : classWeights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "softmaxCE: each class weight must be positive and finite, got " + classWeights);
      }
    }
  }

  /** Without label smoothing, all classes alike. */
  public SoftmaxCrossEntropy() {
    this(0, List.of());
  }

  /** The same with this share of the target, 0..1, spread over all classes. */
  public SoftmaxCrossEntropy labelSmoothing(double share) {
    return new SoftmaxCrossEntropy(share, classWeights);
  }

  /** The same with a weight for each class, such as a larger one for a rare class. */
  public SoftmaxCrossEntropy classWeights(double... weights) {
    return new SoftmaxCrossEntropy(labelSmoothing, DoubleStream.of(weights).boxed().toList());
  }

  @Override
  public String kind() {
    return "softmaxCE";
  }

  @Override
  public String dsl() {
    String smoothing = labelSmoothing == 0 ? "" : "labelSmoothing(" + labelSmoothing + ")";
    String weights =
        classWeights.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    String weighting = classWeights.isEmpty() ? "" : "classWeights" + weights;
    String both = smoothing.isEmpty() || weighting.isEmpty() ? "" : ".";
    return "softmaxCE(" + smoothing + both + weighting + ")";
  }

  @Override
  public String toString() {
    return dsl();
  }

  @Override
  public Task task() {
    return Task.CLASSES;
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
    if (!classWeights.isEmpty() && classWeights.size() != scores.size()) {
      throw new IllegalArgumentException(
          "softmaxCE has "
              + classWeights.size()
              + " class weights, but the last layer gives "
              + scores.size()
              + " scores: give one weight a class");
    }
  }

  @Override
  public void checkTargets(Targets t) {
    if (t.kind() == Targets.Kind.VALUES) {
      throw new IllegalArgumentException(
          "softmaxCE needs a class or a distribution over the classes for each sample, got numbers:"
              + " end the network with mse() for numbers, or sigmoidCE() for several labels");
    }
  }

  @Override
  public Targets targets(float[][] rows) {
    return Targets.ofDistributions(rows);
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

  private double classWeight(int k) {
    return classWeights.isEmpty() ? 1 : classWeights.get(k);
  }

  /** {@code w_k ((1 - e) t_k + e / C)}, the factor of -log p_k; t_k itself without settings. */
  private double target(Targets t, int n, int k) {
    double smoothed = (1 - labelSmoothing) * t.target(n, k) + labelSmoothing / t.classes();
    return classWeight(k) * smoothed;
  }

  private double[] targets(Targets t, int n) {
    double[] q = new double[t.classes()];
    Arrays.setAll(q, k -> target(t, n, k));
    return q;
  }

  /** The weight of its class for a labelled sample, 1 for one with a distribution. */
  @Override
  public double weight(Targets t, int n) {
    return t.kind() == Targets.Kind.LABELS ? classWeight(t.label(n)) : 1;
  }

  @Override
  public double forward(float[] s, Targets t, int n) {
    double max = max(s);
    double logSum = StrictMath.log(sum(exponentials(s)));
    double loss = 0;
    for (int k = 0; k < s.length; k++) {
      double target = target(t, n, k);
      if (target > 0) {
        loss += target * (logSum - (s[k] - max)); // not max + logSum - s: at 3e38 that loses logSum
      }
    }
    return loss;
  }

  @Override
  public void backward(float[] s, Targets t, int n, double scale, float[] ds) {
    double[] p = softmax(s);
    double[] q = targets(t, n);
    double sum = sum(q); // 1 without class weights
    for (int k = 0; k < s.length; k++) {
      ds[k] = (float) ((sum * p[k] - q[k]) * scale);
    }
  }

  @Override
  public double reference(double[] s, Targets t, int n) {
    double max = DoubleStream.of(s).max().orElseThrow();
    double logSum = StrictMath.log(sum(referenceExponentials(s)));
    double loss = 0;
    for (int k = 0; k < s.length; k++) {
      loss += target(t, n, k) * (logSum - (s[k] - max));
    }
    return loss;
  }

  @Override
  public double[] referenceGradient(double[] s, Targets t, int n, double scale) {
    double[] e = referenceExponentials(s);
    double[] q = targets(t, n);
    double[] ds = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      ds[k] = (sum(q) * e[k] / sum(e) - q[k]) * scale;
    }
    return ds;
  }

  private static double[] referenceExponentials(double[] s) {
    double max = DoubleStream.of(s).max().orElseThrow();
    return DoubleStream.of(s).map(score -> StrictMath.exp(score - max)).toArray();
  }

  @Override
  public Optional<double[]> probabilities(float[] s) {
    return Optional.of(softmax(s));
  }

  @Override
  public String derivation() {
    return """
        Softmax cross-entropy of the scores $s$ with the target $t$, $\\sum_i t_i = 1$:

        $$L = -\\sum_i t_i \\log \\frac{e^{s_i}}{\\sum_j e^{s_j}}
            = -\\sum_i t_i s_i + \\Big(\\sum_i t_i\\Big) \\log \\sum_j e^{s_j}
            = -\\sum_i t_i s_i + \\log \\sum_j e^{s_j}$$

        For one class $a$, $t_a = 1$ and all others 0, this is $L = -s_a + \\log \\sum_j e^{s_j}$.
        The first term has $s_k$ once, with the factor $-t_k$; the second by the chain rule:

        $$\\frac{\\partial L}{\\partial s_k}
            = -t_k + \\frac{1}{\\sum_j e^{s_j}} \\frac{\\partial}{\\partial s_k} \\sum_j e^{s_j}
            = \\frac{e^{s_k}}{\\sum_j e^{s_j}} - t_k$$

        With $p = \\mathrm{softmax}(s)$ the gradient is $p - t$. A batch takes the mean over its $N$
        samples, so that its gradient carries $1/N$.
        """
        + settingsDerivation();
  }

  private String settingsDerivation() {
    if (labelSmoothing == 0 && classWeights.isEmpty()) {
      return "";
    }
    return """

        Here label smoothing is $\\varepsilon = %s$ and the class weights are $w = %s$: in place of
        $t_k$ stands $q_k = w_k \\left((1 - \\varepsilon) t_k + \\varepsilon / C\\right)$, whose sum
        need not be 1. So $L = -\\sum_i q_i s_i + \\left(\\sum_i q_i\\right) \\log \\sum_j e^{s_j}$ and

        $$\\frac{\\partial L}{\\partial s_k} = \\Big(\\sum_i q_i\\Big) p_k - q_k$$

        The mean of labelled samples divides by $\\sum_n w_{a_n}$, the weights of their classes.
        """
        .formatted(labelSmoothing, classWeights.isEmpty() ? "(1, ..., 1)" : classWeights);
  }
}
