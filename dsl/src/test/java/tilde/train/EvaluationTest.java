package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Golden;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.loss.Hinge;
import tilde.loss.Loss;
import tilde.loss.MeanSquaredError;
import tilde.loss.SigmoidCrossEntropy;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;

/** What an evaluation counts, compared with NumPy. */
class EvaluationTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  private static Evaluation evaluation(String name, Loss loss) {
    Golden golden = Golden.named("metrics", name);
    int outputs = golden.shape("scores")[1];
    return Evaluation.of(golden.floats("scores"), targets(golden, outputs), loss);
  }

  private static Targets targets(Golden golden, int outputs) {
    if (golden.entries().has("labels")) {
      return Targets.ofLabels(golden.ints("labels"), outputs);
    }
    float[] values = golden.floats("targets");
    float[][] rows = new float[values.length / outputs][];
    Arrays.setAll(rows, n -> Arrays.copyOfRange(values, n * outputs, (n + 1) * outputs));
    return Targets.ofValues(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 classes", "rare classes"})
  void classesAreCountedAsInNumPy(String name) {
    Golden golden = Golden.named("metrics", name);
    Evaluation found = evaluation(name, new SoftmaxCrossEntropy());
    int classes = golden.shape("scores")[1];
    assertThat(found.samples()).isEqualTo(golden.shape("scores")[0]);
    assertThat(Arrays.stream(found.confusion()).flatMapToInt(Arrays::stream).toArray())
        .isEqualTo(golden.ints("confusion"));
    for (int k = 1; k <= classes; k++) {
      assertThat(found.topK(k)).isCloseTo(golden.doubles("topk")[k - 1], CLOSE);
    }
    assertThat(found.topK(1)).isEqualTo(found.accuracy());
    assertShares(golden, found);
    assertThat(found.lossPerClass()).containsExactly(golden.doubles("loss_per_class"), CLOSE);
    Calibration calibration = found.calibration();
    assertThat(bins(calibration, Calibration.Bin::count)).isEqualTo(golden.doubles("bin_count"));
    assertThat(bins(calibration, Calibration.Bin::confidence))
        .containsExactly(golden.doubles("bin_confidence"), CLOSE);
    assertThat(bins(calibration, Calibration.Bin::accuracy))
        .containsExactly(golden.doubles("bin_accuracy"), CLOSE);
    assertThat(calibration.error()).isCloseTo(golden.number("ece"), CLOSE);
    assertThat(calibration.toString()).matches("calibration error 0\\.\\d{4} over 15 bins");
  }

  private static double[] bins(Calibration of, ToDoubleFunction<Calibration.Bin> value) {
    return of.bins().stream().mapToDouble(value).toArray();
  }

  private static void assertShares(Golden golden, Evaluation found) {
    assertThat(shares(found, Counts::precision))
        .containsExactly(golden.doubles("precision"), CLOSE);
    assertThat(shares(found, Counts::recall)).containsExactly(golden.doubles("recall"), CLOSE);
    assertThat(shares(found, Counts::f1)).containsExactly(golden.doubles("f1"), CLOSE);
    assertThat(found.macroPrecision()).isCloseTo(golden.number("macro_precision"), CLOSE);
    assertThat(found.macroRecall()).isCloseTo(golden.number("macro_recall"), CLOSE);
    assertThat(found.macroF1()).isCloseTo(golden.number("macro_f1"), CLOSE);
  }

  private static double[] shares(Evaluation found, ToDoubleFunction<Counts> share) {
    return found.counts().stream().mapToDouble(share).toArray();
  }

  @Test
  void labelsAreCountedAsInNumPy() {
    Golden golden = Golden.named("metrics", "labels");
    Evaluation found = evaluation("labels", new SigmoidCrossEntropy());
    assertThat(found.accuracy()).isCloseTo(golden.number("accuracy"), CLOSE);
    assertShares(golden, found);
    assertThat(found.counts())
        .allMatch(c -> c.support() + c.falsePositives() + c.trueNegatives() == 20);
  }

  @Test
  void errorsAreThoseOfNumPy() {
    Golden golden = Golden.named("metrics", "numbers");
    Evaluation found = evaluation("numbers", new MeanSquaredError());
    assertThat(found.rmse()).isCloseTo(golden.number("rmse"), CLOSE);
    assertThat(found.meanAbsoluteError()).isCloseTo(golden.number("mae"), CLOSE);
    assertThat(found.loss()).isCloseTo(found.rmse() * found.rmse(), CLOSE);
    assertThat(found.accuracy()).isNaN();
  }

  @Test
  void ofEqualScoresTheFirstComesFirst() {
    Targets last = Targets.ofLabels(new int[] {2}, 3);
    Evaluation found = Evaluation.of(new float[] {1, 1, 1}, last, new Hinge());
    assertThat(found.topK(2)).isZero();
    assertThat(found.topK(3)).isEqualTo(1);
    assertThat(found.confusion()[2]).containsExactly(1, 0, 0);
  }

  @Test
  void theMeanDividesByTheWeights() {
    Loss plain = new SoftmaxCrossEntropy();
    Loss weighted = new SoftmaxCrossEntropy().classWeights(1, 3);
    Targets t = Targets.ofLabels(new int[] {0, 1}, 2);
    float[] scores = {2, 0, 1, 0};
    double[] each = Evaluation.of(scores, t, plain).lossPerClass();
    Evaluation found = Evaluation.of(scores, t, weighted);
    assertThat(found.loss()).isCloseTo((each[0] + 3 * each[1]) / 4, CLOSE);
    assertThat(found.lossPerClass()).containsExactly(each, CLOSE); // whatever a class weighs
    assertThat(found.accuracy()).isEqualTo(0.5);
  }

  @Test
  void aShareOfNothingIsZeroAndNoPartOfTheMean() {
    Targets t = Targets.ofLabels(new int[] {0, 0}, 3);
    Evaluation found = Evaluation.of(new float[] {1, 0, 0, 0, 1, 0}, t, new Hinge());
    assertThat(shares(found, Counts::precision)).containsExactly(1, 0, 0);
    assertThat(shares(found, Counts::recall)).containsExactly(0.5, 0, 0);
    assertThat(found.macroPrecision()).isEqualTo(0.5); // class 2 neither occurs nor is said
    assertThat(found.counts().get(0).confusion()).isDeepEqualTo(new int[][] {{0, 0}, {1, 1}});
    assertThat(found.lossPerClass()[1]).isNaN();
  }

  /** Slices of a batch, with weights that differ, give the mean of the whole. */
  @Test
  void theGradientOfABatchDividesByItsWeights() {
    Examples data = Nets.random(20);
    Loss loss = new SoftmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 5, 0.25);
    Learner learner = new Learner(Nets.deeper(), loss, Engine.chosen(), 0);
    assertThat(learner.gradients(data).loss()).isCloseTo(learner.evaluate(data).loss(), CLOSE);
    TrainingSettings settings = new TrainingSettings(1, 7, new Sgd(1e-30, 0, false), 1, 2);
    TrainingLog log = learner.train(settings, data, null, Nets.silent());
    // nothing moved, so the epoch's mean over unequal batches is the mean of all samples
    assertThat(log.epochs().get(0).loss()).isCloseTo(learner.evaluate(data).loss(), CLOSE);
  }

  @Test
  void numbersAndLabelsAreLearnt() {
    float[][] rows = new float[20][];
    Arrays.setAll(rows, n -> new float[] {n % 2, n % 3 == 0 ? 1 : 0, n < 10 ? 1 : 0});
    Examples random = Nets.random(20);
    Examples data = new Examples(Shape.of(2, 9, 7), random.x(), Targets.ofValues(rows));
    for (Loss loss : List.of(new SigmoidCrossEntropy(), new MeanSquaredError())) {
      Learner learner = new Learner(Nets.deeper(), loss, Engine.chosen(), 0);
      double before = learner.evaluate(data).loss();
      TrainingSettings settings = new TrainingSettings(200, 10, new Adam(1e-2), 1, 2);
      TrainingLog log = learner.train(settings, data, null, Nets.silent());
      assertThat(learner.evaluate(data).loss()).isLessThan(before / 10);
      double accuracy = log.epochs().get(199).accuracy();
      assertThat(Double.isNaN(accuracy)).isEqualTo(loss instanceof MeanSquaredError);
    }
  }

  @Test
  void whatALossDoesNotOfferIsNamedWithWhatItDoes() {
    Evaluation classes = evaluation("5 classes", new Hinge());
    Evaluation labels = evaluation("labels", new SigmoidCrossEntropy());
    Evaluation numbers = evaluation("numbers", new MeanSquaredError());
    assertRefused(
        () -> numbers.topK(3),
        "topK: needs a loss for classes, but that of this model is for numbers: ask for one of loss,"
            + " rmse, meanAbsoluteError");
    assertRefused(
        numbers::macroF1,
        "precision, recall and f1: needs a loss for classes or labels, but that of this model is for"
            + " numbers: ask for one of loss, rmse, meanAbsoluteError");
    assertRefused(
        labels::confusion,
        "confusion: needs a loss for classes, but that of this model is for labels: ask for one of"
            + " accuracy, precision, recall, f1");
    assertRefused(
        classes::rmse,
        "rmse: needs a loss for numbers, but that of this model is for classes: ask for one of"
            + " accuracy, confusion, topK, precision, recall, f1");
    assertRefused(
        () -> evaluation("5 classes", new SoftmaxCrossEntropy()).meanAbsoluteError(),
        "meanAbsoluteError: needs a loss for numbers, but that of this model is for classes: ask for"
            + " one of accuracy, confusion, topK, precision, recall, f1, calibration");
    assertRefused(
        classes::calibration,
        "calibration needs probabilities, which the scores of this loss are not: end the network"
            + " with softmaxCE()");
    assertThatThrownBy(() -> classes.topK(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topK: k must be from 1 to the 5 classes, got 6");
  }

  private static void assertRefused(Runnable asked, String message) {
    assertThatThrownBy(asked::run).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }
}
