package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.random.Keyed;

/** Images as they are after a change. */
class AugmentationTest {
  private static final List<Integer> TWO_BY_THREE = List.of(1, 2, 3);
  private static final List<Integer> THREE = List.of(1, 3, 3);
  private static final Augmentation NONE = Augmentation.NONE;

  private static float[] counted(List<Integer> shape) {
    float[] x = new float[Sizes.product(shape)];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1;
    }
    return x;
  }

  private static float[] after(Augmentation changes, long key, List<Integer> shape, float... x) {
    float[] copy = x.clone();
    changes.apply(Keyed.of(key), shape, copy, 0);
    return copy;
  }

  @ParameterizedTest
  @CsvSource({
    "0,  0, 1 2 3 4 5 6",
    "1,  0, 0 0 0 1 2 3",
    "-1, 0, 4 5 6 0 0 0",
    "0,  1, 0 1 2 0 4 5",
    "0, -2, 3 0 0 6 0 0",
    "1, -1, 0 0 0 2 3 0"
  })
  void aShiftMovesWholePixelsAndZerosComeIn(int down, int right, String expected) {
    assertThat(Shift.moved(TWO_BY_THREE, counted(TWO_BY_THREE), down, right))
        .containsExactly(numbers(expected));
  }

  private static float[] numbers(String text) {
    String[] words = text.split(" ", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Float.parseFloat(words[i]);
    }
    return numbers;
  }

  @Test
  void eachShiftWithinTheLimitComesAndNoOther() {
    float[] dot = new float[49];
    dot[24] = 1; // the middle of 7 x 7
    Set<Integer> rows = new HashSet<>();
    Set<Integer> columns = new HashSet<>();
    for (int key = 0; key < 300; key++) {
      float[] moved = after(NONE.shift(1, 2), key, List.of(1, 7, 7), dot);
      int at = IntStream.range(0, 49).filter(i -> moved[i] == 1).findFirst().orElseThrow();
      rows.add(at / 7 - 3);
      columns.add(at % 7 - 3);
    }
    assertThat(rows).containsExactlyInAnyOrder(-1, 0, 1);
    assertThat(columns).containsExactlyInAnyOrder(-2, -1, 0, 1, 2);
  }

  @Test
  void aCropOfAPaddedImageIsAShift() {
    float[] x = counted(THREE);
    for (int key = 0; key < 20; key++) {
      assertThat(after(NONE.crop(2), key, THREE, x)).isEqualTo(after(NONE.shift(2), key, THREE, x));
    }
  }

  @Test
  void flipsMirrorEveryChannel() {
    List<Integer> shape = List.of(2, 2, 2);
    assertThat(new Flip(true).mirrored(shape, counted(shape)))
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
    assertThat(new Flip(false).mirrored(shape, counted(shape)))
        .containsExactly(3, 4, 1, 2, 7, 8, 5, 6);
  }

  @Test
  void aboutEveryOtherImageIsFlipped() {
    float[] x = counted(THREE);
    for (Augmentation flip : List.of(NONE.flipHorizontal(), NONE.flipVertical())) {
      long flipped =
          IntStream.range(0, 1000).filter(k -> !Arrays.equals(after(flip, k, THREE, x), x)).count();
      assertThat(flipped).isBetween(430L, 570L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "90,   3 6 9 2 5 8 1 4 7",
    "-90,  7 4 1 8 5 2 9 6 3",
    "180,  9 8 7 6 5 4 3 2 1",
    "0,    1 2 3 4 5 6 7 8 9"
  })
  void aRotationTurnsAgainstTheClock(double angle, String expected) {
    assertThat(Rotate.turned(THREE, counted(THREE), angle)).containsExactly(numbers(expected));
  }

  /** Half way between pixels: a row of two, (2, 4), turned by a quarter about (0, 0.5). */
  @Test
  void betweenPixelsItIsLinearAndOutsideZero() {
    assertThat(Rotate.turned(List.of(1, 1, 2), new float[] {2, 4}, 90))
        .containsExactly(1.5f, 1.5f); // a quarter of 2 and 4 each: half of both lies outside
  }

  @Test
  void aRotationBySomeDegreesIsBilinear() {
    // scipy.ndimage.rotate(numpy.arange(1., 26).reshape(5, 5), 30, reshape=False, order=1,
    // mode="grid-constant")
    float[] expected = ROTATED;
    List<Integer> five = List.of(1, 5, 5);
    float[] turned = Rotate.turned(five, counted(five), 30);
    for (int i = 0; i < 25; i++) {
      assertThat(turned[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }

  private static final float[] ROTATED = {
    0.60770f, 2.40673f, 5.33975f, 8.70577f, 3.03848f, 2.43782f, 5.80385f, 9.16987f, 12.53590f,
    12.03367f, 6.26795f, 9.63397f, 13.00000f, 16.36603f, 19.73205f, 7.93301f, 13.46410f, 16.83013f,
    20.19615f, 23.56218f, 3.92820f, 17.29423f, 20.66025f, 17.55995f, 6.35898f
  };

  @Test
  void anglesStayWithinTheLimitAndGoBothWays() {
    float[] x = counted(THREE);
    Set<Boolean> ways = new HashSet<>();
    for (int key = 0; key < 200; key++) {
      float[] turned = after(NONE.rotate(10), key, THREE, x);
      ways.add(turned[1] > 2);
      float[] most = Rotate.turned(THREE, x, 10);
      assertThat(Math.abs(turned[1] - 2)).isLessThanOrEqualTo(Math.abs(most[1] - 2) + 0.1f);
    }
    assertThat(ways).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void noiseIsNormalAndItsOwnForEachNumber() {
    float[] zeros = new float[10_000];
    float[] noise = after(NONE.noise(0.5), 3, List.of(10_000), zeros);
    double mean = 0;
    double square = 0;
    for (float value : noise) {
      mean += value / 1e4;
      square += value * value / 1e4;
    }
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(square).isCloseTo(0.25, within(0.02));
    assertThat(noise).doesNotHaveDuplicates();
  }

  @Test
  void stepsFollowTheOrderOfTheWordsAndDrawFromKeysOfTheirOwn() {
    float[] x = counted(THREE);
    Augmentation both = NONE.shift(1).noise(0.1);
    Keyed key = Keyed.of(7);
    float[] byHand = new Shift("shift", 1, 1).apply(key.key(0), THREE, x.clone());
    byHand = new Noise(0.1).apply(key.key(1), THREE, byHand);
    assertThat(after(both, 7, THREE, x)).isEqualTo(byHand);
    assertThat(after(NONE.noise(0.1).shift(1), 7, THREE, x)).isNotEqualTo(byHand);
  }

  @Test
  void onlyTheSampleAskedForChanges() {
    float[] three = new float[3 * 9];
    Arrays.fill(three, 1);
    NONE.noise(1).apply(Keyed.of(1), THREE, three, 9);
    assertThat(Arrays.copyOfRange(three, 0, 9)).containsOnly(1);
    assertThat(Arrays.copyOfRange(three, 9, 18)).doesNotContain(1);
    assertThat(Arrays.copyOfRange(three, 18, 27)).containsOnly(1);
  }

  @Test
  void itPrintsAsItsWordsAndIsAValue() {
    Augmentation all =
        NONE.shift(2).shift(1, 2).crop(4).flipHorizontal().flipVertical().rotate(10).noise(0.05);
    assertThat(all)
        .hasToString(
            "shift(2).shift(1, 2).crop(4).flipHorizontal().flipVertical().rotate(10.0).noise(0.05)");
    assertThat(all.mixup(0.2).mixup()).isEqualTo(0.2);
    assertThat(NONE.shift(1).mixup(0.2)).hasToString("shift(1).mixup(0.2)");
    assertThat(NONE).hasToString("nothing");
    assertThat(NONE.shift(1)).isEqualTo(NONE.shift(1)).hasSameHashCodeAs(NONE.shift(1));
    assertThat(NONE.shift(1)).isNotEqualTo(NONE.crop(1)).isNotEqualTo(NONE.shift(1).mixup(1));
  }

  @Test
  void errorsNameTheWord() {
    refused(() -> NONE.shift(0), "augment: shift expected whole pixels, at least 1, got 0");
    refused(
        () -> NONE.shift(-1, 2), "augment: shift expected whole pixels, at least 1, got -1 and 2");
    refused(() -> NONE.crop(-2), "augment: crop expected whole pixels, at least 1, got -2");
    refused(
        () -> NONE.rotate(0), "augment: rotate expected degrees above 0 and at most 180, got 0.0");
    refused(() -> NONE.rotate(Double.NaN), "rotate expected degrees");
    refused(() -> NONE.noise(-1), "augment: noise expected a standard deviation above 0, got -1.0");
    refused(() -> NONE.mixup(0), "augment: mixup expected an alpha above 0, got 0.0");
    refused(
        () -> NONE.noise(1).flipVertical().check(List.of(64)),
        "augment: flipVertical() needs images (channels, height, width), these samples have shape"
            + " 64: leave it out, or reshape them");
    refused(
        () -> NONE.shift(8).check(List.of(1, 8, 8)),
        "augment: shift(8) can move an image of 8 rows and 8 columns out of sight: choose less");
    NONE.noise(1).mixup(1).check(List.of(64));
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
