package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;

/** Shape rules by counting, and what is said where none applies. */
class ShapeRulesTest {

  /** A layer on an image, whether it fits or not. */
  record Placed<L>(L layer, Shape in) {}

  @Provide
  Arbitrary<Placed<Conv>> convolutions() {
    return Combinators.combine(LayerCases.conv(), LayerCases.image()).as(Placed::new);
  }

  @Provide
  Arbitrary<Placed<DepthwiseConv>> depthwiseConvolutions() {
    return Combinators.combine(LayerCases.depthwiseConv(), LayerCases.image()).as(Placed::new);
  }

  @Provide
  Arbitrary<Placed<ConvTranspose>> transposedConvolutions() {
    return Combinators.combine(LayerCases.convTranspose(), LayerCases.image()).as(Placed::new);
  }

  /** How many windows of {@code reach} lie inside {@code size}, their starts a stride apart. */
  private static int windows(int size, int reach, int stride) {
    int count = 0;
    for (int start = 0; start + reach <= size; start += stride) {
      count++;
    }
    return count;
  }

  /** Windows down and across that lie inside a padded image. */
  private static int[] windows(Window window, int height, int width) {
    Border zeros = window.padding().around(window.kh(), window.kw(), window.dilation());
    int down = height + zeros.top() + zeros.bottom();
    int across = width + zeros.left() + zeros.right();
    int rows = window.dilation() * (window.kh() - 1) + 1;
    int columns = window.dilation() * (window.kw() - 1) + 1;
    return new int[] {
      windows(down, rows, window.stride()), windows(across, columns, window.stride())
    };
  }

  private static void assertWindows(Layer layer, Window window, int filters, Shape in, int terms) {
    int[] out = windows(window, in.height(), in.width());
    if (out[0] > 0 && out[1] > 0) {
      assertThat(layer.output(in)).isEqualTo(Shape.of(filters, out[0], out[1]));
      assertThat(layer.multiplyAdds(in))
          .isEqualTo((long) filters * out[0] * out[1] * terms * window.kh() * window.kw());
    } else {
      assertThatThrownBy(() -> layer.output(in))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessageContaining("needs an input of at least");
    }
  }

  @Property(tries = 1000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void convolutionHasAnOutputForEachWindowInsideThePaddedInput(
      @ForAll("convolutions") Placed<Conv> placed) {
    Conv conv = placed.layer;
    assertWindows(conv, conv.window(), conv.filters(), placed.in, placed.in.channels());
  }

  @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void depthwiseConvolutionToo(@ForAll("depthwiseConvolutions") Placed<DepthwiseConv> placed) {
    DepthwiseConv conv = placed.layer;
    assertWindows(conv, conv.window(), placed.in.channels(), placed.in, 1);
  }

  /** The smallest image from which the convolution makes one as large as the input. */
  @Property(tries = 1000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void transposedConvolutionGivesWhatItsConvolutionTakes(
      @ForAll("transposedConvolutions") Placed<ConvTranspose> placed) {
    ConvTranspose layer = placed.layer;
    Shape in = placed.in;
    if (windows(layer.window(), 0, 0)[0] >= in.height()
        || windows(layer.window(), 0, 0)[1] >= in.width()) {
      assertThatThrownBy(() -> layer.output(in))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessageStartingWith("needs padding that leaves something of its");
      return;
    }
    Shape out = layer.output(in);
    assertThat(out.channels()).isEqualTo(layer.filters());
    assertThat(windows(layer.window(), out.height(), out.width()))
        .containsExactly(in.height(), in.width());
    assertThat(windows(layer.window(), out.height() - 1, out.width() - 1))
        .containsExactly(in.height() - 1, in.width() - 1);
  }

  @Property(tries = 300, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void maxPoolHasAnOutputForEachWindowInsideTheInput(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll @IntRange(min = 1, max = 4) int stride) {
    MaxPool pool = new MaxPool(rows, columns, stride);
    Shape in = Shape.of(3, height, width);
    int outRows = windows(height, rows, stride);
    int outColumns = windows(width, columns, stride);
    if (outRows > 0 && outColumns > 0) {
      assertThat(pool.output(in)).isEqualTo(Shape.of(3, outRows, outColumns));
    } else {
      assertThatThrownBy(() -> pool.output(in))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessage(
              "needs an input of at least %d x %d, got %s: use a smaller window, or one pooling"
                  + " layer less",
              rows, columns, in);
    }
  }

  @Property(tries = 300, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void avgPoolHasAnOutputForEachWindowInsideThePaddedInput(
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 2, max = 5) int rows,
      @ForAll @IntRange(min = 2, max = 5) int columns,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 0, max = 1) int zeros) {
    AvgPool pool = new AvgPool(rows, columns, stride, zeros);
    Shape in = Shape.of(3, height, width);
    int outRows = windows(height + 2 * zeros, rows, stride);
    int outColumns = windows(width + 2 * zeros, columns, stride);
    if (outRows > 0 && outColumns > 0) {
      assertThat(pool.output(in)).isEqualTo(Shape.of(3, outRows, outColumns));
    } else {
      assertThatThrownBy(() -> pool.output(in))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessageStartingWith("needs an input of at least %d x %d", rows, columns);
    }
  }

  @Property(tries = 300, seed = "3")
  void sameWithStrideOneKeepsTheSize(
      @ForAll @IntRange(min = 1, max = 9) int kh,
      @ForAll @IntRange(min = 1, max = 9) int kw,
      @ForAll @IntRange(min = 1, max = 3) int dilation) {
    Conv conv = new Conv(kh, kw, 2, 1, dilation, new Padding.Part(Mode.SAME), true);
    assertThat(conv.output(Shape.of(1, 4, 7))).isEqualTo(Shape.of(2, 4, 7));
  }

  @Example
  void aKernelLargerThanItsPaddedInputIsRefusedWithBothSizes() {
    Border zeros = new Border(1, 0, 0, 2);
    Conv conv = new Conv(3, 4, 8, 1, 2, new Padding.Explicit(zeros), true);
    assertThatThrownBy(() -> conv.output(Shape.of(1, 3, 4)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "needs an input of at least 5 x 7 with its padding, got 4 x 6 from (1, 3, 4): use a"
                + " smaller kernel, less dilation, or same()");
  }

  @Example
  void aTransposedConvolutionHasToLeaveSomething() {
    ConvTranspose full =
        new ConvTranspose(new Window(5, 3, 1, 2, new Padding.Part(Mode.FULL)), 8, true);
    assertThatThrownBy(() -> full.output(Shape.of(1, 8, 9)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "needs padding that leaves something of its 16 x 13 values for (1, 8, 9), got padding"
                + " that cuts 16 x 8: use less padding, or a larger kernel or stride");
    assertThat(full.output(Shape.of(1, 9, 9))).isEqualTo(Shape.of(8, 1, 5));
    assertThatThrownBy(() -> full.output(Shape.of(1, 9, 4)))
        .hasMessageContaining("its 17 x 8 values for (1, 9, 4), got padding that cuts 16 x 8");
  }

  @Example
  void anOutputTooLargeForAnArrayIsRefused() {
    Padding zeros = new Padding.Explicit(new Border(20_000, 20_000, 0, 0));
    assertThatThrownBy(() -> new Conv(1, 1, 8, 1, 1, zeros, true).output(Shape.of(3, 10, 1000)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "would give an output of 8 x 40010 x 1000 for (3, 10, 1000), which is too large: use"
                + " fewer filters, less padding or a smaller stride");
    Window wide = new Window(1, 1).withStride(10_000);
    assertThatThrownBy(() -> new ConvTranspose(wide, 1, true).output(Shape.of(1, 300_000, 1)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("would give an output of 1 x 2999990001 x 1 for (1, 300000, 1)");
    assertThatThrownBy(
            () ->
                new DepthwiseConv(new Window(1, 1).withPadding(zeros), true)
                    .output(Shape.of(8, 10, 1000)))
        .hasMessageStartingWith("would give an output of 8 x 40010 x 1000");
  }

  @Example
  void integerDivisionDoesNotHideAKernelThatDoesNotFit() {
    Conv conv = new Conv(4, 1, 8, 3, 1, new Padding.Part(Mode.VALID), true);
    assertThatThrownBy(() -> conv.output(Shape.of(1, 3, 3)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("needs an input of at least 4 x 1 with its padding, got 3 x 3");
  }

  @Example
  void vectorsAreNoImages() {
    for (Layer layer :
        List.of(
            new Conv(3, 3),
            new DepthwiseConv(3, 3),
            new ConvTranspose(3, 3),
            new MaxPool(2, 2, 2),
            new AvgPool(2, 2, 2, 0),
            new GlobalAvgPool(),
            new Upsample(2))) {
      assertThatThrownBy(() -> layer.output(Shape.of(784)))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessage(
              "needs (channels, height, width), got (784): give it images, e.g. net(1, 28, 28), or"
                  + " put it before flatten and dense");
    }
  }

  @Example
  void aLayerTooLargeForAnArrayIsRefused() {
    assertThatThrownBy(() -> new Dense(100_000, true).output(Shape.of(3, 500, 500)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "would need 75000000000 weights for (3, 500, 500): make the input smaller first, e.g."
                + " with maxPool(2)");
    assertThatThrownBy(() -> new DepthwiseConv(10_000, 1000).output(Shape.of(200, 1, 1)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("would need 2000000000 weights for (200, 1, 1): ");
    assertThatThrownBy(() -> new ConvTranspose(1000, 10_000).output(Shape.of(25, 1, 1)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("would need 2000000000 weights for (25, 1, 1): ");
  }

  @Example
  void settingsBelowOneAreRefused() {
    Padding valid = new Padding.Part(Mode.VALID);
    assertRefused("conv: kernel height must be at least 1, got 0", () -> new Conv(0, 3));
    assertRefused("conv: kernel width must be at least 1, got -1", () -> new Conv(3, -1));
    assertRefused(
        "conv: filters must be at least 1, got 0", () -> new Conv(3, 3, 0, 1, 1, valid, true));
    assertRefused(
        "conv: stride must be at least 1, got 0", () -> new Conv(3, 3, 8, 0, 1, valid, true));
    assertRefused(
        "conv: dilation must be at least 1, got -2", () -> new Conv(3, 3, 8, 1, -2, valid, true));
    assertRefused(
        "depthwiseConv: kernel width must be at least 1, got 0", () -> new DepthwiseConv(3, 0));
    assertRefused(
        "depthwiseConv: stride must be at least 1, got 0",
        () -> new DepthwiseConv(new Window(3, 3).withStride(0), true));
    assertRefused(
        "convTranspose: kernel height must be at least 1, got 0", () -> new ConvTranspose(0, 3));
    assertRefused(
        "convTranspose: dilation must be at most 10000, got 10001",
        () -> new ConvTranspose(new Window(3, 3).withDilation(10_001), 8, true));
    assertRefused(
        "convTranspose: filters must be at least 1, got 0",
        () -> new ConvTranspose(new Window(3, 3), 0, true));
    assertRefused("dense: units must be at least 1, got 0", () -> new Dense(0, true));
    assertRefused("maxPool: window height must be at least 1, got 0", () -> new MaxPool(0, 2, 2));
    assertRefused("maxPool: window width must be at least 1, got 0", () -> new MaxPool(2, 0, 2));
    assertRefused("maxPool: stride must be at least 1, got 0", () -> new MaxPool(2, 2, 0));
    assertRefused(
        "padding (top, bottom, left, right) must not be negative, got (0, 0, -1, 2)",
        () -> new Border(0, 0, -1, 2));
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
