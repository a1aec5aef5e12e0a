package tilde.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Shape;
import tilde.random.Keyed;

/** What all losses have in common, each with every kind of target that it knows. */
class LossContractTest {
  private static final int SAMPLES = 40;
  private static final int OUTPUTS = 4;
  private static final SoftmaxCrossEntropy BOTH =
      new SoftmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 0.5, 3, 7);

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments(new SoftmaxCrossEntropy(), labels()),
        arguments(new SoftmaxCrossEntropy(), distributions()),
        arguments(new SoftmaxCrossEntropy().labelSmoothing(0.25), labels()),
        arguments(new SoftmaxCrossEntropy().classWeights(1, 0.5, 3, 7), distributions()),
        arguments(BOTH, labels()),
        arguments(BOTH, distributions()),
        arguments(new SigmoidCrossEntropy(), labels()),
        arguments(new SigmoidCrossEntropy(), values(0, 1)),
        arguments(new MeanSquaredError(), labels()),
        arguments(new MeanSquaredError(), values(-3, 3)),
        arguments(new Hinge(), labels()));
  }

  private static Targets labels() {
    Keyed key = Keyed.of(1);
    return Targets.ofLabels(
        IntStream.range(0, SAMPLES).map(n -> key.below(n, OUTPUTS)).toArray(), OUTPUTS);
  }

  private static Targets distributions() {
    float[][] rows = rows(2, 0, 1);
    for (float[] row : rows) {
      float sum = row[0] + row[1] + row[2] + row[3];
      for (int k = 0; k < OUTPUTS; k++) {
        row[k] /= sum;
      }
    }
    return Targets.ofDistributions(rows);
  }

  private static Targets values(double from, double to) {
    return Targets.ofValues(rows(3, from, to));
  }

  /** Uniform between the bounds. */
  private static float[][] rows(long seed, double from, double to) {
    Keyed key = Keyed.of(seed);
    float[][] rows = new float[SAMPLES][OUTPUTS];
    for (int i = 0; i < SAMPLES * OUTPUTS; i++) {
      rows[i / OUTPUTS][i % OUTPUTS] = (float) (from + (to - from) * key.uniform(i));
    }
    return rows;
  }

  private static double[] wide(float... s) {
    return IntStream.range(0, s.length).mapToDouble(k -> s[k]).toArray();
  }

  private static float[] gradient(Loss loss, float[] s, Targets t, int n, double scale) {
    float[] ds = new float[s.length];
    Arrays.fill(ds, 99);
    loss.backward(s, t, n, scale, ds);
    return ds;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fastAgreesWithTheReference(Loss loss, Targets t) {
    loss.checkTargets(t);
    float[][] scores = rows(4, -4, 4);
    for (int n = 0; n < SAMPLES; n++) {
      double[] s = wide(scores[n]);
      assertThat(loss.forward(scores[n], t, n)).isCloseTo(loss.reference(s, t, n), within(1e-12));
      double[] ds = wide(gradient(loss, scores[n], t, n, 0.5));
      assertThat(ds).containsExactly(loss.referenceGradient(s, t, n, 0.5), within(1e-6));
    }
  }

  /**
   * MATH.md, part F.2: where +h and -h take different branches, there is a kink and no gradient.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void referenceGradientIsThatOfCentralDifferences(Loss loss, Targets t) {
    double h = 1e-5;
    int kinks = 0;
    for (int n = 0; n < SAMPLES; n++) {
      double[] s = wide(rows(5, -4, 4)[n]);
      double[] ds = loss.referenceGradient(s, t, n, 1);
      for (int k = 0; k < OUTPUTS; k++) {
        double[] above = s.clone();
        double[] below = s.clone();
        above[k] += h;
        below[k] -= h;
        kinks += loss.branch(above, t, n) == loss.branch(below, t, n) ? 0 : 1;
        double numeric = (loss.reference(above, t, n) - loss.reference(below, t, n)) / (2 * h);
        double scale = Math.max(1e-3, Math.max(Math.abs(ds[k]), Math.abs(numeric)));
        assertThat(Math.abs(ds[k] - numeric) / scale).isLessThan(1e-6);
      }
    }
    assertThat(kinks).isZero();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossIsFiniteForAllFiniteScoresAndNaNForNaN(Loss loss, Targets t) {
    float max = Float.MAX_VALUE;
    for (float[] s : new float[][] {{max, -max, 0, 3e38f}, {max, max, max, max}, {-max, 0, 1, 2}}) {
      for (int n = 0; n < SAMPLES; n++) {
        assertThat(loss.forward(s, t, n)).isFinite().isNotNegative();
      }
    }
    float[] unknown = {1, Float.NaN, 2, 3};
    assertThat(loss.forward(unknown, t, 0)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivationNamesItsSymbolsAndItsResult(Loss loss, Targets t) {
    assertThat(loss.derivation())
        .contains("$$L = ", "s_k", "$t", "\\frac{\\partial L}{\\partial s_k}", "batch", "mean")
        .doesNotContain("%");
    long dollars = loss.derivation().chars().filter(c -> c == '$').count();
    assertThat(dollars % 2).as("formulas that are not closed").isZero();
  }

  @Test
  void derivationsEndWithTheGradient() {
    assertThat(new SoftmaxCrossEntropy().derivation())
        .contains("= \\frac{e^{s_k}}{\\sum_j e^{s_j}} - t_k$$")
        .doesNotContain("smoothing");
    assertThat(BOTH.derivation())
        .contains("$\\varepsilon = 0.1$", "$w = [1.0, 0.5, 3.0, 7.0]$", "p_k - q_k$$");
    assertThat(new SoftmaxCrossEntropy().labelSmoothing(0.1).derivation())
        .contains("$w = (1, ..., 1)$");
    assertThat(new SigmoidCrossEntropy().derivation()).contains("= \\frac{p_k - t_k}{C}$$");
    assertThat(new MeanSquaredError().derivation()).contains("= \\frac{2}{C} (s_k - t_k)$$");
    assertThat(new Hinge().derivation()).contains("= -\\frac{1}{C} \\sum_{i \\neq a} m_i$$");
  }

  // ---- PyTorch

  static List<Golden> goldens() {
    return Golden.cases("losses");
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isThatOfPyTorch(Golden golden) {
    Loss loss = loss(golden);
    int samples = golden.shape("scores")[0];
    float[] scores = golden.floats("scores");
    int outputs = scores.length / samples;
    Targets t = targets(golden, loss, outputs);
    double weight = loss.weight(t, IntStream.range(0, samples).toArray());
    double mean = 0;
    for (int n = 0; n < samples; n++) {
      float[] s = Arrays.copyOfRange(scores, n * outputs, (n + 1) * outputs);
      mean += loss.forward(s, t, n) / weight;
      double[] ds = wide(gradient(loss, s, t, n, 1 / weight));
      for (int k = 0; k < outputs; k++) {
        double expected = golden.doubles("dscores")[n * outputs + k];
        assertThat(ds[k]).isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
      }
    }
    double expected = golden.number("loss");
    assertThat(mean).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
  }

  private static Loss loss(Golden golden) {
    boolean smooth = golden.entries().has("label_smoothing");
    boolean weighted = golden.entries().has("weight");
    return switch (golden.text("kind")) {
      case "softmaxCE" ->
          new SoftmaxCrossEntropy()
              .labelSmoothing(smooth ? golden.number("label_smoothing") : 0)
              .classWeights(weighted ? golden.doubles("weight") : new double[0]);
      case "sigmoidCE" -> new SigmoidCrossEntropy();
      case "mse" -> new MeanSquaredError();
      default -> new Hinge();
    };
  }

  private static Targets targets(Golden golden, Loss loss, int outputs) {
    if (golden.entries().has("labels")) {
      return Targets.ofLabels(golden.ints("labels"), outputs);
    }
    float[] values = golden.floats("targets");
    float[][] rows = new float[values.length / outputs][];
    Arrays.setAll(rows, n -> Arrays.copyOfRange(values, n * outputs, (n + 1) * outputs));
    return loss.targets(rows);
  }

  // ---- what follows from the equations

  @Test
  void firstLossOfZerosIsKnown() {
    Targets t = Targets.ofLabels(new int[] {3}, 10);
    float[] zeros = new float[10];
    assertThat(new SoftmaxCrossEntropy().forward(zeros, t, 0)).isEqualTo(StrictMath.log(10));
    assertThat(new SoftmaxCrossEntropy().labelSmoothing(0.1).forward(zeros, t, 0))
        .isCloseTo(Math.log(10), within(1e-12));
    assertThat(new SigmoidCrossEntropy().forward(zeros, t, 0))
        .isCloseTo(Math.log(2), within(1e-12));
    assertThat(new MeanSquaredError().forward(zeros, t, 0)).isEqualTo(0.1);
    assertThat(new Hinge().forward(zeros, t, 0)).isEqualTo(0.9);
  }

  @Test
  void settingsThatChangeNothingChangeNoBit() {
    Loss plain = new SoftmaxCrossEntropy();
    Loss ones = new SoftmaxCrossEntropy().labelSmoothing(0).classWeights(1, 1, 1, 1);
    for (int n = 0; n < SAMPLES; n++) {
      float[] s = rows(6, -9, 9)[n];
      assertThat(ones.forward(s, labels(), n)).isEqualTo(plain.forward(s, labels(), n));
      assertThat(gradient(ones, s, labels(), n, 0.1))
          .isEqualTo(gradient(plain, s, labels(), n, 0.1));
    }
  }

  @Test
  void aHingeIsFlatAtItsKink() {
    Targets t = Targets.ofLabels(new int[] {0}, 2);
    assertThat(gradient(new Hinge(), new float[] {1, 0}, t, 0, 1)).containsExactly(0, 0);
    assertThat(gradient(new Hinge(), new float[] {1, 0.25f}, t, 0, 1)).containsExactly(-0.5f, 0.5f);
    assertThat(new Hinge().branch(new double[] {1, -1e-6}, t, 0))
        .isNotEqualTo(new Hinge().branch(new double[] {1, 1e-6}, t, 0));
  }

  @Test
  void onlyLabelledSamplesWeighAsTheirClass() {
    Targets labels = Targets.ofLabels(new int[] {3, 1}, 4);
    Targets rows = Targets.ofDistributions(new float[][] {{0, 0, 0, 1}, {0, 1, 0, 0}});
    assertThat(BOTH.weight(labels, 0)).isEqualTo(7);
    assertThat(BOTH.weight(labels, new int[] {0, 1, 1})).isEqualTo(8);
    assertThat(BOTH.weight(rows, 0)).isEqualTo(1);
    assertThat(new Hinge().weight(labels, new int[] {0, 1})).isEqualTo(2);
  }

  @Test
  void accuracyIsWhatTheScoresSay() {
    Targets label = Targets.ofLabels(new int[] {1}, 3);
    float[] right = {0, 2, 2};
    float[] wrong = {2, 2, 0};
    for (Loss loss : List.of(new SoftmaxCrossEntropy(), new Hinge())) {
      assertThat(loss.accuracy(right, label, 0)).isEqualTo(1); // the first of equal scores
      assertThat(loss.accuracy(wrong, label, 0)).isZero();
    }
    Targets several = Targets.ofValues(new float[][] {{1, 0, 0.75f, 0.5f}});
    assertThat(new SigmoidCrossEntropy().accuracy(new float[] {3, -1, -2, 0}, several, 0))
        .isEqualTo(0.75); // 0 is not above 0.5, neither as a score nor as a target
    assertThat(new MeanSquaredError().accuracy(right, label, 0)).isNaN();
  }

  @Test
  void probabilitiesAreThereWhereTheScoresStandForThem() {
    float[] s = {0, (float) Math.log(3)};
    assertThat(new SoftmaxCrossEntropy().probabilities(s).orElseThrow())
        .containsExactly(new double[] {0.25, 0.75}, within(1e-7));
    assertThat(new SigmoidCrossEntropy().probabilities(s).orElseThrow())
        .containsExactly(new double[] {0.5, 0.75}, within(1e-7));
    float[] far = {-Float.MAX_VALUE, Float.MAX_VALUE};
    assertThat(new SigmoidCrossEntropy().probabilities(far).orElseThrow()).containsExactly(0, 1);
    assertThat(new MeanSquaredError().probabilities(s)).isEmpty();
    assertThat(new Hinge().probabilities(s)).isEmpty();
  }

  // ---- messages

  @Test
  void scoresOfOtherShapesAreRefused() {
    new MeanSquaredError().checkScores(Shape.of(1, 2, 3));
    new SigmoidCrossEntropy().checkScores(Shape.of(1));
    new Hinge().checkScores(Shape.of(2));
    BOTH.checkScores(Shape.of(4));
    assertRefused(
        () -> new SigmoidCrossEntropy().checkScores(Shape.of(1, 2, 3)),
        "sigmoidCE needs one score a label, (labels), got (1, 2, 3): put a dense layer with one unit"
            + " a label before it, e.g. dense(5).sigmoidCE()");
    for (Shape shape : List.of(Shape.of(1), Shape.of(4, 2, 3))) {
      assertRefused(
          () -> new Hinge().checkScores(shape),
          "hinge needs one score a class, of at least 2 classes, got "
              + shape
              + ": put a dense layer with one unit a class before it, e.g. dense(10).hinge()");
    }
    assertRefused(
        () -> BOTH.checkScores(Shape.of(3)),
        "softmaxCE has 4 class weights, but the last layer gives 3 scores: give one weight a class");
  }

  @Test
  void targetsOfOtherKindsAreRefused() {
    float[][] rows = {{0.5f, 0.5f}, {2, 0}};
    Targets values = Targets.ofValues(rows);
    assertRefused(
        () -> new SoftmaxCrossEntropy().checkTargets(values),
        "softmaxCE needs a class or a distribution over the classes for each sample, got numbers:"
            + " end the network with mse() for numbers, or sigmoidCE() for several labels");
    assertRefused(
        () -> new SigmoidCrossEntropy().checkTargets(values),
        "sigmoidCE needs targets in 0..1, got 2.0 for label 0 of sample 1: 1 is yes, 0 is no");
    String onlyLabels =
        "hinge needs one class for each sample, got rows of numbers: give labels, or end the"
            + " network with softmaxCE() for distributions or mse() for numbers";
    assertRefused(() -> new Hinge().checkTargets(values), onlyLabels);
    assertRefused(() -> new Hinge().checkTargets(distributions()), onlyLabels);
    assertRefused(() -> new Hinge().targets(rows), onlyLabels);
    assertRefused(
        () -> new SoftmaxCrossEntropy().targets(rows),
        "distribution 1 sums to 2.0, not to 1: divide it by its sum");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    for (double share : new double[] {-0.1, 1, Double.NaN}) {
      assertRefused(
          () -> new SoftmaxCrossEntropy().labelSmoothing(share),
          "softmaxCE: labelSmoothing must be at least 0 and below 1, got "
              + share
              + ", usual is 0.1");
    }
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          () -> new SoftmaxCrossEntropy().classWeights(1, weight),
          "softmaxCE: each class weight must be positive and finite, got [1.0, " + weight + "]");
    }
  }

  private static void assertRefused(Runnable what, String message) {
    assertThatThrownBy(what::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
