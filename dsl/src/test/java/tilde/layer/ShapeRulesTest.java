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

  /** A convolution on an image, whether it fits or not. */
  record Placed(Conv conv, Shape in) {}

  @Provide
  Arbitrary<Placed> convolutions() {
    return Combinators.combine(LayerCases.conv(), LayerCases.image()).as(Placed::new);
  }

  /** How many windows of {@code reach} lie inside {@code size}, their starts a stride apart. */
  private static int windows(int size, int reach, int stride) {
    int count = 0;
    for (int start = 0; start + reach <= size; start += stride) {
      count++;
    }
    return count;
  }

  @Property(tries = 1000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void convolutionHasAnOutputForEachWindowInsideThePaddedInput(
      @ForAll("convolutions") Placed placed) {
    Conv conv = placed.conv;
    Border zeros = conv.padding().around(conv.kh(), conv.kw(), conv.dilation());
    int rows =
        windows(
            placed.in.height() + zeros.top() + zeros.bottom(),
            conv.dilation() * (conv.kh() - 1) + 1,
            conv.stride());
    int columns =
        windows(
            placed.in.width() + zeros.left() + zeros.right(),
            conv.dilation() * (conv.kw() - 1) + 1,
            conv.stride());
    if (rows > 0 && columns > 0) {
      assertThat(conv.output(placed.in)).isEqualTo(Shape.of(conv.filters(), rows, columns));
      assertThat(conv.multiplyAdds(placed.in))
          .isEqualTo(
              (long) conv.filters()
                  * rows
                  * columns
                  * placed.in.channels()
                  * conv.kh()
                  * conv.kw());
    } else {
      assertThatThrownBy(() -> conv.output(placed.in))
          .isInstanceOf(ShapeMismatch.class)
          .hasMessageContaining("needs an input of at least");
    }
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
  void aDenseLayerTooLargeForAnArrayIsRefused() {
    assertThatThrownBy(() -> new Dense(100_000, true).output(Shape.of(3, 500, 500)))
        .isInstanceOf(ShapeMismatch.class)
        .hasMessage(
            "would need 75000000000 weights for (3, 500, 500): make the input smaller first, e.g."
                + " with maxPool(2)");
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
