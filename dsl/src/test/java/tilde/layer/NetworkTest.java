package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;

class NetworkTest {
  private static final List<Layer> LAYERS =
      List.of(
          new Conv(3, 3),
          new Relu(),
          new Conv(1, 2, 4, 1, 1, new Padding.Part(Mode.SAME), false),
          new MaxPool(2, 2, 2),
          new Dense(10, true));
  private static final Network NETWORK = new Network(Shape.of(1, 8, 8), LAYERS);

  @Test
  void shapesGoFromTheInputToTheOutput() {
    assertThat(NETWORK.shapes())
        .containsExactly(
            Shape.of(1, 8, 8),
            Shape.of(8, 6, 6),
            Shape.of(8, 6, 6),
            Shape.of(4, 6, 6),
            Shape.of(4, 3, 3),
            Shape.of(10));
    assertThat(NETWORK.output()).isEqualTo(Shape.of(10));
  }

  @Test
  void parametersAreNamedByKindAndCount() {
    assertThat(NETWORK.nodes().stream().map(Network.Node::name))
        .containsExactly("conv1", "relu1", "conv2", "maxpool1", "dense1");
    assertThat(NETWORK.parameters().stream().map(Network.Parameter::name))
        .containsExactly("conv1.w", "conv1.b", "conv2.w", "dense1.w", "dense1.b");
    assertThat(NETWORK.parameters().get(2).spec().shapeArray()).containsExactly(4, 8, 1, 2);
    assertThat(NETWORK.parameters().get(2).node()).isEqualTo(2);
    assertThat(NETWORK.parameters().get(3).spec().shapeArray()).containsExactly(10, 36);
  }

  @Test
  void aLayerThatDoesNotFitIsNamedWithItsPlace() {
    List<Layer> layers = List.of(new MaxPool(2, 2, 2), new Relu(), new Conv(5, 3));
    assertThatThrownBy(() -> new Network(Shape.of(1, 8, 8), layers))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "conv 5x3 (layer 3) needs an input of at least 5 x 3 with its padding, got 4 x 4 from"
                + " (1, 4, 4): use a smaller kernel, less dilation, or same()");
    assertThatThrownBy(() -> new Network(Shape.of(784), List.of(new Conv(3, 3))))
        .hasMessage(
            "conv 3x3 (layer 1) needs (channels, height, width), got (784): give it images, e.g."
                + " net(1, 28, 28), or put it before flatten and dense");
    assertThatThrownBy(
            () -> new Network(Shape.of(1, 8, 8), List.of(new Dense(5, true), new Conv(3, 3))))
        .hasMessageStartingWith("conv 3x3 (layer 2) needs (channels, height, width), got (5)");
  }

  @Test
  void theOutputIsKnownFromTheFirstDenseLayerOn() {
    assertThat(Network.outputOfAnyInput(LAYERS)).contains(Shape.of(10));
    assertThat(Network.outputOfAnyInput(List.of(new Dense(10, true), new Relu(), new Flatten())))
        .contains(Shape.of(10));
    assertThat(Network.outputOfAnyInput(LAYERS.subList(0, 4))).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> Network.outputOfAnyInput(List.of(new Dense(10, true), new Conv(3, 3))))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("conv 3x3 (layer 2) needs (channels, height, width), got (10)");
  }

  @Test
  void layersPrintTheCallThatMadeThem() {
    assertThat(LAYERS.stream().map(Layer::dsl))
        .containsExactly(
            "conv(3, 3)",
            "relu()",
            "conv(1, 2).filters(4).same().noBias()",
            "maxPool(2)",
            "dense(10)");
    Conv conv = new Conv(2, 3, 8, 2, 3, new Padding.Explicit(new Border(1, 2, 3, 4)), true);
    assertThat(conv.dsl()).isEqualTo("conv(2, 3).stride(2).dilation(3).padding(1, 2, 3, 4)");
    assertThat(new Conv(2, 2, 8, 1, 1, new Padding.Part(Mode.FULL), true).dsl())
        .isEqualTo("conv(2, 2).full()");
    assertThat(new MaxPool(2, 3, 1).dsl()).isEqualTo("maxPool(2, 3).stride(1)");
    assertThat(new Dense(3, false).dsl()).isEqualTo("dense(3).noBias()");
    assertThat(new Flatten().dsl()).isEqualTo("flatten()");
    assertThat(LAYERS.stream().map(Layer::describe))
        .containsExactly("conv 3x3", "relu", "conv 1x2", "maxPool 2x2", "dense 10");
  }

  @Test
  void theLayersOfABodyStandBeforeTheResidualThatJoinsThem() {
    Conv same = new Conv(3, 3, 4, 2, 1, new Padding.Part(Mode.SAME), true);
    Network network =
        new Network(
            Shape.of(1, 8, 8),
            List.of(
                new Conv(3, 3),
                new Residual(List.of(new BatchNorm(), new Relu(), same)),
                new Residual(List.of(new Residual(List.of(new Relu())), new BatchNorm())),
                new Dense(3, true)));
    assertThat(network.nodes().stream().map(Network.Node::toString))
        .containsExactly(
            "conv1 (layer 1)",
            "batchnorm1 (layer 2)",
            "relu1 (layer 2)",
            "conv2 (layer 2)",
            "residual1 (layer 2)",
            "relu2 (layer 3)",
            "residual2 (layer 3)",
            "batchnorm2 (layer 3)",
            "residual3 (layer 3)",
            "dense1 (layer 4)");
    assertThat(network.nodes().stream().map(Network.Node::skip))
        .containsExactly(-1, -1, -1, -1, 1, -1, 5, -1, 5, -1);
    assertThat(network.parameters().stream().map(Network.Parameter::name))
        .containsExactly(
            "conv1.w",
            "conv1.b",
            "batchnorm1.w",
            "batchnorm1.b",
            "batchnorm1.mean",
            "batchnorm1.var",
            "conv2.w",
            "conv2.b",
            "residual1.w",
            "batchnorm2.w",
            "batchnorm2.b",
            "batchnorm2.mean",
            "batchnorm2.var",
            "dense1.w",
            "dense1.b");
    assertThat(network.parameters().get(8).spec().shapeArray()).containsExactly(4, 8, 1, 1);
    assertThat(network.output()).isEqualTo(Shape.of(3));
  }

  @Test
  void aBodyThatDoesNotFitIsNamedWithItsPlace() {
    Residual tooLarge = new Residual(List.of(new Relu(), new Conv(9, 9)));
    assertThatThrownBy(() -> new Network(Shape.of(1, 8, 8), List.of(new Relu(), tooLarge)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "residual (layer 2) has a layer that does not fit: conv 9x9 (layer 2) needs an input of"
                + " at least 9 x 9 with its padding, got 8 x 8 from (1, 8, 8): use a smaller kernel,"
                + " less dilation, or same()");
    Residual shrinks = new Residual(List.of(new Conv(3, 3)));
    assertThatThrownBy(() -> new Network(Shape.of(1, 8, 8), List.of(shrinks)))
        .hasMessage(
            "residual (layer 1) adds its input (1, 8, 8) to what its body makes of it, (8, 6, 6),"
                + " and no stride brings the one to the size of the other: use same() in the body");
    Residual flattens = new Residual(List.of(new Dense(64, true)));
    assertThatThrownBy(() -> new Network(Shape.of(1, 8, 8), List.of(flattens)))
        .hasMessageContaining(
            "(64), and an image cannot be added to a vector: flatten before the residual");
    assertThatThrownBy(() -> new Residual(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "residual: its body has no layer, expected some: e.g. residual(n ->"
                + " n.conv(3,3).same())");
  }

  @Test
  void lambdasInLambdasNameTheirNetworksApart() {
    Residual inner = new Residual(List.of(new Relu()));
    Residual middle = new Residual(List.of(inner, new BatchNorm(0.2, 1e-3), inner));
    assertThat(new Residual(List.of(middle, new Dropout(0.25))).dsl())
        .isEqualTo(
            "residual(n2 -> n2.residual(n1 -> n1.residual(n -> n.relu())"
                + ".batchNorm().momentum(0.2).epsilon(0.001).residual(n -> n.relu()))"
                + ".dropout(0.25))");
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Dropout(1))
        .hasMessage(
            "dropout: the share to drop must be at least 0 and below 1, got 1.0, usual are 0.1 to"
                + " 0.5");
    assertThatThrownBy(() -> new Dropout(Double.NaN)).hasMessageContaining("got NaN");
    assertThatThrownBy(() -> new BatchNorm(0, 1e-5))
        .hasMessageStartingWith("batchNorm: momentum, the share of the batch")
        .hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> new BatchNorm(0.1, 0))
        .hasMessage("batchNorm: epsilon must be above 0 and below 1, got 0.0, usual is 1e-5");
  }

  // ---- the parameters a network starts with

  @Test
  void scalesAndVariancesStartAtOne() {
    Network network = new Network(Shape.of(2, 3, 3), List.of(new BatchNorm()));
    assertThat(Initializer.draw(network, 1))
        .containsExactly(new float[] {1, 1}, new float[2], new float[2], new float[] {1, 1});
  }

  @Test
  void weightsBelowAReluHaveHesVariance() {
    Conv below = new Conv(3, 3, 64, 1, 1, new Padding.Part(Mode.VALID), true);
    Network network =
        new Network(
            Shape.of(16, 8, 8),
            List.of(below, new MaxPool(2, 2, 2), new Relu(), new Dense(10, true)));
    List<float[]> drawn = Initializer.draw(network, 1);
    assertThat(variance(drawn.get(0))).isCloseTo(2.0 / (16 * 9), within(0.05 * 2 / (16 * 9)));
    assertThat(drawn.get(1)).containsOnly(0);
  }

  @Test
  void weightsBelowLeakyReluAndGeluStartAsBelowRelu() {
    assertThat(firstWeightsBelow(new LeakyRelu(0.01))).isEqualTo(firstWeightsBelow(new Relu()));
    assertThat(firstWeightsBelow(new Gelu())).isEqualTo(firstWeightsBelow(new Relu()));
    assertThat(firstWeightsBelow(new Tanh()))
        .isEqualTo(firstWeightsBelow(new Sigmoid()))
        .isNotEqualTo(firstWeightsBelow(new Relu()));
  }

  private static float[] firstWeightsBelow(Layer layer) {
    List<Layer> layers = List.of(new Dense(5, true), layer, new Dense(2, true));
    return Initializer.draw(new Network(Shape.of(4), layers), 1).get(0);
  }

  @Test
  void otherWeightsHaveGlorotsVariance() {
    Network network =
        new Network(Shape.of(200), List.of(new Dense(100, true), new Dense(10, true), new Relu()));
    List<float[]> drawn = Initializer.draw(network, 1);
    assertThat(variance(drawn.get(0))).isCloseTo(2.0 / 300, within(0.05 * 2 / 300));
  }

  @Test
  void theLastLayerStartsTenTimesSmaller() {
    Network network = new Network(Shape.of(500), List.of(new Dense(20, true)));
    double glorot = 2.0 / 520;
    assertThat(variance(Initializer.draw(network, 1).get(0)))
        .isCloseTo(glorot / 100, within(0.05 * glorot / 100));
  }

  @Test
  void weightsFollowFromTheSeedAlone() {
    assertThat(Initializer.draw(NETWORK, 1).get(0)).isEqualTo(Initializer.draw(NETWORK, 1).get(0));
    assertThat(Initializer.draw(NETWORK, 1).get(0))
        .isNotEqualTo(Initializer.draw(NETWORK, 2).get(0));
    Network twins = new Network(Shape.of(9), List.of(new Dense(9, false), new Dense(9, false)));
    float[] first = Initializer.draw(twins, 1).get(0);
    float[] second = Initializer.draw(twins, 1).get(1);
    assertThat(first[0] / second[0]).isNotCloseTo(10, within(1f)); // not one draw on two scales
  }

  /** A kernel of one filter meets few values when each channel has its own, or with a stride. */
  @Test
  void weightsOfOtherConvolutionsStartBySumsToo() {
    Shape in = Shape.of(6, 8, 8);
    ParameterSpec depthwise = new DepthwiseConv(3, 2).parameters(in).get(0);
    assertThat(depthwise).isEqualTo(ParameterSpec.kernels(List.of(6, 1, 3, 2), 6, 6));
    Window doubling = new Window(4, 4).withStride(2);
    assertThat(new ConvTranspose(doubling, 5, false).parameters(in))
        .containsExactly(ParameterSpec.kernels(List.of(6, 5, 4, 4), 6 * 4, 5 * 16));
    Window sparse = new Window(1, 1).withStride(3);
    assertThat(new ConvTranspose(sparse, 5, true).parameters(in))
        .containsExactly(ParameterSpec.kernels(List.of(6, 5, 1, 1), 1, 5), ParameterSpec.bias(5));
  }

  private static double variance(float... values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }
}
