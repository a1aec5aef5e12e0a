package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.EngineRun.Place;

/** Activation functions, means, upsampling and layer norm against PyTorch. */
class WeightlessGoldenTest {

  static List<Golden> activations() {
    return Golden.cases("activations");
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activation(Golden golden) {
    LayerGoldenTest.compare(golden, activationOf(golden));
  }

  private static Layer activationOf(Golden golden) {
    return switch (golden.text("layer")) {
      case "leakyRelu 0.25" -> new LeakyRelu(0.25);
      case "leakyRelu 0.01" -> new LeakyRelu(0.01);
      case "gelu" -> new Gelu();
      case "sigmoid" -> new Sigmoid();
      case "tanh" -> new Tanh();
      case "silu" -> new Silu();
      case "softmax" -> new Softmax();
      default -> throw new IllegalArgumentException("no layer for " + golden);
    };
  }

  static List<Golden> poolings() {
    return Golden.cases("pooling");
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void pooling(Golden golden) {
    LayerGoldenTest.compare(golden, poolingOf(golden));
  }

  private static Layer poolingOf(Golden golden) {
    return switch (golden.text("layer")) {
      case "avgPool" ->
          new AvgPool(
              golden.integer("height"),
              golden.integer("width"),
              golden.integer("stride"),
              golden.integer("padding"));
      case "globalAvgPool" -> new GlobalAvgPool();
      case "upsample" -> new Upsample(golden.integer("factor"));
      default -> throw new IllegalArgumentException("no layer for " + golden);
    };
  }

  static List<Golden> layerNorms() {
    return Golden.cases("layernorm");
  }

  @ParameterizedTest
  @MethodSource("layerNorms")
  void layerNorm(Golden golden) {
    LayerGoldenTest.compare(golden, new LayerNorm());
  }

  static List<Layer> layers() {
    return List.of(
        new LeakyRelu(0.1),
        new Gelu(),
        new Sigmoid(),
        new Tanh(),
        new Softmax(),
        new AvgPool(2, 3, 2, 1),
        new GlobalAvgPool(),
        new Upsample(2),
        new LayerNorm());
  }

  /** In the forward pass, in its own image only: this is what training stops at. */
  @ParameterizedTest
  @MethodSource("layers")
  void aNaNComesOut(Layer layer) {
    LayerCase one = new LayerCase(layer, Shape.of(3, 4, 5), 2, 1);
    LayerCase.Numbers numbers = one.numbers();
    numbers.x()[17] = Float.NaN;
    int size = one.out().size();
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      float[] y = EngineRun.of(one, numbers, engine, Place.INNER).y();
      assertThat(Arrays.copyOf(y, size)).contains(Float.NaN);
      assertThat(Arrays.copyOfRange(y, size, 2 * size)).doesNotContain(Float.NaN);
    }
    Doubles x = Doubles.of(numbers.x(), one.batch(one.in()));
    assertThat(Arrays.copyOf(layer.reference(x, one.w()).toArray(), size)).contains(Double.NaN);
  }

  /** Frozen: the same on every JDK, whose exp, tanh and square root must not differ. */
  @ParameterizedTest
  @MethodSource("engines")
  void theBitsAreTheSameEverywhere(Engine engine) {
    List<Integer> hashes = new ArrayList<>();
    for (Layer layer : layers()) {
      LayerCase one = new LayerCase(layer, Shape.of(9, 4, 5), 3, 1);
      EngineRun run = EngineRun.of(one, engine, Place.INNER);
      int hash = 31 * Arrays.hashCode(run.y()) + Arrays.hashCode(run.dx());
      for (float[] dw : run.dw()) {
        hash = 31 * hash + Arrays.hashCode(dw);
      }
      hashes.add(hash);
    }
    assertThat(hashes)
        .containsExactly(
            -911997019,
            -1677768384,
            1387574509,
            -369502366,
            -2021062030,
            909132741,
            -14498338,
            -905588064,
            -1645715751);
  }

  /** The tail of gelu keeps its digits: x P(x) with P(-9) = 1.12858840595384064e-19. */
  @ParameterizedTest
  @MethodSource("engines")
  void geluKeepsTheDigitsOfItsTail(Engine engine) {
    LayerCase one = new LayerCase(new Gelu(), Shape.of(1), 1, 1);
    LayerCase.Numbers numbers = new LayerCase.Numbers(new float[] {-9}, List.of(), new float[] {1});
    EngineRun run = EngineRun.of(one, numbers, engine, Place.INNER);
    assertThat(run.y()).containsExactly((float) (-9 * 1.12858840595384064e-19));
  }

  static List<Engine> engines() {
    return List.of(Engine.chosen(), Engine.plain());
  }
}
