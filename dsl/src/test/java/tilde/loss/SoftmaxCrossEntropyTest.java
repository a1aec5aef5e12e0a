package tilde.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Shape;

class SoftmaxCrossEntropyTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  // ---- PyTorch

  /** All cases but that of a single class, which is refused here. */
  static List<Golden> goldens() {
    return Golden.cases("softmax_ce").stream()
        .filter(golden -> golden.shape("logits")[1] > 1)
        .toList();
  }

  /** The loss within 1e-9 of PyTorch's float64, relative; the gradient, a float, within 1e-7. */
  @ParameterizedTest
  @MethodSource("goldens")
  void isThatOfPyTorch(Golden golden) {
    int samples = golden.shape("logits")[0];
    int classes = golden.shape("logits")[1];
    Targets t = targets(golden, classes);
    double mean = 0;
    for (int n = 0; n < samples; n++) {
      float[] s = Arrays.copyOfRange(golden.floats("logits"), n * classes, n * classes + classes);
      double loss = LOSS.forward(s, t, n);
      assertThat(loss).isFinite();
      assertClose(loss, golden.doubles("losses")[n]);
      mean += loss / samples;
      float[] ds = new float[classes];
      LOSS.backward(s, t, n, 1.0 / samples, ds);
      double[] p = SoftmaxCrossEntropy.softmax(s);
      for (int k = 0; k < classes; k++) {
        int at = n * classes + k;
        assertThat((double) ds[k]).isCloseTo(golden.doubles("dlogits")[at], within(1e-7));
        assertThat(p[k]).isCloseTo(golden.doubles("probabilities")[at], within(1e-12));
      }
    }
    assertClose(mean, golden.number("loss"));
  }

  private static Targets targets(Golden golden, int classes) {
    if (golden.entries().has("labels")) {
      return Targets.ofLabels(golden.ints("labels"), classes);
    }
    float[] values = golden.floats("targets");
    float[][] rows = new float[values.length / classes][];
    Arrays.setAll(rows, n -> Arrays.copyOfRange(values, n * classes, (n + 1) * classes));
    return Targets.ofDistributions(rows);
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }

  // ---- any finite scores

  /** Scores with a target for them. */
  record Sample(float[] s, float[] t, int label) {
    Targets distribution() {
      return Targets.ofDistributions(new float[][] {t});
    }

    @Override
    public String toString() {
      return "scores " + Arrays.toString(s) + ", target " + Arrays.toString(t) + ", label " + label;
    }
  }

  @Provide
  Arbitrary<Sample> ofAnySize() {
    return samples(
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.floats().between(-10, 10)),
            Tuple.of(1, Arbitraries.floats().between(-Float.MAX_VALUE, Float.MAX_VALUE)),
            Tuple.of(1, Arbitraries.of(3e38f, -3e38f, Float.MAX_VALUE, -Float.MAX_VALUE, 0f))));
  }

  @Provide
  Arbitrary<Sample> moderate() {
    return samples(Arbitraries.floats().between(-10, 10));
  }

  private static Arbitrary<Sample> samples(Arbitrary<Float> scores) {
    Arbitrary<Integer> parts =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0)), Tuple.of(2, Arbitraries.integers().between(1, 100)));
    return Arbitraries.integers()
        .between(2, 12)
        .flatMap(
            classes ->
                Combinators.combine(
                        scores.array(float[].class).ofSize(classes),
                        parts.array(int[].class).ofSize(classes),
                        Arbitraries.integers().between(0, classes - 1))
                    .as((s, counts, label) -> new Sample(s, shares(counts, label), label)));
  }

  /** Probabilities that sum to 1, some of them 0; all on one class if there is nothing to share. */
  private static float[] shares(int[] counts, int label) {
    int sum = Arrays.stream(counts).sum();
    float[] shares = new float[counts.length];
    for (int k = 0; k < counts.length; k++) {
      shares[k] = sum == 0 ? (k == label ? 1 : 0) : (float) counts[k] / sum;
    }
    return shares;
  }

  @Property(tries = 1000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void isFiniteForAllFiniteScores(@ForAll("ofAnySize") Sample one) {
    for (Targets t : List.of(one.distribution(), label(one))) {
      assertThat(LOSS.forward(one.s, t, 0)).isFinite().isGreaterThanOrEqualTo(0);
      double sum = 0;
      for (float d : gradient(one.s, t, 1)) {
        assertThat(d).isBetween(-1f, 1f);
        sum += d;
      }
      assertThat(sum).isCloseTo(0, within(1e-6)); // softmax and target both sum to 1
    }
  }

  @Property(tries = 500, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void labelsAndOneHotDistributionsGiveEqualBits(@ForAll("ofAnySize") Sample one) {
    float[] oneHot = new float[one.s.length];
    oneHot[one.label] = 1;
    Targets rows = Targets.ofDistributions(new float[][] {oneHot});
    assertThat(rows.label(0)).isEqualTo(one.label);
    assertThat(Double.doubleToRawLongBits(LOSS.forward(one.s, label(one), 0)))
        .isEqualTo(Double.doubleToRawLongBits(LOSS.forward(one.s, rows, 0)));
    float[] byLabel = gradient(one.s, label(one), 0.25);
    float[] byRow = gradient(one.s, rows, 0.25);
    for (int k = 0; k < byRow.length; k++) {
      assertThat(Float.floatToRawIntBits(byLabel[k])).isEqualTo(Float.floatToRawIntBits(byRow[k]));
    }
  }

  @Property(tries = 500, seed = "3", edgeCases = EdgeCasesMode.NONE)
  void agreesWithTheReference(@ForAll("moderate") Sample one) {
    for (Targets t : List.of(one.distribution(), label(one))) {
      double[] wide = wide(one.s);
      assertThat(LOSS.forward(one.s, t, 0)).isCloseTo(LOSS.reference(wide, t, 0), within(1e-5));
      float[] ds = gradient(one.s, t, 0.5);
      double[] expected = LOSS.referenceGradient(wide, t, 0, 0.5);
      for (int k = 0; k < ds.length; k++) {
        assertThat((double) ds[k]).isCloseTo(expected[k], within(1e-7));
      }
    }
  }

  @Property(tries = 500, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void referenceGradientIsThatOfCentralDifferences(@ForAll("moderate") Sample one) {
    double h = 1e-5;
    Targets t = label(one);
    double[] s = wide(one.s);
    double[] ds = LOSS.referenceGradient(s, t, 0, 1);
    for (int k = 0; k < s.length; k++) {
      double value = s[k];
      s[k] = value + h;
      double above = LOSS.reference(s, t, 0);
      s[k] = value - h;
      double below = LOSS.reference(s, t, 0);
      s[k] = value;
      double numeric = (above - below) / (2 * h);
      double scale = Math.max(1e-3, Math.max(Math.abs(ds[k]), Math.abs(numeric)));
      assertThat(Math.abs(ds[k] - numeric) / scale).isLessThan(1e-6);
    }
  }

  @Test
  void firstLossOfEqualScoresIsTheLogarithmOfTheClasses() {
    Targets t = Targets.ofLabels(new int[] {3}, 10);
    assertThat(LOSS.forward(new float[10], t, 0)).isCloseTo(Math.log(10), within(1e-15));
  }

  @Test
  void scoresThatAreNotFiniteGiveALossThatIsNotEither() {
    Targets t = Targets.ofLabels(new int[] {0}, 3);
    assertThat(LOSS.forward(new float[] {1, Float.NaN, 2}, t, 0)).isNaN();
    assertThat(LOSS.forward(new float[] {1, Float.POSITIVE_INFINITY, 2}, t, 0)).isNaN();
  }

  @Test
  void scoresOfOtherShapesAreRefused() {
    LOSS.checkScores(Shape.of(2));
    assertThatThrownBy(() -> LOSS.checkScores(Shape.of(8, 6, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "softmaxCE needs one score a class, (classes), got (8, 6, 6): put a dense layer with"
                + " one unit a class before it, e.g. dense(10).softmaxCE()");
    assertThatThrownBy(() -> LOSS.checkScores(Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "softmaxCE needs at least 2 classes, got (1): for yes or no use dense(2), one unit for"
                + " each answer");
  }

  private static Targets label(Sample one) {
    return Targets.ofLabels(new int[] {one.label}, one.s.length);
  }

  private static float[] gradient(float[] s, Targets t, double scale) {
    float[] ds = new float[s.length];
    LOSS.backward(s, t, 0, scale, ds);
    return ds;
  }

  private static double[] wide(float... s) {
    double[] wide = new double[s.length];
    Arrays.setAll(wide, k -> s[k]);
    return wide;
  }
}
