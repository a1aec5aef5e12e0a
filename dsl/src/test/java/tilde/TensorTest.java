package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void nestedArraysBecomeRowMajorData() {
    Tensor cube = Tensor.of(new int[][][] {{{1, 2, 3}}, {{4, 5, 6}}});
    assertThat(cube.shape()).containsExactly(2, 1, 3);
    assertThat(cube.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(cube.get(1, 0, 2)).isEqualTo(6);
    assertThat(Tensor.of(new float[][][][] {{{{1, 2}, {3, 4}}}}))
        .isEqualTo(Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2));
    assertThat(Tensor.of(new double[][] {{0.1}, {0.2}}).toArray()).containsExactly(0.1f, 0.2f);
    assertThat(Tensor.of(new float[0][3]).shape()).containsExactly(0, 0);
    assertThat(Tensor.of(new float[2][0]).shape()).containsExactly(2, 0);
  }

  @Test
  void vectorsComeFromEachKindOfNumber() {
    Tensor expected = Tensor.of(new float[] {1, 2, 3}, 3);
    assertThat(Tensor.of(new float[] {1, 2, 3})).isEqualTo(expected);
    assertThat(Tensor.of(new double[] {1, 2, 3})).isEqualTo(expected);
    assertThat(Tensor.of(new int[] {1, 2, 3})).isEqualTo(expected);
  }

  @Test
  void aTensorDoesNotSeeLaterChangesOfTheArraysItWasMadeFrom() {
    float[] values = {1, 2};
    int[] shape = {2, 1};
    Tensor tensor = Tensor.of(values, shape);
    Tensor zeros = Tensor.zeros(shape);
    values[0] = 9;
    shape[0] = 9;
    tensor.shape()[0] = 9;
    tensor.toArray()[0] = 9;
    assertThat(tensor).isEqualTo(Tensor.of(new float[][] {{1}, {2}}));
    assertThat(zeros.shape()).containsExactly(2, 1);
  }

  @Test
  void fillsAndRangesAreWhatTheyAreCalled() {
    assertThat(Tensor.zeros(2, 2).toArray()).containsOnly(0).hasSize(4);
    assertThat(Tensor.full(0.5, 3).toArray()).containsExactly(0.5f, 0.5f, 0.5f);
    assertThat(Tensor.full(7).rank()).isZero();
    assertThat(Tensor.full(7).item()).isEqualTo(7);
    assertThat(Tensor.range(4).toArray()).containsExactly(0, 1, 2, 3);
    assertThat(Tensor.range(1, 0, -0.25).toArray()).containsExactly(1, 0.75f, 0.5f, 0.25f);
    assertThat(Tensor.range(0, 0.3, 0.1).toArray()).containsExactly(0, 0.1f, 0.2f);
    assertThat(Tensor.range(5, 0, 1).size()).isZero();
  }

  @Test
  void randomNumbersAreThoseOfTheirSeed() {
    Tensor noise = Tensor.randn(1, 100, 100);
    assertThat(noise).isEqualTo(Tensor.randn(1, 100, 100)).isNotEqualTo(Tensor.randn(2, 100, 100));
    assertThat(noise.flatten().slice(0, 0, 6)).isEqualTo(Tensor.randn(1, 6));
    assertThat((double) noise.mean()).isBetween(-0.05, 0.05);
    assertThat((double) noise.square().mean()).isBetween(0.94, 1.06);
  }

  @Test
  void sizesAndElementsAreReadByAxisAndIndex() {
    Tensor tensor = Tensor.range(24).reshape(2, 3, 4);
    assertThat(tensor.rank()).isEqualTo(3);
    assertThat(tensor.size()).isEqualTo(24);
    assertThat(tensor.size(1)).isEqualTo(3);
    assertThat(tensor.size(-1)).isEqualTo(4);
    assertThat(tensor.get(1, 2, 3)).isEqualTo(23);
    assertThat(Tensor.full(3).get()).isEqualTo(3);
    assertThat(tensor.at(1).toArray2D())
        .isDeepEqualTo(new float[][] {{12, 13, 14, 15}, {16, 17, 18, 19}, {20, 21, 22, 23}});
  }

  @Test
  void numbersApplyToEveryElement() {
    Tensor x = Tensor.of(new float[] {1, -2, 4});
    assertThat(x.plus(1).toArray()).containsExactly(2, -1, 5);
    assertThat(x.minus(1).toArray()).containsExactly(0, -3, 3);
    assertThat(x.times(0.5).toArray()).containsExactly(0.5f, -1, 2);
    assertThat(x.div(2).toArray()).containsExactly(0.5f, -1, 2);
    assertThat(x.maximum(0).toArray()).containsExactly(1, 0, 4);
    assertThat(x.minimum(0).toArray()).containsExactly(0, -2, 0);
    assertThat(x.neg().toArray()).containsExactly(-1, 2, -4);
    assertThat(x.abs().toArray()).containsExactly(1, 2, 4);
    assertThat(x.square().toArray()).containsExactly(1, 4, 16);
    assertThat(x.map(v -> 10 * v).toArray()).containsExactly(10, -20, 40);
  }

  @Test
  void reductionsOfNothingAreZeroWhereTheyAreDefined() {
    assertThat(Tensor.zeros(0).sum()).isZero();
    assertThat(Tensor.zeros(0, 3).sum(0)).isEqualTo(Tensor.zeros(3));
    assertThat(Tensor.zeros(2, 0).max(0)).isEqualTo(Tensor.zeros(0));
    assertThat(Tensor.zeros(0, 3).matmul(Tensor.zeros(3, 2)).shape()).containsExactly(0, 2);
    assertThat(Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 2))).isEqualTo(Tensor.zeros(2, 2));
  }

  @Test
  void sumsAreKeptInDouble() {
    // one float chain stops growing at 2^24
    assertThat(Tensor.of(new float[] {16777216, 1, 1}).sum()).isEqualTo(16777218);
    assertThat(Tensor.full(0.1, 10).sum()).isEqualTo(1);
  }

  @Test
  void onesComeAndGoInAShape() {
    Tensor tensor = Tensor.range(6).reshape(1, 2, 1, 3);
    assertThat(tensor.squeeze().shape()).containsExactly(2, 3);
    assertThat(tensor.squeeze(-2).shape()).containsExactly(1, 2, 3);
    assertThat(tensor.squeeze().unsqueeze(0, 2)).isEqualTo(tensor);
    assertThat(Tensor.range(3).unsqueeze(-1).shape()).containsExactly(3, 1);
    assertThat(Tensor.zeros(4, 0).unsqueeze(1).shape()).containsExactly(4, 1, 0);
    assertThat(tensor.reshape(3, -1).shape()).containsExactly(3, 2);
    assertThat(Tensor.zeros(0, 5).reshape(-1, 5).shape()).containsExactly(0, 5);
    assertThat(Tensor.full(2).reshape(1, 1).squeeze()).isEqualTo(Tensor.full(2));
  }

  @Test
  void rowsAreChosenInAnyOrderAndPaddedWithZeros() {
    Tensor tensor = Tensor.of(new int[][] {{1, 2}, {3, 4}});
    assertThat(tensor.take(1, 1, 0)).isEqualTo(Tensor.of(new int[][] {{3, 4}, {3, 4}, {1, 2}}));
    assertThat(tensor.take().shape()).containsExactly(0, 2);
    assertThat(tensor.pad(1, 0, 0, 2))
        .isEqualTo(Tensor.of(new int[][] {{0, 0, 0, 0}, {1, 2, 0, 0}, {3, 4, 0, 0}}));
    assertThat(Tensor.zeros(2, 0, 1).pad(1, 1, 1, 1)).isEqualTo(Tensor.zeros(2, 2, 3));
    assertThat(Tensor.zeros(2, 1, 0).pad(1, 1, 1, 1)).isEqualTo(Tensor.zeros(2, 3, 2));
  }

  @Test
  void equalityIsThatOfShapeAndBits() {
    Tensor tensor = Tensor.of(new float[] {NAN, 0});
    assertThat(tensor).isEqualTo(Tensor.of(new float[] {NAN, 0}));
    assertThat(tensor).hasSameHashCodeAs(Tensor.of(new float[] {NAN, 0}));
    assertThat(tensor).isNotEqualTo(Tensor.of(new float[] {NAN, -0f}));
    assertThat(tensor).isNotEqualTo(tensor.reshape(1, 2)).isNotEqualTo("tensor");
  }

  @Test
  void nonFiniteElementsAreCounted() {
    assertThat(Tensor.of(new float[] {NAN, 1, INF, -INF, 3e38f}).countNonFinite()).isEqualTo(3);
  }

  @Test
  void oneLineTellsShapeRangeMeanAndWhatIsNotFinite() {
    assertThat(Tensor.range(5).div(4)).hasToString("Tensor (5) [0, 0.25, 0.5, 0.75, 1]");
    assertThat(Tensor.range(11).div(4)).hasToString("Tensor (11) in [0, 2.5], mean 1.25");
    assertThat(Tensor.of(new float[] {0, 255, 1, 12345}).reshape(2, 2))
        .hasToString("Tensor (2, 2) in [0, 12345], mean 3150");
    assertThat(Tensor.of(new float[] {-1, 1e-7f, 2, NAN, -INF, INF}).reshape(2, 3))
        .hasToString("Tensor (2, 3) in [-1, 2], mean 0.3333, 1 NaN, 2 Inf");
    assertThat(Tensor.of(new float[] {1e-7f, 2e9f})).hasToString("Tensor (2) [1e-07, 2e+09]");
    assertThat(Tensor.of(new float[] {NAN, NAN})).hasToString("Tensor (2), 2 NaN");
    assertThat(Tensor.full(0.1)).hasToString("Tensor () = 0.1");
    assertThat(Tensor.full(-2, 1, 1)).hasToString("Tensor (1, 1) = -2");
    assertThat(Tensor.full(INF)).hasToString("Tensor (), 1 Inf");
    assertThat(Tensor.zeros(0, 3)).hasToString("Tensor (0, 3), empty");
  }

  @Test
  void theLineLosesDigitsAndThenSizesRatherThanGrow() {
    Tensor wild = Tensor.of(new float[] {-1.2345e-5f, 1.2345e37f, NAN, INF});
    assertThat(wild.reshape(1, 1, 1, 1, 2, 2))
        .hasToString(
            "Tensor (1, 1, 1, 1, 2, 2) in [-1.23e-05, 1.23e+37], mean 6.17e+36, 1 NaN, 1 Inf");
    assertThat(wild.reshape(1, 1, 1, 1, 1, 1, 1, 1, 1, 4))
        .hasToString("Tensor (1, ..., 4) in [-1.234e-05, 1.235e+37], mean 6.173e+36, 1 NaN, 1 Inf");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void longAxesAreElidedFromBothEnds(int most) {
    String row = Tensor.range(9).values(most);
    assertThat(row)
        .isEqualTo(
            new String[] {
                  "[0. ...]",
                  "[0. ... 8.]",
                  "[0. 1. ... 8.]",
                  "[0. 1. ... 7. 8.]",
                  "[0. 1. 2. ... 7. 8.]"
                }
                [most - 1]);
  }
}
