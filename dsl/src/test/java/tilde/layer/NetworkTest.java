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
    assertThat(NETWORK.names()).containsExactly("conv1", "relu1", "conv2", "maxpool1", "dense1");
    assertThat(NETWORK.parameters().stream().map(Network.Parameter::name))
        .containsExactly("conv1.w", "conv1.b", "conv2.w", "dense1.w", "dense1.b");
    assertThat(NETWORK.parameters().get(2).spec().shapeArray()).containsExactly(4, 8, 1, 2);
    assertThat(NETWORK.parameters().get(2).layer()).isEqualTo(2);
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

  // ---- the parameters a network starts with

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
