package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.sgd;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.output.Host;

/** Bad input gets a clear error: what it is about, what was expected, what came, what to do. */
class ErrorMessagesTest {
  private static final Dataset FEW = digits().take(50);
  private static final Tensor IMAGE = FEW.image(0);

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

  private static Model trained() {
    Model model = net().conv(3, 3).relu().dense(10).softmaxCE();
    model.train(FEW).epochs(1).run();
    return model;
  }

  /** Mistakes in what a trained model is asked, with the message of each. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            m -> m.fit(Dataset.of(randn(1, 2, 1, 9, 9), 0, 1)),
            "this model works on samples of shape (1, 8, 8), got (1, 9, 9): bring the data into that"
                + " shape (resize images, or reshape), or make a new model for it"),
        mistake(
            m -> m.train(FEW).validate(Dataset.of(randn(1, 2, 64), 0, 1)).run(),
            "validate: the samples are (64), those to train on are (1, 8, 8): give both one shape, e.g."
                + " by the same map"),
        mistake(
            m -> m.evaluate(Dataset.of(randn(1, 1, 1, 8, 8), 10)),
            "the data has 11 classes, but the last layer gives 10 scores: use dense(11) before the"
                + " loss"),
        mistake(
            m -> m.fit(Dataset.of(randn(1, 1, 1, 8, 8), tensor(new double[][] {{0.5, 0.5}}))),
            "the distributions are over 2 classes, but the last layer gives 10 scores: use dense(2)"
                + " before the loss"),
        mistake(m -> m.train(FEW).epochs(-1).run(), "train: epochs must be at least 1, got -1"),
        mistake(m -> m.train(FEW).batchSize(0).run(), "train: batchSize must be at least 1, got 0"),
        mistake(m -> m.train(FEW).threads(-2).run(), "train: threads must be at least 1, got -2"),
        mistake(
            m -> m.train(FEW).optimizer(null).run(),
            "train: the optimizer is null, expected one such as adam(0.001)"),
        mistake(
            m -> m.train(FEW).optimizer(adam(-0.001)).run(),
            "adam: the learning rate must be positive, got -0.001, usual are 0.1 to 0.0001"),
        mistake(
            m -> m.gradients(IMAGE, 12),
            "label 0 is 12, but the classes are 0 to 9: number the classes from 0, and let the last"
                + " layer have one unit a class"),
        mistake(
            m -> m.check(FEW.images().take(0, 1), 3, -1),
            "label 1 is -1, but the classes are 0 to 9: number the classes from 0, and let the last"
                + " layer have one unit a class"),
        mistake(
            m -> m.gradients(FEW.images(), 3),
            "there are 50 samples and the model has 10 classes, but there are targets for 1 samples"
                + " of 10 classes: give one target a sample"),
        mistake(
            m -> m.check(IMAGE, 3, 4),
            "there are 1 samples and the model has 10 classes, but there are targets for 2 samples"
                + " of 10 classes: give one target a sample"),
        mistake(
            m -> m.gradients(IMAGE, tensor(new double[][] {{0.25, 0.75}})),
            "there are 1 samples and the model has 10 classes, but there are targets for 1 samples"
                + " of 2 classes: give one target a sample"),
        mistake(
            m -> m.gradients(IMAGE, 3).get("conv.w"),
            "there is no gradient named conv.w: the names are conv1.w, conv1.b, dense1.w,"
                + " dense1.b"),
        mistake(
            m -> m.gradients(IMAGE, 3).heatmap("w"),
            "there is no gradient named w: the names are conv1.w, conv1.b, dense1.w, dense1.b"),
        mistake(
            m -> m.parameter("dense2.w"),
            "there is no parameter named dense2.w: the names are conv1.w, conv1.b, dense1.w,"
                + " dense1.b"),
        mistake(
            m -> m.predict(randn(1, 8, 8)),
            "expected one sample (1, 8, 8), or a batch of them along one more axis in front, got"
                + " (8, 8): reshape it, e.g. to a batch with reshape(-1, 1, 8, 8)"),
        mistake(
            m -> m.probabilities(Tensor.full(1)),
            "expected one sample (1, 8, 8), or a batch of them along one more axis in front, got"
                + " (): reshape it, e.g. to a batch with reshape(-1, 1, 8, 8)"),
        mistake(
            m -> m.gradients(zeros(2, 3, 1, 8, 8), 3),
            "expected one sample (1, 8, 8), or a batch of them along one more axis in front, got"
                + " (2, 3, 1, 8, 8): reshape it, e.g. to a batch with reshape(-1, 1, 8, 8)"),
        mistake(
            m -> m.predict(randn(1, 5, 3, 8, 8)),
            "this model works on samples of shape (1, 8, 8), got (3, 8, 8): bring the data into that"
                + " shape (resize images, or reshape), or make a new model for it"),
        mistake(
            m -> m.predict(zeros(0, 1, 8, 8)), "there is no sample in Tensor (0, 1, 8, 8), empty"),
        mistake(
            m -> m.predict(with(FEW.images(), 64 * 7 + 5, Double.NEGATIVE_INFINITY)),
            "sample 7 holds -Infinity at index 5 of its 64 numbers, expected finite numbers: repair"
                + " or remove the sample"),
        mistake(
            m -> m.gradients(with(Tensor.stack(IMAGE, IMAGE), 64 + 2, Double.NaN), 1, 2),
            "sample 1 holds NaN at index 2 of its 64 numbers, expected finite numbers: repair or"
                + " remove the sample"),
        mistake(
            m -> m.setParameters(Map.of("dense1.b", zeros(10, 1))),
            "shape (10), got (10, 1): leave it out to keep it as it is"),
        mistake(
            m -> m.setParameters(Map.of("conv1.b", Tensor.full(Double.NaN, 8))),
            "got Tensor (8), 8 NaN"),
        mistake(
            m -> m.setParameters(Map.of("conv1.b", zeros(8), "conv1.v", zeros(8))),
            "there is no parameter named conv1.v: the names are conv1.w, conv1.b, dense1.w,"
                + " dense1.b"));
  }

  /** A tensor with one number replaced. */
  private static Tensor with(Tensor tensor, int place, double value) {
    float[] numbers = tensor.toArray();
    numbers[place] = (float) value;
    return Tensor.of(numbers, tensor.shape());
  }

  private static Arguments mistake(Consumer<Model> call, String message) {
    return arguments(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void theMessageSaysWhatToChangeAndNothingIsLost(Consumer<Model> call, String message) {
    Model model = trained();
    Map<String, Tensor> weights = model.parameters();
    String history = model.history().batchCsv();
    assertThatThrownBy(() -> call.accept(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(message);
    assertThat(model.parameters()).isEqualTo(weights);
    assertThat(model.history().batchCsv()).isEqualTo(history);
    // and it trains on as if nothing had happened
    assertThat(model.train(FEW).epochs(1).run().loss()).isEqualTo(secondEpoch());
  }

  private static double[] secondEpoch() {
    return trained().train(FEW).epochs(1).run().loss();
  }

  @Test
  void aParameterOfAnotherShapeIsToldBothShapes() {
    assertThatThrownBy(() -> trained().setParameters(Map.of("conv1.w", zeros(3, 3))))
        .hasMessage(
            "conv1.w needs a tensor of shape (8, 1, 3, 3), got (3, 3): leave it out to keep it as it"
                + " is");
  }

  @Test
  void aKernelLargerThanTheDataIsNamedWhenTheDataComes() {
    Model model = net().relu().conv(9, 9).dense(10).softmaxCE();
    assertThatThrownBy(() -> model.fit(FEW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "conv 9x9 (layer 2) needs an input of at least 9 x 9 with its padding, got 8 x 8 from"
                + " (1, 8, 8): use a smaller kernel, less dilation, or same()");
  }

  @Test
  void scoresThatAreImagesAreAnErrorWhenTheDataComes() {
    assertThatThrownBy(() -> net().conv(3, 3).softmaxCE().fit(FEW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "softmaxCE needs one score a class, (classes), got (8, 6, 6): put a dense layer with"
                + " one unit a class before it, e.g. dense(10).softmaxCE()");
  }

  @Test
  void aCallThatFailsLeavesTheInputShapeOpen() {
    Model model = net().conv(3, 3).relu().dense(3).softmaxCE();
    assertThatThrownBy(() -> model.fit(FEW)).hasMessageStartingWith("the data has 10 classes");
    assertThatThrownBy(() -> model.evaluate(FEW)).hasMessageContaining("dense(10)");
    assertThatThrownBy(() -> model.gradients(IMAGE, 7)).hasMessageContaining("0 to 2");
    assertThatThrownBy(() -> model.gradients(IMAGE)).hasMessageContaining("targets for 0 samples");
    assertThatThrownBy(() -> model.check(IMAGE, 2, 1)).hasMessageContaining("for 2 samples");
    assertThatThrownBy(() -> model.predict(tensor(new double[][] {{1, 2}})))
        .hasMessageStartingWith("conv 3x3 (layer 1) needs (channels, height, width), got (2)");
    assertThat(model.fit(Dataset.of(randn(1, 4, 2, 5, 5), 0, 1, 2, 0)).epochs()).isEqualTo(10);
  }

  @Test
  void whatNeedsTheInputShapeSaysSo() {
    Model model = net().dense(10).softmaxCE();
    String message =
        "parameters need the input shape, which the first data decides: train first, or give it,"
            + " e.g. net(1, 28, 28)";
    assertThatThrownBy(model::parameters)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> model.parameter("dense1.w")).hasMessage(message);
    assertThatThrownBy(() -> model.setParameters(Map.of())).hasMessage(message);
    assertThatThrownBy(() -> model.predict(Tensor.full(1)))
        .hasMessageContaining("one sample (features) or (channels, height, width), or a batch")
        .hasMessageContaining("got ()");
  }

  @Test
  void aBatchLargerThanTheDataIsUsedAsOneBatchAndSaidOnce() {
    Model model = net().dense(10).softmaxCE();
    History history = model.train(FEW).batchSize(64).epochs(3).run();
    assertThat(history.batchLoss()).hasSize(3).isEqualTo(history.loss());
    assertThat(display.texts())
        .containsExactly("batchSize 64 is more than the 50 samples: all of them make one batch");
  }

  @Test
  void aBatchAsLargeAsTheDataIsNothingToTalkAbout() {
    net().dense(10).softmaxCE().train(FEW).batchSize(50).epochs(1).run();
    assertThat(display.texts()).isEmpty();
  }

  /** Mistakes in the settings of layers and optimizers. */
  static Stream<Arguments> settings() {
    return Stream.of(
        setting(() -> net().conv(0, 3), "conv: kernel height must be at least 1, got 0"),
        setting(() -> net().conv(3, -1), "conv: kernel width must be at least 1, got -1"),
        setting(() -> net().conv(3, 3).filters(-4), "conv: filters must be at least 1, got -4"),
        setting(() -> net().conv(3, 3).stride(0), "conv: stride must be at least 1, got 0"),
        setting(() -> net().conv(3, 3).dilation(0), "conv: dilation must be at least 1, got 0"),
        setting(
            () -> net().conv(3, 3).padding(0, -1, 0, 2),
            "padding (top, bottom, left, right) must not be negative, got (0, -1, 0, 2)"),
        setting(() -> net().maxPool(0), "maxPool: window height must be at least 1, got 0"),
        setting(() -> net().maxPool(2, 0), "maxPool: window width must be at least 1, got 0"),
        setting(() -> net().maxPool(2).stride(-1), "maxPool: stride must be at least 1, got -1"),
        setting(() -> net().dense(0), "dense: units must be at least 1, got 0"),
        setting(() -> net(1, -8, 8), "every size of a shape is at least 1, got (1, -8, 8)"),
        setting(
            () -> net(28, 28),
            "a sample has shape (features) or (channels, height, width), got (28, 28): a grey image"
                + " needs its channel, (1, 28, 28), which unsqueeze(1) gives to a batch"),
        setting(() -> net(1, 30_000, 30_000), "a sample of shape (1, 30000, 30000) is too large"),
        setting(
            () -> net(1, 8, 8).dense(2_000_000_000).relu(),
            "dense 2000000000 (layer 1) would need 128000000000 weights for (1, 8, 8): make the"
                + " input smaller first, e.g. with maxPool(2)"),
        setting(
            () -> sgd(0),
            "sgd: the learning rate must be positive, got 0.0, usual are 0.1 to 0.0001"),
        setting(
            () -> adam(Double.NaN),
            "adam: the learning rate must be positive, got NaN, usual are 0.1 to 0.0001"),
        setting(
            () -> adam(1.0 / 0),
            "adam: the learning rate must be positive, got Infinity, usual are 0.1 to 0.0001"),
        setting(
            () -> sgd(0.1).momentum(1), "sgd: momentum must be at least 0 and below 1, got 1.0"),
        setting(
            () -> adam(0.1).betas(0.9, -0.5),
            "adam: beta2 must be at least 0 and below 1, got -0.5"),
        setting(
            () -> adam(0.1).epsilon(0), "adam: epsilon must be positive, got 0.0, usual is 1e-8"),
        setting(
            () -> sgd(0.1).nesterov(),
            "sgd: Nesterov looks ahead along the momentum, which is 0: use"
                + " momentum(0.9).nesterov()"));
  }

  private static Arguments setting(Runnable word, String message) {
    return arguments(word, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("settings")
  void aSettingOutOfRangeIsAnErrorAtItsWord(Runnable word, String message) {
    assertThatThrownBy(word::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
