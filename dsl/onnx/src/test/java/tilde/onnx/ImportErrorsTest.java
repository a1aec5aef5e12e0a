package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.onnx.GraphBuilder.Call;
import tilde.onnx.format.OnnxException;

/** What has no layer here is told by the name of its node. */
class ImportErrorsTest {
  @TempDir Path folder;

  private static Arguments error(String message, HandMade made) {
    return Arguments.of(message, made);
  }

  private static HandMade pool(String op, UnaryOperator<Call> more) {
    return HandMade.on(2, 6, 6)
        .node(
            op, c -> more.apply(c.wholes("kernel_shape", 2, 2).wholes("strides", 2, 2)), "y", "x");
  }

  private static HandMade conv(UnaryOperator<Call> more) {
    return HandMade.on(2, 6, 6).weights("w", 4, 2, 3, 3).node("Conv", more, "y", "x", "w");
  }

  static Stream<Arguments> operators() {
    return Stream.of(
        error(
            "node 'the Elu' (Elu): expected an operator of the layers here, such as Conv, Gemm,"
                + " Relu or MaxPool, got one that no layer here stands for",
            HandMade.on(3).node("Elu", "y", "x")),
        error(
            "node 'the Relu' (Relu): expected no attributes but [], got 'slope'",
            HandMade.on(3).node("Relu", c -> c.real("slope", 1), "y", "x")),
        error(
            "node 'the Conv' (Conv): expected strides that are equal, got 2 and 1",
            conv(c -> c.wholes("strides", 2, 1))),
        error(
            "node 'the Conv' (Conv): expected strides of 2 numbers, got [2]",
            conv(c -> c.wholes("strides", 2))),
        error(
            "node 'the Conv' (Conv): expected strides of another type, got Whole[value=2]",
            conv(c -> c.whole("strides", 2))),
        error(
            "node 'the Conv' (Conv): conv: stride must be at least 1, got 0",
            conv(c -> c.wholes("strides", 0, 0))),
        error(
            "node 'the Conv' (Conv): padding (top, bottom, left, right) must not be negative, got"
                + " (-1, 0, 0, 0)",
            conv(c -> c.wholes("pads", -1, 0, 0, 0))),
        error(
            "node 'the Conv' (Conv): expected auto_pad NOTSET, VALID, SAME_UPPER or SAME_LOWER, got"
                + " SAME",
            conv(c -> c.text("auto_pad", "SAME"))),
        error(
            "node 'the Conv' (Conv): expected kernels of its kernel_shape [2, 2], got [4, 2, 3, 3]",
            conv(c -> c.wholes("kernel_shape", 2, 2))),
        error(
            "node 'the Conv' (Conv): expected group 1, or as many groups and filters as the"
                + " channels of (2, 6, 6), got group 2 and kernels [4, 2, 3, 3]",
            conv(c -> c.whole("group", 2))),
        error(
            "node 'the Conv' (Conv): conv 3x3 needs an input of at least 21 x 21 with its padding,"
                + " got 6 x 6 from (2, 6, 6): use a smaller kernel, less dilation, or same()",
            conv(c -> c.wholes("dilations", 10, 10))),
        error(
            "node 'the Conv' (Conv): expected at most 134217728 values a sample in all layers, got"
                + " more with its (4, 6004, 6004) of (2, 6, 6)",
            conv(c -> c.wholes("pads", 3000, 3000, 3000, 3000))),
        error(
            "node 'the Conv' (Conv): expected 'w' of shape [4, 2, 3, 3], got [4, 3, 3, 3]",
            HandMade.on(2, 6, 6).weights("w", 4, 3, 3, 3).node("Conv", "y", "x", "w")),
        error(
            "node 'the Conv' (Conv): expected kernels of 4 axes, for images, got 'w' [4, 2, 3]",
            HandMade.on(2, 6, 6).weights("w", 4, 2, 3).node("Conv", "y", "x", "w")),
        error(
            "node 'the Conv' (Conv): expected finite numbers in 'w', got NaN at place 2",
            HandMade.on(1, 6, 6)
                .constant("w", List.of(1, 1, 2, 2), i -> i == 2 ? Float.NaN : 1f)
                .node("Conv", "y", "x", "w")),
        error(
            "node 'the LayerNormalization' (LayerNormalization): expected real numbers in 'w', got"
                + " whole ones",
            HandMade.on(3).wholes("w", 1, 2, 3).node("LayerNormalization", "y", "x", "w")),
        error(
            "node 'the MatMul' (MatMul): expected input 1 to be constant, got 'x', which is computed",
            HandMade.on(3).weights("w", 3, 3).node("MatMul", "y", "w", "x")),
        error(
            "node 'the Conv' (Conv): expected an operator of the layers here, such as Conv, Gemm,"
                + " Relu or MaxPool, got two computed inputs",
            HandMade.on(2, 6, 6).node("Relu", "r", "x").node("Conv", "y", "x", "r")),
        error(
            "node 'the ConvTranspose' (ConvTranspose): expected output_padding 0, 0, got 1, 1",
            HandMade.on(2, 6, 6)
                .weights("w", 2, 4, 3, 3)
                .node("ConvTranspose", c -> c.wholes("output_padding", 1, 1), "y", "x", "w")),
        error(
            "node 'the ConvTranspose' (ConvTranspose): expected no attributes but [auto_pad,"
                + " dilations, group, kernel_shape, output_padding, pads, strides], got"
                + " 'output_shape'",
            HandMade.on(2, 6, 6)
                .weights("w", 2, 4, 3, 3)
                .node("ConvTranspose", c -> c.wholes("output_shape", 9, 9), "y", "x", "w")),
        error(
            "node 'the ConvTranspose' (ConvTranspose): expected explicit pads, got SAME_UPPER",
            HandMade.on(2, 6, 6)
                .weights("w", 2, 4, 3, 3)
                .node("ConvTranspose", c -> c.text("auto_pad", "SAME_UPPER"), "y", "x", "w")),
        error(
            "node 'the MaxPool' (MaxPool): expected no padding, as maxPool here has none, got"
                + " Border[top=1, bottom=0, left=1, right=0]",
            pool("MaxPool", c -> c.wholes("pads", 1, 1, 0, 0))),
        error(
            "node 'the MaxPool' (MaxPool): expected ceil_mode 0, which is what layers here do, got"
                + " 1",
            pool("MaxPool", c -> c.whole("ceil_mode", 1))),
        error(
            "node 'the MaxPool' (MaxPool): expected dilations 1, 1, got 2",
            pool("MaxPool", c -> c.wholes("dilations", 2, 2))),
        error(
            "node 'the MaxPool' (MaxPool): expected kernel_shape, got none",
            HandMade.on(2, 6, 6).node("MaxPool", "y", "x")),
        error(
            "node 'the AveragePool' (AveragePool): expected count_include_pad 1, as avgPool here"
                + " counts zeros, got 0",
            pool("AveragePool", c -> c.wholes("pads", 1, 1, 1, 1))),
        error(
            "node 'the AveragePool' (AveragePool): expected the same padding on all sides, got"
                + " Border[top=1, bottom=0, left=1, right=0]",
            pool("AveragePool", c -> c.wholes("pads", 1, 1, 0, 0))),
        error(
            "node 'the Gemm' (Gemm): expected alpha and beta 1, got 0.5 and 1.0",
            HandMade.on(4)
                .weights("w", 4, 3)
                .node("Gemm", c -> c.real("alpha", 0.5), "y", "x", "w")),
        error(
            "node 'the Gemm' (Gemm): expected vectors and a matrix, got (1, 2, 2) and 'w' [4, 3]",
            HandMade.on(1, 2, 2).weights("w", 4, 3).node("Gemm", "y", "x", "w")),
        error(
            "node 'the Add' (Add): expected a computed input and a constant, got [p]",
            HandMade.on(4).weights("w", 4, 3).node("MatMul", "p", "x", "w").node("Add", "y", "p")),
        error(
            "node 'the Softmax' (Softmax): expected softmax over the channels: axis 1, for images"
                + " from opset 13 on, got -1",
            HandMade.on(2, 3, 3).node("Softmax", "r", "x").node("Relu", "y", "r")),
        error(
            "node 'the Resize' (Resize): expected mode nearest, which is what layers here do, got"
                + " linear",
            HandMade.on(2, 3, 3)
                .constant("s", List.of(4), i -> 1f)
                .node("Resize", c -> c.text("mode", "linear"), "y", "x", "", "s")),
        error(
            "node 'the Resize' (Resize): expected scales 1, 1, n, n, got [1.0, 1.0, 1.5, 1.5]",
            HandMade.on(2, 3, 3)
                .constant("s", List.of(4), i -> i < 2 ? 1f : 1.5f)
                .node("Resize", "y", "x", "", "s")),
        error(
            "node 'the Resize' (Resize): expected each pixel repeated, as asymmetric and floor do,"
                + " got align_corners, floor",
            HandMade.on(2, 3, 3)
                .node(
                    "Resize",
                    c ->
                        c.text("coordinate_transformation_mode", "align_corners")
                            .text("nearest_mode", "floor"),
                    "y",
                    "x")),
        error(
            "node 'the Resize' (Resize): expected four scales as input 2, got none",
            HandMade.on(2, 3, 3).node("Resize", "y", "x")),
        error(
            "node 'the LayerNormalization' (LayerNormalization): expected epsilon 1.0E-5, got 0.1",
            HandMade.on(3)
                .weights("w", 3)
                .node("LayerNormalization", c -> c.real("epsilon", 0.1), "y", "x", "w")),
        error(
            "node 'the LayerNormalization' (LayerNormalization): expected axis 1, so that all"
                + " values of a sample count, got -1",
            HandMade.on(2, 3, 3).weights("w", 3).node("LayerNormalization", "y", "x", "w")),
        error(
            "node 'the BatchNormalization' (BatchNormalization): expected training_mode 0, which is"
                + " what layers here do, got 1",
            HandMade.on(3).node("BatchNormalization", c -> c.whole("training_mode", 1), "y", "x")),
        error(
            "node 'the BatchNormalization' (BatchNormalization): expected variances of at least 0,"
                + " got -1.0",
            HandMade.on(1)
                .constant("v", List.of(1), i -> -1f)
                .node("BatchNormalization", "y", "x", "v", "v", "v", "v")),
        error(
            "node 'the BatchNormalization' (BatchNormalization): expected a constant as input 1,"
                + " got none",
            HandMade.on(1).node("BatchNormalization", "y", "x")),
        error(
            "node 'the Dropout' (Dropout): expected training_mode to be off, got 'on'",
            HandMade.on(3).number("p", 0.5).wholes("on", 1).node("Dropout", "y", "x", "p", "on")),
        error(
            "node 'the Flatten' (Flatten): expected axis 1, which is what layers here do, got 2",
            HandMade.on(2, 3, 3).node("Flatten", c -> c.whole("axis", 2), "y", "x")),
        error(
            "node 'the Reshape' (Reshape): expected the shape (N, 18), which flattens (2, 3, 3),"
                + " got [-1, 9]",
            HandMade.on(2, 3, 3).wholes("s", -1, 9).node("Reshape", "y", "x", "s")),
        error(
            "node 'the Reshape' (Reshape): expected a shape that is constant, or made of shapes,"
                + " got 's'",
            HandMade.on(2, 3, 3).number("s", 1).node("Reshape", "y", "x", "s")),
        error(
            "node 'the Add' (Add): expected an operator on shapes, such as Gather, got Add",
            HandMade.on(2, 3, 3)
                .wholes("one", 1)
                .node("Shape", "s", "x")
                .node("Add", "t", "s", "one")
                .node("Reshape", "y", "x", "t")),
        error(
            "node 'the Pad' (Pad): expected a Conv or AveragePool behind it, got none",
            HandMade.on(2, 3, 3)
                .wholes("p", 0, 0, 1, 1, 0, 0, 1, 1)
                .node("Pad", "r", "x", "p")
                .node("Relu", "y", "r")),
        error(
            "node 'the Pad' (Pad): expected mode constant, which is what layers here do, got"
                + " reflect",
            HandMade.on(2, 3, 3)
                .wholes("p", 0, 0, 1, 1, 0, 0, 1, 1)
                .node("Pad", c -> c.text("mode", "reflect"), "r", "x", "p")
                .node("AveragePool", c -> c.wholes("kernel_shape", 2, 2), "y", "r")),
        error(
            "node 'the Pad' (Pad): expected zeros around images only, got [0, 1, 1, 1, 0, 0, 1, 1]",
            HandMade.on(2, 3, 3)
                .wholes("p", 0, 1, 1, 1, 0, 0, 1, 1)
                .node("Pad", "r", "x", "p")
                .node("AveragePool", c -> c.wholes("kernel_shape", 2, 2), "y", "r")),
        error(
            "node 'the Sub' (Sub): expected one number for each channel of (3, 2, 2), got 'm' [2]",
            HandMade.on(3, 2, 2).weights("m", 2).node("Sub", "y", "x", "m")),
        error(
            "node 'the Div' (Div): expected deviations above 0, got -1.0",
            HandMade.on(3, 2, 2).number("m", -1).node("Div", "y", "x", "m")));
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        error(
            "expected operators of opset 9 or newer, got opset 8",
            HandMade.on(3).opset(8).node("Relu", "y", "x")),
        error(
            "expected an input of FLOAT (1), any number of samples of one size, got 'x' of type 11"
                + " and shape [N, 3]",
            HandMade.on(3).type(11).node("Relu", "y", "x")),
        error(
            "expected an input of FLOAT (1), any number of samples of one size, got 'x' of type 1"
                + " and shape [N, ?, 3]",
            HandMade.on(0, 3).node("Relu", "y", "x")),
        error(
            "input 'x': a sample has shape (features) or (channels, height, width), got (2, 3)",
            HandMade.on(2, 3).node("Relu", "y", "x")),
        error(
            "expected a network with an output that is computed from its input, got 'y'",
            HandMade.on(3).node("Relu", "z", "x")),
        error(
            "node 'the Relu' (Relu): expected inputs made before it, got 'z', which no node before"
                + " it makes",
            HandMade.on(3).node("Relu", "y", "z")),
        error(
            "node 'the Relu' (Relu): expected a new output, got 'x', which is there already",
            HandMade.on(3).node("Relu", "x", "x")),
        error(
            "node 'the Sum' (Sum): expected at most two computed inputs, got [x, x, x]",
            HandMade.on(3).node("Sum", "y", "x", "x", "x")),
        error(
            "node 'the Max' (Max): expected an operator of the layers here, such as Conv, Gemm,"
                + " Relu or MaxPool, got two computed inputs",
            HandMade.on(3).node("Relu", "r", "x").node("Max", "y", "r", "x")),
        error(
            "node 'the Mul' (Mul): expected an operator of the layers here, such as Conv, Gemm,"
                + " Relu or MaxPool, got a product that is neither silu nor gelu",
            HandMade.on(3).node("Tanh", "r", "x").node("Mul", "y", "r", "x")),
        error(
            "node 'the Add' (Add): expected a layer or more on one way, and nothing or a 1x1"
                + " convolution without bias on the other, got 1 and 1 nodes",
            HandMade.on(3)
                .node("Tanh", "t", "x")
                .node("Relu", "r", "x")
                .node("Add", "y", "t", "r")),
        error(
            "node 'the Add' (Add): expected two values of one shape, got another than (4) on one"
                + " way",
            HandMade.on(4)
                .weights("w", 4, 3)
                .node("Gemm", "g", "x", "w")
                .node("Relu", "r", "g")
                .node("Add", "y", "r", "x")),
        error(
            "node 'the Conv' (Conv): expected nothing on this way, as the layers on the other keep"
                + " the shape (2, 3, 3), got a layer of its own",
            HandMade.on(2, 3, 3)
                .weights("w", 2, 2, 1, 1)
                .node("Relu", "r", "x")
                .node("Conv", "c", "x", "w")
                .node("Add", "y", "r", "c")),
        error(
            "node 'the Conv' (Conv): expected a 1x1 convolution without padding, with the smallest"
                + " stride that fits, got conv(1, 1).filters(2).stride(4)",
            HandMade.on(2, 5, 5)
                .weights("w", 2, 2, 1, 1)
                .node(
                    "MaxPool",
                    c -> c.wholes("kernel_shape", 2, 2).wholes("strides", 3, 3),
                    "r",
                    "x")
                .node("Conv", c -> c.wholes("strides", 4, 4), "c", "x", "w")
                .node("Add", "y", "r", "c")),
        error(
            "node 'the Relu' (Relu): expected a row of layers with ways around some of them, nested"
                + " at most 10 deep, got a graph of another form",
            crossed()),
        error("nested at most 10 deep, got a graph of another form", nested(11)),
        error(
            "metadata 'tilde.loss': expected softmaxCE, sigmoidCE, mse or hinge, got 'guess'",
            HandMade.on(3).metadata("tilde.loss", "guess").node("Relu", "y", "x")));
  }

  /** Two ways that share a node, though not all ways pass it. */
  private static HandMade crossed() {
    return HandMade.on(3)
        .node("Relu", "a", "x")
        .node("Tanh", "b", "x")
        .node("Add", "c", "a", "b")
        .node("Add", "d", "c", "a")
        .node("Add", "y", "d", "c");
  }

  private static HandMade nested(int levels) {
    HandMade made = HandMade.on(3).node("Relu", "v0", "x");
    for (int level = 0; level < levels; level++) {
      String out = level == levels - 1 ? "y" : "v" + (level + 1);
      made.node("Tanh", "t" + level, "v" + level).node("Add", out, "t" + level, "x");
    }
    return made;
  }

  @ParameterizedTest
  @MethodSource({"operators", "graphs"})
  void isToldByName(String message, HandMade made) {
    Path file = made.save(folder);
    assertThatThrownBy(() -> Onnx.load(file))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void tooManyNodesAreRefusedBeforeAnyWork() {
    HandMade made = HandMade.on(3);
    for (int i = 0; i < 5000; i++) {
      made.node("Relu", "v" + i, i == 0 ? "x" : "v" + (i - 1));
    }
    Path file = made.node("Relu", "y", "v4999").save(folder);
    assertThatThrownBy(() -> Onnx.load(file))
        .isInstanceOf(OnnxException.class)
        .hasMessage(file + ": expected a network with at most 4096 nodes, got 5001");
  }
}
