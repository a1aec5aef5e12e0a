package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tilde.array.Mode.FULL;
import static tilde.array.Mode.SAME;
import static tilde.array.Mode.VALID;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tilde.array.ArrayConvolution;
import tilde.array.Blocks;
import tilde.array.Engine;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.layer.EngineRun.Place;

/**
 * The gradients of a convolution layer are convolutions, as one would type them on arrays of rank 2
 * (MATH.md, part A).
 */
class ConvolutionIdentityTest {
  private static final double ROUNDING = 1e-5; // of the sum of the sizes of all terms

  /** An array of rank 2. */
  private record Array(float[] values, int height, int width) {
    Array flip() {
      return new Array(Blocks.flipLastTwo(values, height, width), height, width);
    }

    Array absolute() {
      float[] sizes = values.clone();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.abs(sizes[i]);
      }
      return new Array(sizes, height, width);
    }

    /** A window; arrays are zero outside their support. */
    Array cut(int row, int rows, int column, int columns) {
      float[] part = new float[rows * columns];
      for (int i = 0; i < part.length; i++) {
        int h = row + i / columns;
        int w = column + i % columns;
        part[i] = h < 0 || h >= height || w < 0 || w >= width ? 0 : values[h * width + w];
      }
      return new Array(part, rows, columns);
    }
  }

  private static Array conv(Array x, Array w, Mode mode) {
    var y =
        ArrayConvolution.convolve(
            x.values, x.height, x.width, w.values, w.height, w.width, mode, Engine.chosen());
    return new Array(y.values(), y.height(), y.width());
  }

  /** A layer with one filter on one image of one channel, with its gradients. */
  private record Case(Array x, Array w, Array y, Array dy, Array dx, Array dw) {
    static Case of(int height, int width, int kh, int kw, Mode mode, long seed) {
      Conv layer = new Conv(kh, kw, 1, 1, 1, new Padding.Part(mode), false);
      return of(layer, height, width, kh, kw, seed);
    }

    static Case of(Layer layer, int height, int width, int kh, int kw, long seed) {
      LayerCase one = new LayerCase(layer, Shape.of(1, height, width), 1, seed);
      LayerCase.Numbers numbers = one.numbers();
      EngineRun run = EngineRun.of(one, numbers, Engine.chosen(), Place.FIRST);
      int rows = one.out().height();
      int columns = one.out().width();
      return new Case(
          new Array(numbers.x(), height, width),
          new Array(numbers.w().get(0), kh, kw),
          new Array(run.y(), rows, columns),
          new Array(numbers.dy(), rows, columns),
          new Array(run.dx(), height, width),
          new Array(run.dw().get(0), kh, kw));
    }
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void validLayer(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kh,
      @ForAll @IntRange(min = 1, max = 5) int kw,
      @ForAll long seed) {
    Case layer = Case.of(height + kh - 1, width + kw - 1, kh, kw, VALID, seed);
    assertEqual("y", layer.y, conv(layer.x, layer.w, VALID), sizes(layer.x, layer.w, VALID));
    assertEqual(
        "dx",
        layer.dx,
        conv(layer.dy, layer.w.flip(), FULL),
        sizes(layer.dy, layer.w.flip(), FULL));
    assertEqual(
        "dw",
        layer.dw,
        conv(layer.dy, layer.x.flip(), VALID),
        sizes(layer.dy, layer.x.flip(), VALID));
  }

  @Property(tries = 200, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void fullLayer(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kh,
      @ForAll @IntRange(min = 1, max = 5) int kw,
      @ForAll long seed) {
    Case layer = Case.of(height, width, kh, kw, FULL, seed);
    assertEqual("y", layer.y, conv(layer.x, layer.w, FULL), sizes(layer.x, layer.w, FULL));
    assertEqual(
        "dx",
        layer.dx,
        conv(layer.dy, layer.w.flip(), VALID),
        sizes(layer.dy, layer.w.flip(), VALID));
    assertEqual(
        "dw",
        layer.dw,
        conv(layer.dy, layer.x.flip(), VALID),
        sizes(layer.dy, layer.x.flip(), VALID));
  }

  @Property(tries = 200, seed = "3", edgeCases = EdgeCasesMode.NONE)
  void sameLayerWithAnOddKernel(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 0, max = 3) int up,
      @ForAll @IntRange(min = 0, max = 3) int left,
      @ForAll long seed) {
    Case layer = Case.of(height, width, 2 * up + 1, 2 * left + 1, SAME, seed);
    assertEqual("y", layer.y, conv(layer.x, layer.w, SAME), sizes(layer.x, layer.w, SAME));
    assertEqual(
        "dx",
        layer.dx,
        conv(layer.dy, layer.w.flip(), SAME),
        sizes(layer.dy, layer.w.flip(), SAME));
  }

  @Property(tries = 200, seed = "5", edgeCases = EdgeCasesMode.NONE)
  void transposedLayer(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kh,
      @ForAll @IntRange(min = 1, max = 5) int kw,
      @ForAll long seed) {
    ConvTranspose transposed = new ConvTranspose(new Window(kh, kw), 1, false);
    Case layer = Case.of(transposed, height, width, kh, kw, seed);
    assertEqual(
        "y", layer.y, conv(layer.x, layer.w.flip(), FULL), sizes(layer.x, layer.w.flip(), FULL));
    assertEqual("dx", layer.dx, conv(layer.dy, layer.w, VALID), sizes(layer.dy, layer.w, VALID));
    assertEqual(
        "dw",
        layer.dw,
        conv(layer.x, layer.dy.flip(), VALID),
        sizes(layer.x, layer.dy.flip(), VALID));
  }

  /** For every stride, dilation and padding, to the last bit. */
  @Property(tries = 200, seed = "6", edgeCases = EdgeCasesMode.NONE)
  void transposedLayerIsTheGradientOfAConvolution(@ForAll("transposed") LayerCase one) {
    ConvTranspose transposed = (ConvTranspose) one.layer();
    Conv conv = new Conv(transposed.window(), one.in().channels(), false);
    LayerCase.Numbers numbers = one.numbers();
    LayerCase below = new LayerCase(conv, one.out(), one.images(), one.seed());
    LayerCase.Numbers swapped =
        new LayerCase.Numbers(numbers.dy(), numbers.w(), numbers.x()); // dy and x change places
    EngineRun run = EngineRun.of(one, numbers, Engine.chosen(), Place.INNER);
    EngineRun gradient = EngineRun.of(below, swapped, Engine.chosen(), Place.INNER);
    assertThat(run.y()).isEqualTo(gradient.dx());
    assertThat(run.dx()).isEqualTo(gradient.y());
    assertThat(run.dw().get(0)).isEqualTo(gradient.dw().get(0));
  }

  @Provide
  Arbitrary<LayerCase> transposed() {
    return LayerCases.on(
        LayerCases.convTranspose().map(l -> new ConvTranspose(l.window(), l.filters(), false)),
        LayerCases.image());
  }

  /** The rows of FULL that hold for every mode, even kernels included. */
  @Property(tries = 200, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void everyLayerIsAPartOfTheFullConvolution(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 6) int kh,
      @ForAll @IntRange(min = 1, max = 6) int kw,
      @ForAll Mode mode,
      @ForAll long seed) {
    int h = mode == VALID ? height + kh - 1 : height;
    int w = mode == VALID ? width + kw - 1 : width;
    Case layer = Case.of(h, w, kh, kw, mode, seed);
    int o = cut(mode, kh);
    int p = cut(mode, kw);
    assertPart("y", layer.y, layer.x, layer.w, o, p);
    assertPart("dx", layer.dx, layer.dy, layer.w.flip(), kh - 1 - o, kw - 1 - p);
    assertPart("dw", layer.dw, layer.dy, layer.x.flip(), h - 1 - o, w - 1 - p);
  }

  /** Where y begins in FULL(x, w). */
  private static int cut(Mode mode, int kernel) {
    return switch (mode) {
      case VALID -> kernel - 1;
      case SAME -> (kernel - 1) / 2;
      case FULL -> 0;
    };
  }

  private static void assertPart(String what, Array part, Array a, Array b, int row, int column) {
    assertEqual(
        what,
        part,
        conv(a, b, FULL).cut(row, part.height, column, part.width),
        sizes(a, b, FULL).cut(row, part.height, column, part.width));
  }

  private static Array sizes(Array a, Array b, Mode mode) {
    return conv(a.absolute(), b.absolute(), mode);
  }

  private static void assertEqual(String what, Array actual, Array expected, Array sizes) {
    assertThat(actual.height).as("rows of %s", what).isEqualTo(expected.height);
    assertThat(actual.width).as("columns of %s", what).isEqualTo(expected.width);
    for (int i = 0; i < expected.values.length; i++) {
      assertThat(actual.values[i])
          .as("%s[%d]", what, i)
          .isCloseTo(expected.values[i], within((float) (ROUNDING * sizes.values[i])));
    }
  }
}
