package tilde.layer;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;

/**
 * The sweep that every layer has to pass: odd sizes find what square ones hide (MATH.md, part F4).
 */
final class LayerCases {
  private LayerCases() {}

  /** All layers; a new one adds a line. */
  static Arbitrary<LayerCase> all() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, on(conv(), image())),
        Tuple.of(3, convolutions()),
        Tuple.of(3, on(dense(), Arbitraries.oneOf(image(), vector()))),
        Tuple.of(2, on(Arbitraries.just(new Relu()), Arbitraries.oneOf(image(), vector()))),
        Tuple.of(3, on(maxPool(), image())),
        Tuple.of(1, on(Arbitraries.just(new Flatten()), Arbitraries.oneOf(image(), vector()))),
        Tuple.of(4, on(functions(), Arbitraries.oneOf(image(), vector()))),
        Tuple.of(2, layerNorm()),
        Tuple.of(4, on(averages(), image())));
  }

  /** The layers that are linear in x, and in w if they have any. */
  static Arbitrary<LayerCase> linear() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, on(conv(), image())),
        Tuple.of(2, convolutions()),
        Tuple.of(1, on(dense(), Arbitraries.oneOf(image(), vector()))),
        Tuple.of(2, on(averages(), image())));
  }

  /** The convolutions that are not of the usual kind. */
  static Arbitrary<LayerCase> convolutions() {
    return Arbitraries.oneOf(on(depthwiseConv(), image()), on(convTranspose(), image()));
  }

  static Arbitrary<LayerCase> on(Arbitrary<? extends Layer> layers, Arbitrary<Shape> shapes) {
    Arbitrary<Integer> images = Arbitraries.integers().between(1, 5);
    Arbitrary<Long> seeds = Arbitraries.longs().withoutEdgeCases();
    return Combinators.combine(layers, shapes, images, seeds)
        .as((layer, in, n, seed) -> new LayerCase(layer, in, n, seed))
        .filter(LayerCases::fits)
        .filter(one -> one.terms() < 500_000);
  }

  private static boolean fits(LayerCase one) {
    try {
      return one.out().size() > 0;
    } catch (ShapeMismatch tooSmall) {
      return false;
    }
  }

  /** One, a few, and counts around the engine's 8 lanes and blocks of 16 outputs. */
  private static Arbitrary<Integer> counts() {
    return Arbitraries.frequency(
        Tuple.of(4, 1),
        Tuple.of(2, 2),
        Tuple.of(4, 3),
        Tuple.of(1, 7),
        Tuple.of(2, 8),
        Tuple.of(2, 9),
        Tuple.of(1, 16),
        Tuple.of(1, 17),
        Tuple.of(1, 25),
        Tuple.of(1, 33));
  }

  static Arbitrary<Shape> image() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 9);
    return Combinators.combine(counts(), side, side).as((c, h, w) -> Shape.of(c, h, w));
  }

  private static Arbitrary<Shape> vector() {
    return Arbitraries.integers().between(1, 40).map(Shape::of);
  }

  static Arbitrary<Conv> conv() {
    return Combinators.combine(window(), counts(), Arbitraries.of(true, false)).as(Conv::new);
  }

  static Arbitrary<DepthwiseConv> depthwiseConv() {
    return Combinators.combine(window(), Arbitraries.of(true, false)).as(DepthwiseConv::new);
  }

  static Arbitrary<ConvTranspose> convTranspose() {
    return Combinators.combine(window(), counts(), Arbitraries.of(true, false))
        .as(ConvTranspose::new);
  }

  private static Arbitrary<Window> window() {
    Arbitrary<Integer> kernel = Arbitraries.integers().between(1, 5);
    Arbitrary<Integer> stride =
        Arbitraries.frequency(Tuple.of(4, 1), Tuple.of(3, 2), Tuple.of(2, 3), Tuple.of(1, 4));
    Arbitrary<Integer> dilation =
        Arbitraries.frequency(Tuple.of(4, 1), Tuple.of(1, 2), Tuple.of(1, 3));
    return Combinators.combine(kernel, kernel, stride, dilation, padding()).as(Window::new);
  }

  private static Arbitrary<Padding> padding() {
    Arbitrary<Integer> zeros = Arbitraries.integers().between(0, 7);
    return Arbitraries.oneOf(
        Arbitraries.of(Mode.class).map(Padding.Part::new),
        Combinators.combine(zeros, zeros, zeros, zeros)
            .as(
                (top, bottom, left, right) ->
                    new Padding.Explicit(new Border(top, bottom, left, right))));
  }

  private static Arbitrary<Dense> dense() {
    return Combinators.combine(counts(), Arbitraries.of(true, false)).as(Dense::new);
  }

  private static Arbitrary<MaxPool> maxPool() {
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 4);
    return Combinators.combine(size, size, size).as(MaxPool::new);
  }

  /** Slopes of few digits, with which leaky relu is exact. */
  private static Arbitrary<Layer> functions() {
    return Arbitraries.of(
        new LeakyRelu(0),
        new LeakyRelu(0.125),
        new LeakyRelu(0.75),
        new Gelu(),
        new Silu(),
        new Sigmoid(),
        new Tanh(),
        new Softmax());
  }

  /**
   * Not on two to four values: these can come so near to each other that the curve bends within the
   * step of a central difference. A single value is a constant.
   */
  private static Arbitrary<LayerCase> layerNorm() {
    return on(Arbitraries.just(new LayerNorm()), Arbitraries.oneOf(image(), vector()))
        .filter(one -> one.in().size() == 1 || one.in().size() > 4);
  }

  /** Average pooling, and repeating pixels, its adjoint. */
  private static Arbitrary<Layer> averages() {
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 5);
    Arbitrary<Integer> wish = Arbitraries.integers().between(0, 2);
    Arbitrary<AvgPool> pools =
        Combinators.combine(size, size, size, wish)
            .as(
                (h, w, stride, zeros) ->
                    new AvgPool(h, w, stride, Math.min(zeros, Math.min(h, w) / 2)));
    return Arbitraries.frequencyOf(
        Tuple.of(4, pools),
        Tuple.of(1, Arbitraries.just(new GlobalAvgPool())),
        Tuple.of(2, Arbitraries.integers().between(1, 4).map(Upsample::new)));
  }
}
