package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.sgd;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.chart.Chart;
import tilde.output.Host;

/** What a model can be asked, and what it may be told. */
class ModelTest {
  private static final Dataset FEW = digits().take(60);

  private Host.Use use;

  @BeforeEach
  void keepTheLogQuiet() {
    use = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Model trained() {
    Model model = net().conv(3, 3).relu().dense(10).softmaxCE();
    model.train(FEW).epochs(6).batchSize(10).optimizer(Tilde.adam(0.01)).run();
    return model;
  }

  /** Two scores from two features, {@code s = W x + b} with numbers that can be followed. */
  private static Model byHand() {
    Model model = net(2).dense(2).softmaxCE();
    model.setParameters(
        Map.of("dense1.w", tensor(new double[][] {{1, 2}, {0, -1}}), "dense1.b", tensor(0.5, 0)));
    return model;
  }

  @Test
  void aRefusedTrainingTeachesNoNames() {
    Tensor x = zeros(4, 2);
    Model model = net(2).dense(3).softmaxCE();
    model.train(Dataset.of(x, new int[] {0, 1, 0, 1}, List.of("cat", "dog"))).epochs(1).run();
    Dataset numbered = Dataset.of(x, 0, 1, 0, 1);
    assertThatThrownBy(() -> model.train(numbered).earlyStopping(2).run())
        .hasMessageContaining("earlyStopping");
    assertThat(model.evaluate(numbered).classNames()).containsExactly("cat", "dog", "2");
    String name = "x".repeat(100);
    model.train(Dataset.of(x, new int[4], List.of(name, name, name))).epochs(1).run();
    assertThat(model.predict(x.at(0)).toString()).matches("x+\\.\\.\\. \\(.* %\\)").hasSize(80);
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheScores() {
    Tensor p = byHand().probabilities(tensor(new double[][] {{1, -1}, {0, 0.25}}));
    assertThat(p.shape()).containsExactly(2, 2);
    // scores (1 - 2 + 0.5, 1) and (0.5 + 0.5, -0.25)
    assertThat(p.get(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(1.5))), within(1e-6f));
    assertThat(p.get(1, 0)).isCloseTo((float) (1 / (1 + Math.exp(-1.25))), within(1e-6f));
  }

  @Test
  void probabilitiesSumToOne() {
    Tensor p = trained().probabilities(FEW.images());
    assertThat(p.shape()).containsExactly(60, 10);
    for (float sum : p.sum(1).toArray()) {
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
    assertThat(p.min()).isNotNegative();
  }

  @Test
  void aBatchIsAnsweredSampleBySample() {
    Model model = trained();
    Predictions all = model.predict(FEW.images());
    assertThat(all.size()).isEqualTo(60);
    for (int i : new int[] {0, 17, 59}) {
      Predictions one = model.predict(FEW.image(i));
      assertThat(one.size()).isEqualTo(1);
      assertThat(one.label()).isEqualTo(all.labels()[i]);
      assertThat(one.probabilities()).isEqualTo(all.probabilities().slice(0, i, i + 1));
      assertThat(one.probability()).isEqualTo(one.probabilities().max());
    }
    assertThat(all.label()).isEqualTo(all.labels()[0]);
    assertThat(all.labels()).isEqualTo(all.probabilities().argmax(1));
  }

  @Test
  void theAnswerHasTheNamesOfTheClasses() {
    Dataset pets = Dataset.of(randn(1, 2, 3), new int[] {0, 1}, List.of("cat", "dog"));
    Model model = net(3).dense(2).softmaxCE();
    assertThat(model.predict(zeros(3)).name()).isEqualTo("0"); // before it has seen names
    model.train(pets).epochs(200).optimizer(sgd(1)).run();
    Predictions both = model.predict(pets.images());
    assertThat(both.names()).containsExactly("cat", "dog");
    assertThat(both).hasToString("2 predictions: cat, dog");
    assertThat(model.predict(pets.image(1)).name()).isEqualTo("dog");
    assertThat(model.predict(pets.image(1)).toString()).matches("dog \\(9\\d\\.\\d %\\)");
    assertThat(model.evaluate(pets).classNames()).containsExactly("cat", "dog");
    assertThat(model.copy().predict(pets.image(1)).name()).isEqualTo("dog");
  }

  @Test
  void manyAnswersAreToldInOneLine() {
    Model model = net(4).dense(2).softmaxCE();
    assertThat(model.predict(zeros(60, 4)))
        .hasToString("60 predictions: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...");
    assertThat(model.predict(zeros(12, 4)))
        .hasToString("12 predictions: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0");
    model.fit(Dataset.of(zeros(1, 4), new int[] {0}, List.of("Tyrannosaurus", "Brontosaurus")));
    assertThat(model.predict(zeros(9, 4)))
        .hasToString(
            "9 predictions: Tyrannosaurus, Tyrannosaurus, Tyrannosaurus, Tyrannosaurus, Ty...");
  }

  @Test
  void evaluationAgreesWithThePredictions() {
    Model model = trained();
    Evaluation found = model.evaluate(FEW);
    Predictions said = model.predict(FEW.images());
    int[][] confusion = new int[10][10];
    double loss = 0;
    int right = 0;
    for (int n = 0; n < FEW.size(); n++) {
      confusion[FEW.label(n)][said.labels()[n]]++;
      loss -= Math.log(said.probabilities().get(n, FEW.label(n)));
      right += said.labels()[n] == FEW.label(n) ? 1 : 0;
    }
    assertThat(found.confusion()).isDeepEqualTo(confusion);
    assertThat(found.accuracy()).isEqualTo(right / 60.0).isGreaterThan(0.5);
    assertThat(found.loss()).isCloseTo(loss / 60, within(1e-5));
    assertThat(found)
        .hasToString(
            String.format(
                Locale.ROOT,
                "accuracy %.1f %%, loss %.4f, 60 samples",
                100 * found.accuracy(),
                found.loss()));
  }

  @Test
  void theConfusionMatrixCountsEverySampleOnce() {
    Dataset.Split parts = digits().take(300).split(0.5);
    int[][] confusion = trained().evaluate(parts.test()).confusion();
    assertThat(Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum()).isEqualTo(150);
    for (int c = 0; c < 10; c++) {
      int row = c;
      assertThat(Arrays.stream(confusion[c]).sum())
          .isEqualTo(Arrays.stream(parts.test().labels()).filter(l -> l == row).count());
    }
  }

  @Test
  void gradientsHaveTheNamesAndTheShapesOfTheParameters() {
    Model model = trained();
    Gradients found = model.gradients(FEW.images(), FEW.labels());
    assertThat(found.names()).containsExactly("conv1.w", "conv1.b", "dense1.w", "dense1.b");
    assertThat(found.names()).isEqualTo(model.parameters().keySet());
    model
        .parameters()
        .forEach((name, w) -> assertThat(found.get(name).shape()).isEqualTo(w.shape()));
    assertThat(found.input().shape()).containsExactly(60, 1, 8, 8);
    assertThat(model.gradients(FEW.image(0), 0).input().shape()).containsExactly(1, 8, 8);
    assertThat(found.loss()).isCloseTo(model.evaluate(FEW).loss(), within(1e-9));
    assertThat(found.toString())
        .matches("Gradients of 4 parameters and the input, loss \\d\\.\\d{4}");
  }

  @Test
  void aGradientIsShownAsAPictureOfItsShape() {
    Chart heatmap = trained().gradients(FEW.images(), FEW.labels()).heatmap("conv1.w");
    assertThat(heatmap.text()).startsWith("dL/d conv1.w (8,1,3,3)\n");
    assertThat(heatmap.png()).hasSizeGreaterThan(1_000);
  }

  @Test
  void gradientsAreThoseOfTheEquations() {
    Tensor x = tensor(1, -1);
    Gradients found = byHand().gradients(x, 1);
    // dL/ds = softmax(s) - t, dL/dW = dL/ds x^T, dL/dx = W^T dL/ds
    Tensor ds = byHand().probabilities(x).at(0).minus(tensor(0, 1));
    Tensor w = byHand().parameter("dense1.w");
    assertClose(found.get("dense1.b"), ds);
    assertClose(found.get("dense1.w"), ds.reshape(2, 1).times(x));
    assertClose(found.input(), w.transpose().matmul(ds));
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.minus(expected).abs().max()).isLessThan(1e-6f);
  }

  @Test
  void aLabelIsTheDistributionThatIsSureOfIt() {
    Model model = trained();
    Tensor sure = Tensor.stack(oneHot(3), oneHot(5));
    Tensor two = FEW.images().take(3, 5);
    Gradients byLabel = model.gradients(two, 3, 5);
    Gradients byDistribution = model.gradients(two, sure);
    for (String name : byLabel.names()) {
      assertThat(byDistribution.get(name)).isEqualTo(byLabel.get(name));
    }
    assertThat(byDistribution.input()).isEqualTo(byLabel.input());
    assertThat(byDistribution.loss()).isEqualTo(byLabel.loss());
  }

  private static Tensor oneHot(int label) {
    double[] t = new double[10];
    t[label] = 1;
    return tensor(t);
  }

  @Test
  void gradientsTellHowTheLossChanges() {
    Model model = trained();
    Gradients found = model.gradients(FEW.images(), FEW.labels());
    for (String name : found.names()) {
      Tensor gradient = found.get(name);
      int steepest = gradient.abs().argmax();
      double above = moved(model, name, steepest, 0.01).evaluate(FEW).loss();
      double below = moved(model, name, steepest, -0.01).evaluate(FEW).loss();
      double expected = gradient.toArray()[steepest];
      assertThat((above - below) / 0.02)
          .as(name)
          .isCloseTo(expected, within(0.02 * Math.abs(expected)));
    }
  }

  /** A copy with one number of one parameter moved. */
  private static Model moved(Model model, String name, int place, double by) {
    float[] numbers = model.parameter(name).toArray();
    numbers[place] += (float) by;
    Model copy = model.copy();
    copy.setParameters(Map.of(name, Tensor.of(numbers, model.parameter(name).shape())));
    return copy;
  }

  @Test
  void theGradientByTheInputTellsHowTheLossChangesToo() {
    Model model = trained();
    Tensor images = FEW.images();
    Tensor gradient = model.gradients(images, FEW.labels()).input();
    int steepest = gradient.abs().argmax();
    double[] loss = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = images.toArray();
      moved[steepest] += side == 0 ? -0.01f : 0.01f;
      loss[side] =
          model.evaluate(Dataset.of(Tensor.of(moved, images.shape()), FEW.labels())).loss();
    }
    double expected = gradient.toArray()[steepest];
    assertThat((loss[1] - loss[0]) / 0.02).isCloseTo(expected, within(0.02 * Math.abs(expected)));
  }

  @Test
  void askingChangesNothing() {
    Model model = trained();
    Map<String, Tensor> weights = model.parameters();
    String history = model.history().batchCsv();
    model.predict(FEW.images());
    model.evaluate(FEW);
    model.gradients(FEW.image(0), 0);
    model.check(FEW.image(0), 0);
    model.summary();
    assertThat(model.parameters()).isEqualTo(weights);
    assertThat(model.history().batchCsv()).isEqualTo(history);
  }

  @Test
  void parametersAreACopyOfThatMoment() {
    Model model = trained();
    Map<String, Tensor> before = model.parameters();
    float[] numbers = before.get("conv1.w").toArray();
    before.get("conv1.w").toArray()[0] = 99;
    assertThatThrownBy(() -> before.put("conv1.w", zeros(8, 1, 3, 3)))
        .isInstanceOf(UnsupportedOperationException.class);
    model.fit(FEW);
    assertThat(before.get("conv1.w").toArray()).isEqualTo(numbers);
    assertThat(model.parameter("conv1.w")).isNotEqualTo(before.get("conv1.w"));
  }

  @Test
  void parametersComeBackAsTheyWereSet() {
    Model model = net(2, 6, 5).conv(3, 2).filters(3).relu().dense(4).softmaxCE();
    Tensor w = randn(1, 3, 2, 3, 2);
    Tensor matrix = randn(2, 4, 48);
    Tensor untouched = model.parameter("conv1.b");
    model.setParameters(Map.of("conv1.w", w, "dense1.w", matrix));
    assertThat(model.parameter("conv1.w")).isEqualTo(w);
    assertThat(model.parameter("dense1.w")).isEqualTo(matrix);
    assertThat(model.parameter("conv1.b")).isEqualTo(untouched);
  }

  @Test
  void parametersThatWereSetAreWhatTrainingStartsFrom() {
    Model model = net(1, 8, 8).dense(10).softmaxCE();
    model.setParameters(Map.of("dense1.w", randn(5, 10, 64)));
    double loss = model.evaluate(FEW).loss();
    History history = model.train(FEW).batchSize(60).epochs(1).seed(9).run();
    assertThat(history.batchLoss()[0]).isCloseTo(loss, within(1e-9));
  }

  @Test
  void aModelOfKnownInputHasTheWeightsOfSeedZeroAtOnce() {
    Model model = net(1, 8, 8).conv(3, 3).dense(10).softmaxCE();
    assertThat(model.parameters().keySet())
        .containsExactly("conv1.w", "conv1.b", "dense1.w", "dense1.b");
    assertThat(model.parameter("conv1.b")).isEqualTo(zeros(8));
    Model later = net().conv(3, 3).dense(10).softmaxCE();
    later.evaluate(FEW);
    assertThat(later.parameters()).isEqualTo(model.parameters());
  }

  @Test
  void aCopyGoesItsOwnWay() {
    Model model = trained();
    Model copy = model.copy();
    assertThat(copy.parameters()).isEqualTo(model.parameters());
    assertThat(copy.history().csv()).isEqualTo(model.history().csv());
    Map<String, Tensor> before = model.parameters();
    copy.fit(FEW);
    assertThat(model.parameters()).isEqualTo(before);
    assertThat(model.history().epochs()).isEqualTo(6);
    assertThat(copy.history().epochs()).isEqualTo(16);
    // with the optimizer's memory: the original does the same when it is told the same
    model.fit(FEW);
    assertThat(copy.parameters()).isEqualTo(model.parameters());
  }

  @Test
  void aCopyOfAModelThatKnowsNoShapeKnowsNoneEither() {
    Model copy = net().dense(3).softmaxCE().copy();
    assertThat(copy.fit(Dataset.of(randn(1, 3, 7), 0, 1, 2)).epochs()).isEqualTo(10);
  }

  @Test
  void theGradientByTheInputIsAHeatmapToo() {
    Gradients gradients =
        net(1, 8, 8).dense(2).softmaxCE().gradients(zeros(1, 8, 8).plus(1), new int[] {1});
    assertThat(gradients.heatmap("input").text()).startsWith("dL/dx (1,8,8)");
    assertThat(gradients.heatmap("dense1.b").text()).startsWith("dL/d dense1.b (2)");
  }

  @Test
  void weightsAndStatisticsCanBeCopiedToAnotherModel() {
    Dataset large = digits().take(200).map(x -> x.times(255).plus(7));
    Model model = net(1, 8, 8).dense(10).softmaxCE();
    model.train(large.normalize()).epochs(3).run();
    Model other = net(1, 8, 8).dense(10).softmaxCE();
    other.setParameters(model.parameters());
    assertThat(other.scores(large.images())).isNotEqualTo(model.scores(large.images()));
    other.setNormalization(model.normalization().orElseThrow());
    assertThat(other.scores(large.images())).isEqualTo(model.scores(large.images()));
    assertThatThrownBy(
            () -> net(3, 8, 8).dense(2).softmaxCE().setNormalization(other.normalization().get()))
        .hasMessage(
            "the model takes samples of 3 channels, got statistics of 1: take those of a model or"
                + " dataset for such samples");
  }

  @Test
  void twoClassesMayHaveOneScore() {
    Dataset digits = digits();
    int[] zeros = Arrays.stream(digits.labels()).map(label -> label == 0 ? 1 : 0).toArray();
    Dataset isZero = Dataset.of(digits.images(), zeros);
    Model model = net().dense(1).sigmoidCE();
    model.train(isZero).epochs(3).optimizer(adam(0.01)).run();
    assertThat(model.evaluate(isZero).accuracy()).isGreaterThan(0.98);
    assertThat(model.predict(digits.take(2).images()).labels()).containsExactly(1, 0);
  }
}
