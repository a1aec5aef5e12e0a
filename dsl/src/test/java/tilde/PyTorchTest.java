package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;
import static tilde.Tilde.net;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.array.Blocks;
import tilde.data.Npz;
import tilde.io.Safetensors;
import tilde.io.Transfer;

/** Weights of PyTorch give PyTorch's scores here, and ours give our scores there. */
class PyTorchTest {
  private static final double RELATIVE = 1e-5;

  @TempDir Path folder;

  private static Net block(Net n) {
    return n.conv(3, 3)
        .filters(6)
        .same()
        .noBias()
        .batchNorm()
        .relu()
        .conv(3, 3)
        .filters(6)
        .same()
        .noBias()
        .batchNorm();
  }

  private static Net halvingBlock(Net n) {
    return n.conv(3, 3)
        .filters(8)
        .stride(2)
        .same()
        .noBias()
        .batchNorm()
        .relu()
        .conv(3, 3)
        .filters(8)
        .same()
        .noBias()
        .batchNorm();
  }

  /** The networks of {@code golden_weights.py}. */
  private static Model model(String name) {
    return switch (name) {
      case "resnet" ->
          net(2, 12, 10)
              .conv(3, 3)
              .filters(6)
              .same()
              .noBias()
              .batchNorm()
              .relu()
              .maxPool(2)
              .residual(PyTorchTest::block)
              .relu()
              .residual(PyTorchTest::halvingBlock)
              .relu()
              .dense(5)
              .softmaxCE();
      case "mixed" ->
          net(3, 8, 8)
              .depthwiseConv(3, 2)
              .layerNorm()
              .gelu()
              .convTranspose(2, 3)
              .filters(4)
              .stride(2)
              .batchNorm()
              .relu()
              .conv(3, 2)
              .filters(5)
              .avgPool(2)
              .flatten()
              .dense(9)
              .layerNorm()
              .gelu()
              .dense(4)
              .softmaxCE();
      case "types" -> net(3).dense(4).tanh().dense(2).softmaxCE();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The file of a fixture; {@code sorted} is safetensors with tensors in the order of names. */
  private String file(Golden golden, String entry) {
    Path file =
        folder.resolve(golden.text("name") + (entry.equals("npz") ? ".npz" : ".safetensors"));
    try {
      Files.write(file, Base64.getDecoder().decode(golden.text(entry)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  private static Tensor x(Golden golden) {
    return Tensor.of(golden.floats("x"), golden.shape("x"));
  }

  private static void assertSameScores(Model model, Golden golden) {
    double[] expected = golden.doubles("scores");
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    Tensor scores = model.scores(x(golden));
    assertThat(scores.shape()).isEqualTo(golden.shape("scores"));
    float[] got = scores.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) got[i]).isCloseTo(expected[i], within(RELATIVE * largest));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet, safetensors",
    "resnet, npz",
    "mixed, safetensors",
    "mixed, npz",
    "mixed, sorted",
    "types, safetensors",
    "types, sorted",
  })
  void weightsOfPyTorchGiveItsScores(String name, String entry) {
    Golden golden = Golden.named("weights", name);
    Model model = model(name);
    Transfer transfer = model.weights().fromPyTorch(file(golden, entry));
    assertThat(transfer.names().values()).containsExactlyElementsOf(model.parameters().keySet());
    assertSameScores(model, golden);
  }

  /** Names alone do not tell whether bn1 comes before or behind the blocks. */
  @Test
  void aFileSortedByNameNeedsOnePartnerNamed() {
    Golden golden = Golden.named("weights", "resnet");
    Model model = model("resnet");
    Weights weights = model.weights().names(Map.of("bn1", "batchnorm1"));
    Transfer transfer = weights.fromPyTorch(file(golden, "sorted"));
    assertThat(transfer.names())
        .containsEntry("layer1.0.bn1.running_var", "batchnorm2.var")
        .containsEntry("layer2.0.downsample.weight", "residual2.w");
    assertSameScores(model, golden);
  }

  @Test
  void kernelsAreFlippedOnBothAxesAndNothingElse() {
    Golden golden = Golden.named("weights", "mixed");
    Model model = model("mixed");
    String file = file(golden, "safetensors");
    model.weights().fromPyTorch(file);
    Map<String, Safetensors.Values> theirs = Safetensors.read(Path.of(file)).tensors();
    for (Map.Entry<String, String> pair :
        Map.of(
                "0.weight",
                "depthwiseconv1.w",
                "3.weight",
                "convtranspose1.w",
                "6.weight",
                "conv1.w")
            .entrySet()) {
      Safetensors.Values values = theirs.get(pair.getKey());
      assertThat(model.parameter(pair.getValue()).toArray())
          .as(pair.getValue())
          .isEqualTo(Blocks.flipLastTwo(values.data(), values.shape()))
          .isNotEqualTo(values.data());
    }
    assertThat(model.parameter("dense1.w").toArray()).isEqualTo(theirs.get("9.weight").data());
    assertThat(model.parameter("batchnorm1.var").toArray())
        .isEqualTo(theirs.get("4.running_var").data());
    assertThat(model.parameter("layernorm1.w").toArray()).isEqualTo(theirs.get("1.weight").data());
  }

  /** Out again under the names they came with, the bytes of the numbers are PyTorch's own. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet", "mixed"})
  void whatCameFromPyTorchGoesBackUnchanged(String name) {
    Golden golden = Golden.named("weights", name);
    Model model = model(name);
    Path in = Path.of(file(golden, "safetensors"));
    Transfer transfer = model.weights().fromPyTorch(in.toString());
    Path out = folder.resolve("out.safetensors");
    model.weights().names(transfer.names()).toPyTorch(out.toString());
    Map<String, Safetensors.Values> expected = new LinkedHashMap<>(Safetensors.read(in).tensors());
    expected.keySet().removeIf(tensor -> tensor.endsWith("num_batches_tracked"));
    Safetensors.Content written = Safetensors.read(out);
    assertThat(written.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(written.tensors().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    written
        .tensors()
        .forEach(
            (tensor, values) -> {
              assertThat(values.shape()).as(tensor).isEqualTo(expected.get(tensor).shape());
              assertThat(values.data()).as(tensor).isEqualTo(expected.get(tensor).data());
            });
  }

  /** Without names, modules are called as the layers here, and are told apart when they return. */
  @ParameterizedTest
  @ValueSource(strings = {"out.safetensors", "out.npz"})
  void weightsReturnFromAFileForPyTorch(String name) {
    Model model = model("mixed");
    String file = folder.resolve(name).toString();
    Transfer out = model.weights().toPyTorch(file);
    assertThat(out.names())
        .containsEntry("batchnorm1.running_mean", "batchnorm1.mean")
        .containsEntry("depthwiseconv1.weight", "depthwiseconv1.w");
    assertThat(out.summary()).isEqualTo("18 parameters to " + file + ", kernels flipped");
    Model other = model("mixed");
    Dataset one = Dataset.of(Tilde.randn(1, 1, 3, 8, 8), 0);
    other.train(one).epochs(1).run();
    other.weights().fromPyTorch(file);
    model
        .parameters()
        .forEach((p, w) -> assertThat(other.parameter(p).toArray()).as(p).isEqualTo(w.toArray()));
  }

  @Test
  void typesThatAreNoFloatsAreConvertedAndSaid() {
    Golden golden = Golden.named("weights", "types");
    Transfer transfer = model("types").weights().fromPyTorch(file(golden, "safetensors"));
    assertThat(transfer.notes())
        .containsExactly(
            "tensors of BF16 that became floats: 1",
            "tensors of F16 that became floats: 1",
            "tensors of F64 that became floats: 1");
  }

  /** The way out, seen from PyTorch: a Python script loads what Java wrote and compares scores. */
  @Test
  @Tag("external")
  void ourWeightsGiveOurScoresInPyTorch() throws IOException, InterruptedException {
    for (String name : List.of("resnet", "mixed")) {
      Golden golden = Golden.named("weights", name);
      Model model = model(name);
      Transfer names = model.weights().fromPyTorch(file(golden, "safetensors"));
      Tensor x = x(golden);
      int[] labels = new int[x.size(0)];
      Arrays.setAll(labels, n -> n % 4);
      model
          .train(
              Dataset.of(
                  x, labels, List.of("a", "b", "c", "d", "e").subList(0, model.scores(x).size(1))))
          .epochs(3)
          .run();
      for (String ending : List.of(".safetensors", ".npz")) {
        String file = folder.resolve(name + ending).toString();
        model.weights().names(names.names()).toPyTorch(file);
      }
      String asked = new Gson().toJson(Map.of("x", array(x), "scores", array(model.scores(x))));
      Files.writeString(folder.resolve(name + ".json"), asked);
    }
    Path script = Path.of("src", "test", "python", "check_weights.py").toAbsolutePath();
    assertThat(run(pythonWithTorch(), script.toString(), folder.toString()).lines())
        .hasSize(4)
        .allMatch(line -> line.matches("(resnet|mixed)\\.(safetensors|npz): [0-9.]+e-[0-9]+"));
  }

  /** The first python3 on the path that has torch; the tests are skipped without one. */
  private static String pythonWithTorch() throws IOException, InterruptedException {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path python = Path.of(place, "python3");
      if (Files.isExecutable(python)
          && started(python.toString(), "-c", "import torch").waitFor() == 0) {
        return python.toString();
      }
    }
    return abort("no python3 with torch, e.g. Debian's python3-torch");
  }

  private static Process started(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = started(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Map<String, Object> array(Tensor tensor) {
    return Map.of("shape", tensor.shape(), "data", tensor.toArray());
  }

  @Test
  void numPyReadsTheSameNumbersAsSafetensors() {
    Model model = model("mixed");
    String npz = folder.resolve("a.npz").toString();
    String safetensors = folder.resolve("a.safetensors").toString();
    model.weights().toPyTorch(npz);
    model.weights().toPyTorch(safetensors);
    var arrays = Npz.read(Path.of(npz));
    Safetensors.read(Path.of(safetensors))
        .tensors()
        .forEach((name, values) -> assertThat(arrays.get(name).data()).isEqualTo(values.data()));
  }
}
