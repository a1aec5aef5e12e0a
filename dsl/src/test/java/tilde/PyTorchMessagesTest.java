package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.net;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.io.Safetensors;
import tilde.io.Transfer;

/** Weights of PyTorch that do not fit: every tensor is told, and nothing is guessed. */
class PyTorchMessagesTest {
  private static final String FIX =
      "\nName partners, e.g. names(Map.of(\"bn1\", \"batchnorm1\")), or take what fits: lenient()";

  @TempDir Path folder;

  private final Map<String, Safetensors.Values> tensors = new LinkedHashMap<>();
  private String file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("w.safetensors").toString();
  }

  private PyTorchMessagesTest with(String name, int... shape) {
    float[] data = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(data, tensors.size() + 1);
    tensors.put(name, new Safetensors.Values(shape, data));
    return this;
  }

  private PyTorchMessagesTest withNorm(String name, int channels) {
    return with(name + ".weight", channels)
        .with(name + ".bias", channels)
        .with(name + ".running_mean", channels)
        .with(name + ".running_var", channels)
        .with(name + ".num_batches_tracked");
  }

  private Transfer load(Weights weights) {
    Safetensors.write(Path.of(file), tensors, Map.of());
    return weights.fromPyTorch(file);
  }

  private void assertRefused(Model model, String problems) {
    Map<String, Tensor> before = model.parameters();
    assertThatThrownBy(() -> load(model.weights()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": it does not fit this network, nothing was loaded:" + problems + FIX);
    model
        .parameters()
        .forEach((p, w) -> assertThat(w.toArray()).as(p).isEqualTo(before.get(p).toArray()));
  }

  private static Model lenet() {
    return net(1, 6, 6).conv(3, 3).filters(2).relu().dense(5).relu().dense(3).softmaxCE();
  }

  @Test
  void everyTensorOfAnotherShapeOrWithoutPartnerIsTold() {
    with("conv1.weight", 4, 1, 3, 3).with("conv1.bias", 4);
    with("fc1.weight", 5, 64).with("fc1.bias", 5).with("fc2.weight", 3, 5);
    with("gate", 7).withNorm("bn1", 4);
    assertRefused(
        lenet(),
        "\n  conv1.bias (4) has another shape than conv1.b (2)"
            + "\n  conv1.weight (4, 1, 3, 3) has another shape than conv1.w (2, 1, 3, 3)"
            + "\n  fc1.weight (5, 64) has another shape than dense1.w (5, 32)"
            + "\n  dense2.b (3) has no partner in the file"
            + "\n  gate (7) has no partner in this network"
            + "\n  bn1.weight (4) has no partner in this network"
            + "\n  bn1.bias (4) has no partner in this network"
            + "\n  bn1.running_mean (4) has no partner in this network"
            + "\n  bn1.running_var (4) has no partner in this network");
  }

  @Test
  void whatFitsIsTakenWhenAskedForAndTheRestIsTold() {
    with("conv1.weight", 2, 1, 3, 3).with("conv1.bias", 2);
    with("fc1.weight", 5, 32).with("fc1.bias", 5);
    with("head.weight", 1000, 5).with("head.bias", 1000);
    Model model = lenet();
    float[] own = model.parameter("dense2.w").toArray();
    Transfer transfer = load(model.weights().lenient());
    assertThat(transfer)
        .hasToString(
            ("4 of 6 parameters from " + file + ", kernels flipped")
                + "\n  conv1.weight = conv1.w\n  conv1.bias = conv1.b"
                + "\n  fc1.weight = dense1.w\n  fc1.bias = dense1.b"
                + "\n  head.bias (1000) has another shape than dense2.b (3)"
                + "\n  head.weight (1000, 5) has another shape than dense2.w (3, 5)");
    assertThat(model.parameter("dense2.w").toArray()).isEqualTo(own);
    assertThat(model.parameter("dense1.b").toArray()).containsOnly(4);
  }

  @Test
  void sizesInAnotherOrderAreNoPartnersHoweverTheyCouldBeTurned() {
    with("0.weight", 3, 3, 1, 2).with("0.bias", 2);
    with("3.weight", 32, 5).with("3.bias", 5).with("5.weight", 3, 5).with("5.bias", 3);
    String hint =
        ": the same sizes in another order, and no order is guessed; permute the axes before"
            + " saving (Keras has (kh, kw, channels, filters) and transposed dense weights, a"
            + " transposed convolution has its channels first)";
    assertRefused(
        lenet(),
        "\n  0.weight (3, 3, 1, 2) has another shape than conv1.w (2, 1, 3, 3)"
            + hint
            + "\n  3.weight (32, 5) has another shape than dense1.w (5, 32)"
            + hint);
  }

  @Test
  void rowsAndColumnsOfAKernelAreNotExchanged() {
    with("0.weight", 2, 1, 3, 5);
    Model model = net(1, 6, 6).conv(5, 3).filters(2).noBias().mse();
    assertThatThrownBy(() -> load(model.weights()))
        .hasMessageContaining(
            "0.weight (2, 1, 3, 5) has another shape than conv1.w (2, 1, 5, 3): the same sizes in"
                + " another order, and no order is guessed");
  }

  /** The shapes fit, but a Sequential has its norm first. */
  @Test
  void layersInAnotherOrderAreRecognised() {
    withNorm("0", 2).with("1.weight", 2, 2, 1, 1).with("1.bias", 2);
    Model model = net(2, 4, 4).conv(1, 1).filters(2).batchNorm().mse();
    assertRefused(
        model,
        "\n  0 comes before 1 in the file, but batchnorm1, which fits it, comes after conv1 here:"
            + " did you mean a network with its layers in the order of the file? If not, say"
            + " names(Map.of(\"0\", \"batchnorm1\", \"1\", \"conv1\"))");
    Weights named = model.weights().names(Map.of("0", "batchnorm1", "1", "conv1"));
    assertThat(load(named).names()).hasSize(6).containsEntry("1.bias", "conv1.b");
  }

  @Test
  void anOrderThatOnlyTheAlphabetWouldTellIsAsked() {
    with("decoder.bias", 3).with("decoder.weight", 3, 3);
    with("encoder.bias", 3).with("encoder.weight", 3, 3);
    Model model = net(3).dense(3).tanh().dense(3).mse();
    assertRefused(
        model,
        "\n  decoder and encoder have the same shapes, and neither numbers nor the order of the"
            + " file tell which comes first: say it, e.g. names(Map.of(\"decoder\", \"dense1\"))");
    assertThat(load(model.weights().names(Map.of("encoder", "dense1"))).names())
        .containsEntry("decoder.weight", "dense2.w");
  }

  @Test
  void theOrderOfTheFileTellsWhereWeightsComeBeforeBiases() {
    with("encoder.weight", 3, 3).with("encoder.bias", 3);
    with("decoder.weight", 3, 3).with("decoder.bias", 3);
    Model model = net(3).dense(3).tanh().dense(3).mse();
    assertThat(load(model.weights()).names()).containsEntry("decoder.weight", "dense2.w");
  }

  @Test
  void numbersCountByTheirValue() {
    with("net.10.bias", 3).with("net.10.weight", 3, 3);
    with("net.2.bias", 3).with("net.2.weight", 3, 3);
    Model model = net(3).dense(3).tanh().dense(3).mse();
    assertThat(load(model.weights()).names())
        .containsEntry("net.2.weight", "dense1.w")
        .containsEntry("net.10.weight", "dense2.w");
  }

  @Test
  void aTensorMayBeNamedByItself() {
    with("w0", 5, 3).with("b0", 5);
    Model model = net(3).dense(5).mse();
    Weights weights = model.weights().names(Map.of("w0", "dense1.w", "b0", "dense1.b"));
    assertThat(load(weights).names())
        .containsEntry("w0", "dense1.w")
        .containsEntry("b0", "dense1.b");
    assertThat(weights.toPyTorch(file).names()).containsOnlyKeys("w0", "b0");
  }

  @Test
  void aModuleWithoutAName() {
    with("weight", 5, 3).with("bias", 5);
    assertThat(load(net(3).dense(5).mse().weights()).names()).containsEntry("bias", "dense1.b");
  }

  private void assertWrong(Map<String, String> names, String message) {
    with("fc1.weight", 5, 3).with("fc1.bias", 5);
    Weights weights = net(3).dense(5).mse().weights().names(names);
    assertThatThrownBy(() -> load(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void namesThatAreNotThereAreToldWithTheNearest() {
    assertWrong(Map.of("fc2", "dense1"), "names: there is no fc2 in the file: did you mean fc1?");
    assertWrong(
        Map.of("fc1", "dens1"), "names: there is no dens1 in this network: did you mean dense1?");
    assertWrong(Map.of("classifier", "dense1"), "names: there is no classifier in the file");
  }

  @Test
  void modulesBelongToLayersAndTensorsToParameters() {
    assertWrong(
        Map.of("fc1", "dense1.w"),
        "names: expected a module with a layer, as bn1 with batchnorm1, or a tensor with a"
            + " parameter, as bn1.weight with batchnorm1.w, got fc1 with dense1.w");
  }

  @Test
  void noneHasTwoPartners() {
    assertWrong(
        Map.of("fc1", "dense1", "fc1.bias", "dense1.b"),
        "names: fc1.bias and dense1.b are to be partners, but one of them has another: name each"
            + " once");
    Model model = net(3).dense(5).mse();
    assertThatThrownBy(
            () -> model.weights().names(Map.of("a", "dense1", "b", "dense1")).toPyTorch(file))
        .hasMessage("names: dense1 is named twice, expected one name there");
    assertThatThrownBy(() -> model.weights().names(Map.of("a", "dense2")).toPyTorch(file))
        .hasMessage("names: there is no dense2 in this network: did you mean dense1?");
    assertThatThrownBy(
            () -> model.weights().names(Map.of("dense1.bias", "dense1.w")).toPyTorch(file))
        .hasMessage(
            "names: two parameters are to be dense1.bias, expected a name for each: one is"
                + " dense1.b");
  }

  @Test
  void aFileOfOursIsNotFlippedByMistake() {
    Model model = net(3).dense(5).mse();
    for (String name : new String[] {"o.safetensors", "o.npz"}) {
      String own = folder.resolve(name).toString();
      model.weights().save(own);
      assertThatThrownBy(() -> model.weights().fromPyTorch(own))
          .hasMessage(
              own
                  + ": these are weights with the names of Tilde, whose kernels are not to be"
                  + " flipped: load them with weights().load(...)");
    }
  }

  @Test
  void namesThatWouldForgeLinesAreShownHarmless() {
    with("a\nb\u202e" + "x".repeat(200) + ".weight", 2);
    assertThatThrownBy(() -> load(net(3).dense(5).mse().weights()))
        .hasMessageContaining("\n  a\\u000ab\\u202e" + "x".repeat(76) + "... (2) has no partner");
  }

  @Test
  void longListsAreCut() {
    for (int i = 0; i < 3000; i++) {
      with("blocks." + i + ".weight", 1, 1);
    }
    assertThatThrownBy(() -> load(net(3).dense(5).mse().weights()))
        .hasMessageContaining("\n  and 2962 more")
        .satisfies(error -> assertThat(error.getMessage().lines().count()).isLessThan(50));
  }
}
