package tilde.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tilde.Golden;
import tilde.array.ArrayConvolution.Result;
import tilde.random.Keyed;

class ArrayConvolutionTest {
  private static final List<Engine> ENGINES = List.of(Engine.chosen(), Engine.plain());

  @Example
  void isThatOfScipy() {
    int valid = 0;
    for (Golden one : Golden.cases("convolve2d")) {
      for (Mode mode : Mode.values()) {
        String name = mode.name().toLowerCase(Locale.ROOT);
        if (one.entries().has(name)) {
          valid += mode == Mode.VALID ? 1 : 0;
          for (Engine engine : ENGINES) {
            Result y = convolve(one, mode, engine);
            assertThat(new int[] {y.height(), y.width()}).as("%s", one).isEqualTo(one.shape(name));
            double[] expected = one.doubles(name);
            for (int i = 0; i < expected.length; i++) {
              // At most 20 terms below 4, so 1e-5 of their sizes is at most 8e-4; most are smaller.
              assertThat((double) y.values()[i])
                  .as("%s %s[%d], %s", one, name, i, engine.name())
                  .isCloseTo(expected[i], within(1e-5));
            }
          }
        }
      }
    }
    assertThat(valid).isEqualTo(11);
  }

  @Example
  void validOfTwoThatDoNotContainEachOtherIsRefused() {
    for (Golden one : Golden.cases("convolve2d")) {
      if (!one.entries().has("valid")) {
        assertThatThrownBy(() -> convolve(one, Mode.VALID, Engine.chosen()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "conv: VALID slides the smaller array inside the larger, but neither of x %s and w"
                    + " %s contains the other: use SAME or FULL, or pad one of them",
                Sizes.text(one.shape("x")), Sizes.text(one.shape("w")));
      }
    }
  }

  private static Result convolve(Golden one, Mode mode, Engine engine) {
    int[] x = one.shape("x");
    int[] w = one.shape("w");
    return ArrayConvolution.convolve(
        one.floats("x"), x[0], x[1], one.floats("w"), w[0], w[1], mode, engine);
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void crossCorrelationDoesNotFlip(
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 4) int kh,
      @ForAll @IntRange(min = 1, max = 4) int kw,
      @ForAll long seed) {
    int xh = height + kh - 1;
    int xw = width + kw - 1;
    float[] x = draw(seed, 0, xh * xw);
    float[] w = draw(seed, 1, kh * kw);
    Result y = ArrayConvolution.crossCorrelate(x, xh, xw, w, kh, kw, Mode.VALID, Engine.chosen());
    assertThat(y.height()).isEqualTo(height);
    assertThat(y.width()).isEqualTo(width);
    for (int e = 0; e < height; e++) {
      for (int f = 0; f < width; f++) {
        double sum = 0;
        for (int a = 0; a < kh; a++) {
          for (int b = 0; b < kw; b++) {
            sum += (double) w[a * kw + b] * x[(e + a) * xw + f + b];
          }
        }
        assertThat((double) y.values()[e * width + f]).isCloseTo(sum, within(1e-5));
      }
    }
  }

  @Property(tries = 200, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void fullAndValidCommute(
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 7) int kh,
      @ForAll @IntRange(min = 1, max = 7) int kw,
      @ForAll long seed) {
    float[] x = draw(seed, 0, height * width);
    float[] w = draw(seed, 1, kh * kw);
    boolean contains = height >= kh && width >= kw || height <= kh && width <= kw;
    for (Mode mode : contains ? List.of(Mode.FULL, Mode.VALID) : List.of(Mode.FULL)) {
      Result a = ArrayConvolution.convolve(x, height, width, w, kh, kw, mode, Engine.chosen());
      Result b = ArrayConvolution.convolve(w, kh, kw, x, height, width, mode, Engine.chosen());
      assertThat(a.height()).isEqualTo(b.height());
      assertThat(a.values()).containsExactly(b.values(), within(1e-4f));
    }
  }

  @Example
  void impossibleSizesAreRefused() {
    float[] two = {1, 2};
    Engine engine = Engine.plain();
    assertThatThrownBy(() -> ArrayConvolution.convolve(two, 0, 2, two, 1, 2, Mode.FULL, engine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv: x has shape (0, 2), both sizes must be at least 1");
    assertThatThrownBy(() -> ArrayConvolution.convolve(two, 1, 2, two, 2, 2, Mode.FULL, engine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv: w of shape (2, 2) needs 4 values, got 2");
    assertThatThrownBy(
            () -> ArrayConvolution.crossCorrelate(two, 1, 2, two, 1, 0, Mode.SAME, engine))
        .hasMessage("crossCorrelation: w has shape (1, 0), both sizes must be at least 1");
  }

  private static float[] draw(long seed, int which, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Keyed.of(seed).key(which).normal(i);
    }
    return values;
  }
}
