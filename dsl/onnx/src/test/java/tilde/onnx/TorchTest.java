package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Model;
import tilde.Net;
import tilde.Tensor;

/** Files that PyTorch's exporter wrote; {@code src/test/python/make_onnx.py} made them. */
class TorchTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "torch");

  @TempDir Path folder;

  private static Path file(String name) {
    return FOLDER.resolve(name + ".onnx");
  }

  private static JsonObject fixture(String name) {
    try {
      String text = Files.readString(FOLDER.resolve(name + ".json"));
      return JsonParser.parseString(text)
          .getAsJsonObject()
          .getAsJsonArray("cases")
          .get(0)
          .getAsJsonObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Tensor tensor(JsonObject fixture, String name) {
    JsonObject array = fixture.getAsJsonObject(name);
    int[] shape =
        array.getAsJsonArray("shape").asList().stream().mapToInt(v -> v.getAsInt()).toArray();
    List<com.google.gson.JsonElement> numbers = array.getAsJsonArray("data").asList();
    float[] data = new float[numbers.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = numbers.get(i).getAsFloat();
    }
    return Tensor.of(data, shape);
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "convolutions", "perceptron", "normalized", "matmul"})
  void saysWhatPyTorchSays(String name) {
    JsonObject fixture = fixture(name);
    Model model = Onnx.load(file(name), Net::mse);
    Closeness.assertClose(model.scores(tensor(fixture, "x")), tensor(fixture, "y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "convolutions", "perceptron", "normalized", "matmul"})
  void goesOutAgainAndSaysTheSame(String name) {
    JsonObject fixture = fixture(name);
    Path again = folder.resolve("again.onnx");
    Onnx.save(Onnx.load(file(name), Net::mse), again);
    Closeness.assertClose(RuntimeRun.of(again, tensor(fixture, "x")), tensor(fixture, "y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          residual     | softmaxCE
          convolutions | softmaxCE
          matmul       | softmaxCE
          """)
  void classesAreTakenForClasses(String name, String loss) {
    assertThat(Onnx.load(file(name)).loss().kind()).isEqualTo(loss);
  }

  @Test
  void readsAsTheLineOneWouldWrite() {
    assertThat(Onnx.load(file("residual")))
        .hasToString(
            "net(3, 9, 8).batchNorm().conv(3, 3).same().relu().batchNorm()"
                + ".residual(n1 -> n1.residual(n -> n.conv(3, 3).same().relu()).relu()"
                + ".conv(1, 3).same()).maxPool(2)"
                + ".residual(n -> n.conv(3, 3).filters(12).stride(2).same().leakyRelu(0.2))"
                + ".globalAvgPool().dense(10).softmaxCE()");
  }

  @Test
  void softmaxAtTheEndBecomesThatOfTheLoss() {
    JsonObject fixture = fixture("convolutions");
    Model model = Onnx.load(file("convolutions"));
    Closeness.assertClose(model.probabilities(tensor(fixture, "x")), tensor(fixture, "y"));
  }

  @Test
  void statisticsOfTheDataBecomeANormalization() {
    assertThat(Onnx.load(file("normalized")).normalization())
        .hasToString("Optional[mean (0.4000, 0.5000, 0.6000), std (0.2000, 0.2500, 0.3000)]");
  }
}
