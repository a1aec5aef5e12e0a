package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.array.Shape;
import tilde.layer.AvgPool;
import tilde.layer.Gelu;
import tilde.layer.GlobalAvgPool;
import tilde.layer.LayerNorm;
import tilde.layer.LeakyRelu;
import tilde.layer.ShapeMismatch;
import tilde.layer.Sigmoid;
import tilde.layer.Softmax;
import tilde.layer.Tanh;
import tilde.layer.Upsample;
import tilde.output.Host;

/** The words for activation functions, means, upsampling and layer norm. */
class LayerWordsTest {

  @Test
  void eachWordAddsItsLayer() {
    Net made =
        net(3, 8, 8)
            .leakyRelu()
            .leakyRelu(0.2)
            .gelu()
            .sigmoid()
            .tanh()
            .softmax()
            .avgPool(2)
            .avgPool(3, 2)
            .stride(1)
            .padding(1)
            .upsample(3)
            .layerNorm()
            .globalAvgPool();
    assertThat(made.layers())
        .containsExactly(
            new LeakyRelu(0.01),
            new LeakyRelu(0.2),
            new Gelu(),
            new Sigmoid(),
            new Tanh(),
            new Softmax(),
            new AvgPool(2, 2, 2, 0),
            new AvgPool(3, 2, 1, 1),
            new Upsample(3),
            new LayerNorm(),
            new GlobalAvgPool());
    assertThat(made)
        .hasToString(
            "net(3, 8, 8).leakyRelu().leakyRelu(0.2).gelu().sigmoid().tanh().softmax().avgPool(2)"
                + ".avgPool(3, 2).stride(1).padding(1).upsample(3).layerNorm().globalAvgPool()");
    assertThat(made.network(Shape.of(3, 8, 8)).output()).isEqualTo(Shape.of(3));
  }

  private static Net ofAllLayers() {
    return net()
        .conv(3, 3)
        .same()
        .layerNorm()
        .gelu()
        .avgPool(3)
        .stride(2)
        .padding(1)
        .softmax()
        .upsample(2)
        .conv(2, 2)
        .sigmoid()
        .conv(2, 2)
        .leakyRelu()
        .globalAvgPool()
        .tanh()
        .layerNorm()
        .dense(10);
  }

  @Test
  void aNetworkOfAllOfThemIsDerivedRightly() {
    Dataset some = digits().take(4);
    Model model = ofAllLayers().softmaxCE();
    assertThat(model.check(some.images(), 1, 2, 3, 4).passed()).isTrue();
  }

  @Test
  void itsWeightsDoNotDependOnThreads() {
    try (var use = Host.use(new RecordingDisplay())) {
      Dataset some = digits().take(40);
      Model one = ofAllLayers().softmaxCE();
      Model other = ofAllLayers().softmaxCE();
      double[] loss = one.train(some).epochs(3).batchSize(20).threads(1).run().loss();
      other.train(some).epochs(3).batchSize(20).threads(2).run();
      assertThat(loss[2]).isLessThan(loss[0]);
      assertThat(other.parameters()).isEqualTo(one.parameters());
    }
  }

  @Test
  void layerNormStartsAsTheIdentityOnNormalizedSamples() {
    Map<String, Tensor> parameters = net(2, 3, 4).layerNorm().dense(2).softmaxCE().parameters();
    assertThat(parameters.get("layernorm1.w")).isEqualTo(Tensor.full(1, 2, 3, 4));
    assertThat(parameters.get("layernorm1.b")).isEqualTo(Tensor.zeros(2, 3, 4));
  }

  /** Words that are wrong wherever they stand. */
  static Stream<Arguments> settings() {
    return Stream.of(
        setting(
            n -> n.leakyRelu(-0.1),
            "leakyRelu: slope must be at least 0 and below 1, got -0.1, usual is 0.01"),
        setting(
            n -> n.leakyRelu(1),
            "leakyRelu: slope must be at least 0 and below 1, got 1.0, usual is 0.01"),
        setting(
            n -> n.leakyRelu(Double.NaN),
            "leakyRelu: slope must be at least 0 and below 1, got NaN, usual is 0.01"),
        setting(n -> n.avgPool(0), "avgPool: window height must be at least 1, got 0"),
        setting(n -> n.avgPool(2, -1), "avgPool: window width must be at least 1, got -1"),
        setting(
            n -> n.avgPool(10_001, 2), "avgPool: window height must be at most 10000, got 10001"),
        setting(n -> n.avgPool(2).stride(0), "avgPool: stride must be at least 1, got 0"),
        setting(
            n -> n.avgPool(3).padding(2),
            "avgPool: padding must be at least 0 and at most half the window, 1 for 3 x 3, got 2"),
        setting(
            n -> n.avgPool(4, 1).padding(1),
            "avgPool: padding must be at least 0 and at most half the window, 0 for 4 x 1, got 1"),
        setting(
            n -> n.avgPool(3).padding(-1),
            "avgPool: padding must be at least 0 and at most half the window, 1 for 3 x 3, got -1"),
        setting(
            n -> n.residual(inside -> null),
            "residual: its body gives no network, expected layers on the one it gets: e.g."
                + " residual(n -> n.conv(3,3).same())"),
        setting(n -> n.upsample(0), "upsample: factor must be at least 1, got 0"),
        setting(n -> n.upsample(10_001), "upsample: factor must be at most 10000, got 10001"));
  }

  private static Arguments setting(UnaryOperator<Net> word, String message) {
    return arguments(word, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("settings")
  void aSettingOutOfRangeIsAnErrorAtItsWord(UnaryOperator<Net> word, String message) {
    Net net = net();
    assertThatThrownBy(() -> word.apply(net))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void wordsForImagesNeedImages() {
    String needs = "needs (channels, height, width), got (10): give it images";
    assertMismatch(net().dense(10).avgPool(2), "avgPool 2x2 (layer 2) " + needs);
    assertMismatch(net().dense(10).globalAvgPool(), "globalAvgPool (layer 2) " + needs);
    assertMismatch(net(10).upsample(2), "upsample 2 (layer 1) " + needs);
    assertMismatch(
        net().globalAvgPool().dense(4).layerNorm().softmax().conv(2, 2),
        "conv 2x2 (layer 5) needs (channels, height, width), got (4)");
    assertThat(net(10).leakyRelu().gelu().sigmoid().tanh().softmax().layerNorm().dense(2).layers())
        .hasSize(7);
  }

  @Test
  void whatDoesNotFitIsNamedWithBothSizes() {
    assertMismatch(
        net(1, 8, 8).avgPool(4).avgPool(5).padding(1),
        "avgPool 5x5 (layer 2) needs an input of at least 5 x 5 with its padding, got 4 x 4 from"
            + " (1, 2, 2): use a smaller window, or one pooling layer less");
    assertMismatch(
        net(4, 1000, 1000).upsample(9),
        "upsample 9 (layer 1) would make 324000000 values of (4, 1000, 1000), more than a sample"
            + " can have: use a smaller factor");
  }

  private static void assertMismatch(Net wrong, String message) {
    assertThatThrownBy(wrong::relu)
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith(message);
  }
}
