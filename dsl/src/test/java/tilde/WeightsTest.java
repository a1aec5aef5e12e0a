package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.data.Npy;
import tilde.data.Npz;
import tilde.io.Safetensors;
import tilde.io.Transfer;

/** Parameters go to files by name and come back, all or none. */
class WeightsTest {
  @TempDir Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Model model() {
    return net(1, 6, 6).conv(3, 3).filters(2).batchNorm().relu().dense(3).softmaxCE();
  }

  /** Other weights than those a model is made with. */
  private static Model trained() {
    Model model = model();
    model.train(Dataset.of(randn(1, 4, 1, 6, 6), 0, 1, 2, 0)).epochs(2).run();
    return model;
  }

  private static void assertSameWeights(Model actual, Model expected) {
    expected
        .parameters()
        .forEach((p, w) -> assertThat(actual.parameter(p).toArray()).as(p).isEqualTo(w.toArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz", "W.NPZ"})
  void weightsComeBackToTheLastBit(String name) {
    Model origin = trained();
    origin.weights().save(file(name));
    Model other = model();
    other.weights().load(file(name));
    assertSameWeights(other, origin);
    Tensor x = randn(2, 3, 1, 6, 6);
    assertThat(other.scores(x).toArray()).isEqualTo(origin.scores(x).toArray());
  }

  @Test
  void loadedWeightsAreNotDrawnAnewByTheFirstTraining() {
    Model origin = trained();
    origin.weights().save(file("w.safetensors"));
    Model other = model();
    other.weights().load(file("w.safetensors"));
    Dataset data = Dataset.of(randn(3, 4, 1, 6, 6), 0, 1, 2, 0);
    origin.copy().train(data).epochs(1).seed(1).run();
    double drawn = model().train(data).epochs(1).seed(1).run().batchLoss()[0];
    assertThat(other.train(data).epochs(1).seed(1).run().batchLoss()[0]).isNotEqualTo(drawn);
  }

  @Test
  void kernelsInOurOwnFilesAreNotFlippedAndTheNetworkIsNamed() {
    Model model = trained();
    model.weights().save(file("w.safetensors"));
    Safetensors.Content content = Safetensors.read(Path.of(file("w.safetensors")));
    assertThat(content.tensors().keySet()).containsExactlyElementsOf(model.parameters().keySet());
    assertThat(content.tensors().get("conv1.w").data())
        .isEqualTo(model.parameter("conv1.w").toArray());
    assertThat(content.metadata())
        .containsEntry("network", model.net().toString())
        .containsEntry("format", "tilde weights");
  }

  private void assertRefused(String name, String message) {
    Model model = model();
    Model before = model.copy();
    assertThatThrownBy(() -> model.weights().load(file(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file(name) + message);
    assertSameWeights(model, before);
  }

  @Test
  void whatDoesNotFitIsToldAllAtOnceAndNothingIsLoaded() {
    Model other = net(1, 6, 6).conv(3, 3).filters(4).relu().dense(3).layerNorm().softmaxCE();
    other.weights().save(file("w.safetensors"));
    assertRefused(
        "w.safetensors",
        ": it does not fit this network, nothing was loaded:"
            + "\n  expected conv1.w (2, 1, 3, 3), got (4, 1, 3, 3)"
            + "\n  expected conv1.b (2), got (4)"
            + "\n  batchnorm1.w (2) is not in the file"
            + "\n  batchnorm1.b (2) is not in the file"
            + "\n  batchnorm1.mean (2) is not in the file"
            + "\n  batchnorm1.var (2) is not in the file"
            + "\n  expected dense1.w (3, 32), got (3, 64)"
            + "\n  layernorm1.b (3) of the file is not in this network"
            + "\n  layernorm1.w (3) of the file is not in this network"
            + "\nIt was saved from net(1, 6, 6).conv(3, 3).filters(4).relu().dense(3).layerNorm()."
            + "\nLoad it into the network it was saved from, or take what fits:"
            + " weights().lenient().load(...)");
  }

  @Test
  void whatFitsIsTakenWhenAskedFor() {
    Model other = net(1, 6, 6).conv(3, 3).filters(2).batchNorm().relu().dense(5).softmaxCE();
    other.weights().save(file("w.npz"));
    Model model = model();
    Tensor head = model.parameter("dense1.w");
    Transfer transfer = model.weights().lenient().load(file("w.npz"));
    assertThat(transfer.summary()).isEqualTo("6 of 8 parameters from " + file("w.npz"));
    assertThat(transfer.notes())
        .containsExactly(
            "expected dense1.w (3, 32), got (5, 32)", "expected dense1.b (3), got (5)");
    assertThat(model.parameter("conv1.w").toArray())
        .isEqualTo(other.parameter("conv1.w").toArray());
    assertThat(model.parameter("dense1.w").toArray()).isEqualTo(head.toArray());
  }

  @Test
  void lenientDoesNotMeanNothing() {
    net(2).dense(7).mse().weights().save(file("w.npz"));
    assertThatThrownBy(() -> model().weights().lenient().load(file("w.npz")))
        .hasMessageContaining("nothing was loaded:");
  }

  /** Names and shapes are all the same: only the order of the file tells. */
  @Test
  void aNormThatMovedIsRecognised() {
    net(2, 4, 4)
        .conv(1, 1)
        .filters(2)
        .batchNorm()
        .relu()
        .dense(2)
        .mse()
        .weights()
        .save(file("w.safetensors"));
    Model model = net(2, 4, 4).batchNorm().conv(1, 1).filters(2).relu().dense(2).mse();
    assertThatThrownBy(() -> model.weights().load(file("w.safetensors")))
        .hasMessage(
            file("w.safetensors")
                + ": it does not fit this network, nothing was loaded:\n  the layers stand in"
                + " another order: the file has conv1 where batchnorm1 is here\nIt was saved from"
                + " net(2, 4, 4).conv(1, 1).filters(2).batchNorm().relu().dense(2).\nAll shapes are"
                + " there: did you mean a network with its layers in another order?");
    assertThat(model.weights().lenient().load(file("w.safetensors")).notes()).hasSize(1);
  }

  @Test
  void layersUnderEachOthersNamesAreRecognised() {
    Map<String, Safetensors.Values> renamed = new LinkedHashMap<>();
    renamed.put("dense2.w", new Safetensors.Values(new int[] {4, 3}, new float[12]));
    renamed.put("dense2.b", new Safetensors.Values(new int[] {4}, new float[4]));
    renamed.put("dense1.w", new Safetensors.Values(new int[] {2, 4}, new float[8]));
    renamed.put("dense1.b", new Safetensors.Values(new int[] {2}, new float[2]));
    Safetensors.write(Path.of(file("x.safetensors")), renamed, Map.of());
    assertThatThrownBy(() -> net(3).dense(4).dense(2).mse().weights().load(file("x.safetensors")))
        .hasMessageEndingWith(
            "\nAll shapes are there: did you mean a network with its layers in another order?");
  }

  @Test
  void aFileOfPyTorchIsRecognised() {
    Model model = model();
    model.weights().toPyTorch(file("w.safetensors"));
    assertThatThrownBy(() -> model.weights().load(file("w.safetensors")))
        .hasMessageEndingWith(
            "\nThese are names of PyTorch: did you mean weights().fromPyTorch(...)?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.pt", "w.pth", "w.bin"})
  void pickledFilesAreRefusedWithTheWayOut(String name) {
    assertRefused(
        name,
        ": expected a name that ends in .safetensors or .npz; PyTorch's own files are Python"
            + " programs, which nothing here runs: in Python, save_file(net.state_dict(),"
            + " \"weights.safetensors\") of safetensors.torch");
  }

  @Test
  void anotherEndingIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> model().weights().save(file("w.json")))
        .hasMessage(file("w.json") + ": expected a name that ends in .safetensors or .npz");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void weightsNeedANetworkOfKnownShape() {
    assertThatThrownBy(() -> net().dense(2).mse().weights().save(file("w.npz")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("need the input shape");
  }

  @Test
  void numbersThatAreNoneAreNamedWithTheirPlace() {
    Map<String, Npy.Array> arrays = new LinkedHashMap<>();
    model()
        .parameters()
        .forEach((name, w) -> arrays.put(name, new Npy.Array(w.shape(), w.toArray())));
    arrays.get("conv1.w").data()[7] = Float.NaN;
    Npz.write(Path.of(file("w.npz")), arrays);
    assertRefused(
        "w.npz",
        ": expected finite numbers, value 7 of conv1.w is NaN: was it saved after a training that"
            + " failed?");
    Map<String, Safetensors.Values> tensors = new LinkedHashMap<>();
    arrays.forEach((name, a) -> tensors.put(name, new Safetensors.Values(a.shape(), a.data())));
    Safetensors.write(Path.of(file("w.safetensors")), tensors, Map.of());
    assertThatThrownBy(() -> model().weights().load(file("w.safetensors")))
        .hasMessageContaining("value 7 of conv1.w");
  }

  @Test
  void aFailedSaveLeavesTheOldFile() throws IOException {
    Model model = model();
    model.weights().save(file("w.safetensors"));
    byte[] before = Files.readAllBytes(Path.of(file("w.safetensors")));
    assertThatThrownBy(
            () ->
                model
                    .weights()
                    .names(Map.of("__metadata__", "conv1.w"))
                    .toPyTorch(file("w.safetensors")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Files.readAllBytes(Path.of(file("w.safetensors")))).isEqualTo(before);
    assertThat(folder.toFile().list()).isEqualTo(new String[] {"w.safetensors"});
  }

  @Test
  void whatWasLoadedIsShown() {
    Model model = net(2).dense(2).mse();
    String file = file("w.npz");
    assertThat(model.weights().toPyTorch(file))
        .hasToString(
            "2 parameters to "
                + file
                + ", kernels flipped\n  dense1.weight = dense1.w\n  dense1.bias = dense1.b");
    assertThat(model.weights()).hasToString("weights of net(2).dense(2)");
    assertThat(new Transfer("much", Map.of(), List.of("x").stream().toList()))
        .hasToString("much\n  x");
  }

  @Test
  void aModelThatNormalisesSaysSoAtTheBorder() {
    Model model = net(2).dense(2).mse();
    model.setNormalization(new tilde.train.Normalization(new double[] {1, 2}, new double[] {3, 4}));
    assertThat(model.weights().toPyTorch(file("w.npz")).notes())
        .containsExactly(
            "this model normalises its samples, which PyTorch's does not: there, give it"
                + " (x - mean) / std, mean (1.000, 2.000), std (3.000, 4.000); all digits: model.normalization()");
    assertThat(model.weights().fromPyTorch(file("w.npz")).notes())
        .containsExactly(
            "this model normalises its samples by mean (1.000, 2.000), std (3.000, 4.000): these"
                + " weights want that");
  }
}
