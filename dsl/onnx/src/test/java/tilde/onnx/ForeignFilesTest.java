package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Model;
import tilde.Net;

/** Operators as other programs write them say here what they say in ONNX Runtime. */
class ForeignFilesTest {
  @TempDir Path folder;

  private static Arguments file(String words, HandMade made) {
    return Arguments.of(words, made);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        file(
            "conv(3, 3).filters(4).stride(2).padding(1, 1, 0, 1).noBias()",
            HandMade.on(2, 5, 6)
                .weights("w", 4, 2, 3, 3)
                .node(
                    "Conv",
                    c -> c.wholes("strides", 2, 2).text("auto_pad", "SAME_UPPER"),
                    "y",
                    "x",
                    "w")),
        file(
            "conv(3, 3).filters(4).stride(2).padding(1, 1, 1, 0).noBias()",
            HandMade.on(2, 5, 6)
                .weights("w", 4, 2, 3, 3)
                .node(
                    "Conv",
                    c -> c.wholes("strides", 2, 2).text("auto_pad", "SAME_LOWER"),
                    "y",
                    "x",
                    "w")),
        file(
            "conv(2, 2).filters(3)",
            HandMade.on(1, 4, 4)
                .weights("w", 3, 1, 2, 2)
                .weights("b", 3)
                .node("Conv", c -> c.text("auto_pad", "VALID"), "y", "x", "w", "b")),
        file(
            "conv(3, 3).filters(2).padding(2, 1, 1, 3).noBias()",
            HandMade.on(1, 4, 4)
                .weights("w", 2, 1, 3, 3)
                .wholes("pads", 0, 0, 1, 0, 0, 0, 0, 2)
                .node("Pad", "padded", "x", "pads")
                .node("Conv", c -> c.wholes("pads", 1, 1, 1, 1), "y", "padded", "w")),
        file(
            "avgPool(2)",
            HandMade.on(2, 5, 5)
                .node(
                    "AveragePool",
                    c -> c.wholes("kernel_shape", 2, 2).wholes("strides", 2, 2),
                    "y",
                    "x")),
        file(
            "avgPool(3, 4).relu()",
            HandMade.on(2, 3, 4).node("GlobalAveragePool", "p", "x").node("Relu", "y", "p")),
        file(
            "globalAvgPool().relu()",
            HandMade.on(2, 3, 4)
                .node("GlobalAveragePool", "p", "x")
                .node("Flatten", "f", "p")
                .node("Relu", "y", "f")),
        file(
            "upsample(3)",
            HandMade.on(2, 2, 3)
                .constant("s", List.of(4), i -> i < 2 ? 1f : 3f)
                .node("Resize", c -> c.text("mode", "nearest"), "y", "x", "", "s")),
        file(
            "dense(3)",
            HandMade.on(4).weights("w", 4, 3).weights("b", 1, 3).node("Gemm", "y", "x", "w", "b")),
        file(
            "dense(3).tanh()",
            HandMade.on(4)
                .weights("w", 4, 3)
                .weights("b", 3)
                .node("MatMul", "p", "x", "w")
                .node("Add", "s", "b", "p")
                .node("Tanh", "y", "s")),
        file(
            "flatten().softmax()",
            HandMade.on(2, 2, 3)
                .wholes("shape", -1, 12)
                .node("Reshape", "f", "x", "shape")
                .node("Softmax", "y", "f")),
        file(
            "flatten().sigmoid()",
            HandMade.on(2, 2, 3)
                .wholes("shape", 0, -1)
                .node("Reshape", "f", "x", "shape")
                .node("Sigmoid", "y", "f")),
        file(
            "flatten().relu()",
            HandMade.on(2, 2, 3)
                .batchOf(3)
                .wholes("shape", 3, 12)
                .node("Reshape", "f", "x", "shape")
                .node("Relu", "y", "f")),
        file(
            "relu()",
            HandMade.on(2, 2, 3)
                .wholes("shape", -1, 2, 2, 3)
                .node("Reshape", "f", "x", "shape")
                .node("Relu", "y", "f")),
        file("softmax()", HandMade.on(3, 2, 2).node("Softmax", c -> c.whole("axis", -3), "y", "x")),
        file("gelu()", HandMade.on(5).opset(20).node("Gelu", "y", "x")),
        file(
            "dropout(0.3).relu()",
            HandMade.on(5)
                .number("share", 0.3)
                .node("Dropout", "d", "x", "share")
                .node("Relu", "y", "d")),
        file(
            "dropout(0.5).relu()", HandMade.on(5).node("Dropout", "d", "x").node("Relu", "y", "d")),
        file(
            "layerNorm()",
            HandMade.on(6).weights("w", 6).node("LayerNormalization", "y", "x", "w")),
        file(
            "batchNorm().momentum(0.2).epsilon(0.001)",
            HandMade.on(3, 2, 2)
                .weights("w", 3)
                .weights("b", 3)
                .weights("m", 3)
                .constant("v", List.of(3), i -> 0.5f + i)
                .node("Identity", "w2", "w")
                .node(
                    "BatchNormalization",
                    c -> c.real("momentum", 0.8).real("epsilon", 1e-3),
                    "y",
                    "x",
                    "w2",
                    "b",
                    "m",
                    "v")),
        file(
            "residual(n -> n.conv(1, 1).filters(3))",
            HandMade.on(2, 3, 3)
                .weights("w", 3, 2, 1, 1)
                .weights("b", 3)
                .weights("p", 3, 2, 1, 1)
                .node("Conv", "body", "x", "w", "b")
                .node("Conv", "way", "x", "p")
                .node("Add", "y", "way", "body")),
        file(
            "residual(n -> n.dense(3).relu())",
            HandMade.on(4)
                .weights("w", 4, 3)
                .weights("p", 4, 3)
                .weights("b", 3)
                .node("Gemm", "g", "x", "w", "b")
                .node("Relu", "body", "g")
                .node("MatMul", "way", "x", "p")
                .node("Add", "y", "body", "way")),
        file(
            "residual(n1 -> n1.residual(n -> n.relu()).tanh())",
            HandMade.on(4)
                .node("Relu", "r", "x")
                .node("Add", "s", "x", "r")
                .node("Tanh", "t", "s")
                .node("Add", "y", "t", "x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void saysWhatOnnxRuntimeSays(String words, HandMade made) {
    Path file = made.save(folder);
    Model model = Onnx.load(file, Net::mse);
    assertThat(model.toString()).endsWith(")." + words + ".mse()");
    var x = RandomModels.samples(model, 7, 3);
    Closeness.assertClose(model.scores(x), RuntimeRun.of(file, x));
  }

  @Test
  void divisionAloneIsANormalizationToo() {
    Path file =
        HandMade.on(3, 2, 2)
            .number("most", 255)
            .node("Div", "d", "x", "most")
            .node("Relu", "y", "d")
            .save(folder);
    assertThat(Onnx.load(file).normalization().orElseThrow().std()).containsOnly(255);
  }

  @Test
  void endingsChooseTheLoss() {
    assertThat(load(HandMade.on(3).node("Relu", "y", "x"))).endsWith(".relu().softmaxCE()");
    assertThat(load(HandMade.on(1).node("Relu", "y", "x"))).endsWith(".relu().mse()");
    assertThat(load(HandMade.on(3, 2, 2).node("Relu", "y", "x"))).endsWith(".relu().mse()");
    assertThat(load(HandMade.on(3).node("Relu", "r", "x").node("Softmax", "y", "r")))
        .endsWith(".relu().softmaxCE()");
    assertThat(load(HandMade.on(3).node("Relu", "r", "x").node("Sigmoid", "y", "r")))
        .endsWith(".relu().sigmoidCE()");
    assertThat(
            load(
                HandMade.on(3, 2, 2)
                    .node("Relu", "r", "x")
                    .node("Softmax", c -> c.whole("axis", 1), "y", "r")))
        .endsWith(".relu().softmax().mse()");
  }

  private String load(HandMade made) {
    return Onnx.load(made.save(folder)).toString();
  }
}
