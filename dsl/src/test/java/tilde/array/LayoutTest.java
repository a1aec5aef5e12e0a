package tilde.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tilde.random.Keyed;

/** Buffers, their layout and their shapes. */
class LayoutTest {

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void imagesComeBackAsTheyWereRead(
      @ForAll @IntRange(min = 1, max = 18) int channels,
      @ForAll @IntRange(min = 1, max = 5) int height,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 0, max = 2) int zeros,
      @ForAll boolean input) {
    Shape shape = Shape.of(channels, height, width);
    Border border = new Border(zeros, 2 * zeros, zeros + 1, 0);
    Layout layout = input ? Layout.ofInput(shape, border) : Layout.of(shape, border);
    float[] nchw = new float[3 * shape.size()];
    for (int i = 0; i < nchw.length; i++) {
      nchw[i] = Keyed.of(channels).normal(i);
    }
    Activations a = new Activations(layout, 3);
    for (int n = 0; n < 3; n++) {
      a.read(2 - n, nchw, n); // the other way round
    }
    assertThat(Buffers.nonZeroOutside(a)).isEmpty();
    float[] back = new float[nchw.length];
    for (int n = 0; n < 3; n++) {
      a.write(2 - n, back, n);
    }
    assertThat(back).isEqualTo(nchw);
  }

  @Example
  void onlyTheImagesInUseMustBeFinite() {
    Activations a = new Activations(Layout.of(Shape.of(2), Border.NONE), 3);
    assertThat(a.isFinite()).isTrue();
    a.read(2, new float[] {1, Float.NaN}, 0);
    assertThat(a.isFinite()).isFalse();
    a.count(2);
    assertThat(a.isFinite()).isTrue();
    a.read(1, new float[] {Float.NEGATIVE_INFINITY, 0}, 0);
    assertThat(a.isFinite()).isFalse();
  }

  @Example
  void moreImagesThanThereIsRoomForAreRefused() {
    Activations a = new Activations(Layout.of(Shape.of(2), Border.NONE), 3);
    assertRefused("room for 3 images, asked for 4", () -> a.count(4));
    assertRefused("room for 3 images, asked for -1", () -> a.count(-1));
    assertThat(a.count()).isEqualTo(3);
  }

  @Example
  void aParameterOfAnotherSizeIsRefused() {
    assertRefused("3 values expected, got 4", () -> Packing.vector(3).pack(new float[4]));
  }

  @Example
  void shapesOfSamplesHaveOneOrThreeAxes() {
    assertThat(Shape.of(3, 8, 7)).hasToString("(3, 8, 7)");
    assertThat(Shape.of(3, 8, 7).size()).isEqualTo(168);
    assertThat(Shape.of(5).isImage()).isFalse();
    assertThat(Shape.of(5).height()).isEqualTo(1);
    assertRefused(
        "a sample has shape (features) or (channels, height, width), got (28, 28): a grey image"
            + " needs its channel, (1, 28, 28), which unsqueeze(1) gives to a batch",
        () -> Shape.of(28, 28));
    assertRefused(
        "a sample has shape (features) or (channels, height, width), got (32, 1, 28, 28): leave"
            + " out the axis of the batch, e.g. net(1, 28, 28)",
        () -> Shape.of(32, 1, 28, 28));
    assertRefused("every size of a shape is at least 1, got (1, 0, 28)", () -> Shape.of(1, 0, 28));
    assertRefused(
        "a sample of shape (4096, 4096, 4096) is too large", () -> Shape.of(4096, 4096, 4096));
  }

  @Example
  void valuesOfTheReferenceFitTheirShape() {
    assertRefused("shape [2, 3] needs 6 values, got 5", () -> Doubles.of(new double[5], 2, 3));
    Doubles a = Doubles.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
    assertThat(a.orZero(0, 0, 1, 0)).isEqualTo(3);
    assertThat(a.orZero(0, 0, -1, 0)).isZero();
    assertThat(a.orZero(0, 0, 0, 2)).isZero();
    Doubles copy = a.copy();
    copy.addInside(0, 0, 2, 0, 7);
    copy.addInside(0, 0, 1, 1, 7);
    assertThat(copy.toArray()).containsExactly(1, 2, 3, 11);
    assertThat(a.reshape(4).get(3)).isEqualTo(4);
  }

  @Example
  void theEngineSaysWhichItIsAndWhy() {
    assertThat(Engine.plain()).hasToString("plain: asked for by -Dtilde.engine=plain");
    assertThat(Engine.chosen().reason()).isNotBlank();
    assertThat(Engine.chosen().name()).isIn("plain", "vector");
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Example
  void whatNoArrayHoldsIsToldWithItsShape() {
    Layout layout = Layout.of(Shape.of(1, 10_000, 10_000), Border.NONE);
    assertThatThrownBy(() -> new Activations(layout, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "16 values of shape (1, 10000, 10000), with their padding, are more than an array can"
                + " hold: make them smaller first, e.g. with maxPool(2), or use batches of up to 8");
    Shape longest = Shape.of(1, 1, Shape.MOST_VALUES);
    assertThatThrownBy(() -> Layout.of(longest, new Border(1, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a value of shape (1, 1, 268435455), with its padding, is more");
  }
}
