package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.classWeights;
import static tilde.Tilde.digits;
import static tilde.Tilde.labelSmoothing;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.insight.GradientCheck;
import tilde.output.Host;

/** What each loss makes of a network. */
class LossWordsTest {
  private static final Dataset FEW = digits().take(40);

  private final RecordingDisplay display = new RecordingDisplay();
  private Host.Use use;

  @BeforeEach
  void useTheDisplay() {
    use = Host.use(display);
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  /** Two scores, which are the two features: the weights are the identity. */
  private static Net identity() {
    return net(2).dense(2);
  }

  private static Model withIdentity(Model model) {
    model.setParameters(Map.of("dense1.w", tensor(new double[][] {{1, 0}, {0, 1}})));
    return model;
  }

  static Stream<Model> models() {
    Net net = net(1, 4, 4).conv(3, 3).filters(2).relu().dense(3);
    return Stream.of(
        net.softmaxCE(),
        net.softmaxCE(labelSmoothing(0.1)),
        net.softmaxCE(classWeights(1, 0.5, 4)),
        net.softmaxCE(labelSmoothing(0.25).classWeights(1, 2, 3)),
        net.sigmoidCE(),
        net.mse(),
        net.hinge());
  }

  @Test
  void aModelPrintsAsTheLineThatMakesIt() {
    assertThat(models().map(Model::toString).map(line -> line.replaceAll(".*dense\\(3\\)", "")))
        .containsExactly(
            ".softmaxCE()",
            ".softmaxCE(labelSmoothing(0.1))",
            ".softmaxCE(classWeights(1.0, 0.5, 4.0))",
            ".softmaxCE(labelSmoothing(0.25).classWeights(1.0, 2.0, 3.0))",
            ".sigmoidCE()",
            ".mse()",
            ".hinge()");
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      shell.eval("import static tilde.Tilde.*;");
      models()
          .map(Model::toString)
          .forEach(
              line ->
                  assertThat(shell.eval("(" + line + ").toString()").get(0).value())
                      .isEqualTo('"' + line + '"'));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void derivedGradientsAgreeWithDifferences(Model model) {
    GradientCheck check = model.check(randn(3, 5, 1, 4, 4), 2, 0, 1, 1, 0);
    assertThat(check.passed()).as(check.table()).isTrue();
    assertThat(check.maxError()).isBetween(1e-15, 1e-6);
  }

  @Test
  void gradientsOfNumbersAreCheckedInTheShapeOfTheOutputs() {
    Model images = net(2, 5, 4).conv(2, 3).filters(3).mse(); // (3, 4, 2)
    Tensor x = randn(1, 6, 2, 5, 4);
    Tensor t = randn(2, 6, 3, 4, 2);
    assertThat(images.check(x, t).passed()).isTrue();
    assertThat(images.check(x.at(0), t.at(0)).passed()).isTrue();
    assertThat(images.scores(x).shape()).containsExactly(6, 3, 4, 2);
    Tensor error = images.scores(x).minus(t);
    Gradients found = images.gradients(x, t);
    assertThat(found.loss()).isCloseTo(error.square().mean(), within(1e-5));
    // dL/db[k] = sum over the positions of 2 (s - t) / C, in the mean of 6 samples
    Tensor db = error.times(2.0 / 24 / 6).sum(0, 2, 3);
    assertThat(found.get("conv1.b").minus(db).abs().max()).isLessThan(1e-6f);
  }

  @Test
  void targetsMayBeDistributionsLabelsOrNumbers() {
    Tensor x = tensor(new double[][] {{2, -1}, {0.5, 3}});
    Tensor t = tensor(new double[][] {{0.25, 0.75}, {1, 0}});
    assertThat(identity().softmaxCE().check(x, t).passed()).isTrue();
    assertThat(identity().sigmoidCE().check(x, t).passed()).isTrue();
    assertThat(identity().sigmoidCE().gradients(x, t).loss()).isPositive();
    Model one = net(2).dense(1).mse();
    assertThat(one.gradients(x, tensor(1, 2)).loss())
        .isEqualTo(one.gradients(x, tensor(new double[][] {{1}, {2}})).loss());
  }

  /**
   * PyTorch: cross_entropy([[2, 0], [1, 0]], [0, 1], weight=[1, 3]), its gradient and its value.
   */
  @Test
  void aBatchDividesByTheWeightsOfItsClasses() {
    Model model = withIdentity(identity().softmaxCE(classWeights(1, 3)));
    Gradients found = model.gradients(tensor(new double[][] {{2, 0}, {1, 0}}), 0, 1);
    assertThat(found.loss()).isCloseTo(1.0166782684, within(1e-9));
    float[] dx = {-0.02980072f, 0.02980072f, 0.54829395f, -0.54829395f};
    assertThat(found.input().toArray()).containsExactly(dx, within(1e-7f));
  }

  @Test
  void scoresAreWhatComesOutOfTheLastLayer() {
    Tensor x = tensor(new double[][] {{2, -1}, {0.5, 3}});
    for (Model model : List.of(identity().softmaxCE(), identity().mse(), identity().hinge())) {
      assertThat(withIdentity(model).scores(x)).isEqualTo(x);
      assertThat(model.scores(x.at(1)).shape()).containsExactly(1, 2);
    }
  }

  @Test
  void severalLabelsAreSaidOfASample() {
    Model model = withIdentity(identity().sigmoidCE());
    Tensor x = tensor(new double[][] {{2, 3}, {-1, 0}, {-1, 1}});
    Predictions said = model.predict(x);
    assertThat(said.labelsAbove(0.5)).isDeepEqualTo(new int[][] {{0, 1}, {}, {1}});
    assertThat(said.labelsAbove(0.9)).isDeepEqualTo(new int[][] {{1}, {}, {}});
    assertThat(said.labels()).containsExactly(1, 1, 1);
    assertThat(said.probabilities().get(1, 1)).isEqualTo(0.5f);
    assertThat(said).hasToString("3 predictions: 0 + 1, none, 1");
    assertThat(model.predict(tensor(2, 3))).hasToString("0 + 1");
  }

  @Test
  void aSingleOutputSaysYesOrNo() {
    Model model = net(1).dense(1).sigmoidCE();
    model.setParameters(Map.of("dense1.w", tensor(new double[][] {{1}})));
    Predictions said = model.predict(tensor(new double[][] {{-2}, {3}, {0}}));
    assertThat(said.labels()).containsExactly(0, 1, 0);
    assertThat(said.names()).containsExactly("no", "yes", "no");
    assertThat(said).hasToString("3 predictions: no, yes, no");
    assertThat(said.name()).isEqualTo("no");
    assertThat(said.probability())
        .isEqualTo(1 - said.probabilities().get(0, 0))
        .isGreaterThan(0.5f);
    assertThat(model.predict(tensor(3))).hasToString("yes (95.3 %)");
  }

  @Test
  @Timeout(20) // seconds; looking at all samples for each of them took some twenty minutes
  void manyPredictionsOfLabelsPrintAtOnce() {
    assertThat(identity().sigmoidCE().predict(zeros(60_000, 2)))
        .hasToString("60000 predictions: " + "none, ".repeat(9) + "none...");
  }

  @Test
  void aSecondSoftmaxOrSigmoidIsRefused() {
    assertThatThrownBy(() -> net().dense(3).softmax().softmaxCE(labelSmoothing(0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmaxCE has a softmax of its own: leave out softmax()");
    assertThatThrownBy(() -> net(4).dense(3).sigmoid().sigmoidCE())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigmoidCE has a sigmoid of its own: leave out sigmoid()");
    assertThat(net().dense(3).sigmoid().mse()).hasToString("net().dense(3).sigmoid().mse()");
  }

  @Test
  void aHingeSaysAClassWithoutAProbability() {
    Predictions said = withIdentity(identity().hinge()).predict(tensor(2, 3));
    assertThat(said.label()).isEqualTo(1);
    assertThat(said.name()).isEqualTo("1");
    assertThat(said).hasToString("1");
    assertRefused(
        said::probability,
        "the scores of hinge are no probabilities: ask model.scores(x), or end the network with"
            + " softmaxCE()");
    assertThatThrownBy(said::probabilities).hasMessageContaining("no probabilities");
    assertThatThrownBy(() -> said.labelsAbove(0.5)).hasMessageContaining("no probabilities");
  }

  @Test
  void aMarginOfExactlyOneIsAKinkAndNoError() {
    GradientCheck check = withIdentity(identity().hinge()).check(tensor(1, 0), 0);
    assertThat(check.kinks()).isGreaterThan(0);
    assertThat(check.maxError()).isLessThan(1e-6);
  }

  @Test
  void whatALossCannotSayIsRefusedWithWhatToAsk() {
    Model mse = identity().mse();
    assertRefused(
        () -> mse.predict(zeros(2)), "predict says classes, but mse is for numbers: ask scores(x)");
    assertRefused(
        () -> mse.probabilities(zeros(2)), "the scores of mse are no probabilities: ask scores(x)");
    assertRefused(
        () -> identity().hinge().probabilities(zeros(2)),
        "the scores of hinge are no probabilities: ask scores(x)");
  }

  private static void assertRefused(ThrowingCallable asked, String message) {
    assertThatThrownBy(asked).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }

  @Test
  void targetsThatDoNotSuitTheLossAreNamed() {
    Tensor x = zeros(3, 2);
    assertThatThrownBy(() -> identity().mse().gradients(x, zeros(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there are 3 samples and the model has 2 outputs, but there are targets for 2 samples of"
                + " 2 outputs: give one target a sample");
    assertThatThrownBy(() -> identity().mse().check(x, zeros(2)))
        .hasMessageContaining("targets for 1 samples of 2 outputs");
    assertThatThrownBy(() -> identity().mse().check(x, zeros(0, 2)))
        .hasMessageContaining("targets for 0 samples of 0 outputs");
    assertThatThrownBy(() -> identity().sigmoidCE().gradients(x, zeros(3, 2).plus(2)))
        .hasMessageStartingWith("sigmoidCE needs targets in 0..1, got 2.0 for label 0 of sample 0");
    Dataset shares = Dataset.of(x, zeros(3, 2).plus(0.5));
    assertThatThrownBy(() -> identity().hinge().fit(shares))
        .hasMessageStartingWith("hinge needs one class for each sample, got rows of numbers");
  }

  @Test
  void imagesAsTargetsHaveTheLayoutOfTheOutput() {
    Model model = net(2, 4, 5).conv(1, 1).filters(3).mse();
    Tensor x = randn(1, 6, 2, 4, 5);
    String message =
        "the target of a sample has shape (4, 5, 3), but the last layer gives (3, 4, 5): bring the"
            + " targets into the order (N, channels, height, width)";
    Tensor channelsLast = randn(2, 6, 4, 5, 3);
    assertThatThrownBy(() -> model.evaluate(Dataset.values(x, channelsLast))).hasMessage(message);
    assertThatThrownBy(() -> model.gradients(x, channelsLast)).hasMessage(message);
    assertThatThrownBy(() -> model.check(x.at(0), channelsLast.at(0))).hasMessage(message);
    Tensor t = randn(2, 6, 3, 4, 5);
    assertThat(model.evaluate(Dataset.values(x, t.reshape(6, -1))).loss())
        .isEqualTo(model.evaluate(Dataset.values(x, t)).loss());
  }

  @Test
  void aLossNeedsALayer() {
    assertThatThrownBy(() -> net().mse())
        .hasMessage("mse needs scores, but the network has no layer: e.g. net().dense(10).mse()");
    assertThatThrownBy(() -> net(2).dense(2).softmaxCE(classWeights(1, 2, 3)))
        .hasMessageStartingWith("softmaxCE has 3 class weights, but the last layer gives 2 scores");
  }

  @Test
  void withoutAccuracyNothingIsSaidOfIt() {
    Model model = net().dense(10).mse();
    History history = model.train(FEW).epochs(1).validate(FEW).optimizer(adam(0.01)).run();
    assertThat(history.accuracy()).containsExactly(Double.NaN);
    assertThat(history.csv())
        .endsWith("1," + history.loss()[0] + ",," + history.validationLoss()[0] + ",\n");
    assertThat(history.batchCsv()).endsWith("2,1," + history.batchLoss()[1] + ",,0.01\n");
    assertThat(history.toString())
        .matches("History of 1 epochs: loss \\d\\.\\d{4}, validation loss \\d\\.\\d{4}");
    assertThat(display.lines().get(1)).matches("epoch 1/1, batch 2/2: loss \\d\\.\\d{4}");
    assertThat(display.milestones().get(0))
        .matches("epoch 1/1: loss \\d\\.\\d{4}, validation loss \\d\\.\\d{4}");
  }

  @Test
  void eachLossLearnsTheDigits() {
    Net net = net().dense(10);
    for (Model model :
        List.of(
            net.softmaxCE(labelSmoothing(0.1)),
            net.softmaxCE(classWeights(1, 2, 1, 1, 1, 1, 1, 1, 1, 1)),
            net.sigmoidCE(),
            net.hinge())) {
      model.train(FEW).epochs(30).batchSize(8).optimizer(adam(0.02)).run();
      assertThat(model.evaluate(FEW).accuracy()).as(model.toString()).isGreaterThan(0.95);
    }
  }
}
