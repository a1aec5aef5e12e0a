package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Numbers and texts that NumPy 1.24 gave; above each is the Python that made it, after
 *
 * <pre>
 * import numpy as np
 * f = np.float32
 * y = ((np.arange(24) * 7) % 11 - 5).astype(f).reshape(2, 3, 4) / 8
 * </pre>
 */
class TensorGoldenTest {
  private static final Tensor Y = Tensor.range(24).map(i -> (i * 7 % 11 - 5) / 8).reshape(2, 3, 4);

  private static Tensor shaped(double... values) {
    return Tensor.of(values);
  }

  @Test
  void broadcasting() {
    // x = np.arange(24, dtype=f).reshape(2, 3, 4); (x - np.array([[10], [20], [30]], f))[1]
    Tensor x = Tensor.range(24).reshape(2, 3, 4);
    assertThat(x.minus(Tensor.of(new int[][] {{10}, {20}, {30}})).at(1))
        .isEqualTo(Tensor.of(new int[][] {{2, 3, 4, 5}, {-4, -3, -2, -1}, {-10, -9, -8, -7}}));
    // np.array([1, 2, 3], f) / np.array([[1], [4]], f)
    assertThat(shaped(1, 2, 3).div(Tensor.of(new int[][] {{1}, {4}})))
        .isEqualTo(Tensor.of(new double[][] {{1, 2, 3}, {0.25, 0.5, 0.75}}));
  }

  @Test
  void elementwise() {
    // (np.array([1, -1, 0], f) / 0).tolist()
    assertThat(shaped(1, -1, 0).div(0))
        .isEqualTo(shaped(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
    // (np.array([0.1], f) * 0.1).tolist()
    assertThat(shaped(0.1).times(0.1)).isEqualTo(shaped(0.010000000707805157));
    // t = np.array([1.5, -2, np.nan, 0], f); np.maximum(t, 0), np.minimum(t, 0)
    Tensor t = shaped(1.5, -2, Double.NaN, 0);
    assertThat(t.maximum(0)).isEqualTo(shaped(1.5, 0, Double.NaN, 0));
    assertThat(t.minimum(0)).isEqualTo(shaped(0, -2, Double.NaN, 0));
    // v = np.array([0.5, 1, 2]); np.exp(v).astype(f), np.log(v).astype(f), np.sqrt(v).astype(f)
    Tensor v = shaped(0.5, 1, 2);
    assertThat(v.exp())
        .isEqualTo(shaped(1.6487212181091309, 2.7182817459106445, 7.389056205749512));
    assertThat(v.log()).isEqualTo(shaped(-0.6931471824645996, 0, 0.6931471824645996));
    assertThat(v.sqrt()).isEqualTo(shaped(0.7071067690849304, 1, 1.4142135381698608));
  }

  @Test
  void matrixProducts() {
    // a = (np.arange(6, dtype=f) / 4 - 0.5).reshape(2, 3)
    // b = (np.arange(12, dtype=f) / 8 - 0.75).reshape(3, 4); a @ b
    Tensor a = Tensor.range(6).div(4).minus(0.5).reshape(2, 3);
    Tensor b = Tensor.range(12).div(8).minus(0.75).reshape(3, 4);
    assertThat(a.matmul(b))
        .isEqualTo(
            Tensor.of(
                new double[][] {{0.4375, 0.34375, 0.25, 0.15625}, {-0.125, 0.0625, 0.25, 0.4375}}));
    // np.array([1, 2], f) @ a; a @ np.array([1, 2, 3], f)
    assertThat(shaped(1, 2).matmul(a)).isEqualTo(shaped(0, 0.75, 1.5));
    assertThat(a.matmul(shaped(1, 2, 3))).isEqualTo(shaped(-1, 3.5));
    // np.array([1, 2, 3], f) @ np.array([4, 5, 6], f)
    assertThat(shaped(1, 2, 3).matmul(shaped(4, 5, 6))).isEqualTo(Tensor.full(32));
  }

  @Test
  void batchesOfMatrixProducts() {
    // c = np.arange(12, dtype=f).reshape(2, 1, 2, 3); d = np.arange(18, dtype=f).reshape(3, 3, 2)
    // (c @ d).shape, (c @ d).reshape(-1).tolist()
    Tensor c = Tensor.range(12).reshape(2, 1, 2, 3);
    Tensor d = Tensor.range(18).reshape(3, 3, 2);
    assertThat(c.matmul(d).shape()).containsExactly(2, 3, 2, 2);
    assertThat(c.matmul(d).toArray())
        .containsExactly(
            10, 13, 28, 40, 28, 31, 100, 112, 46, 49, 172, 184, 46, 67, 64, 94, 172, 193, 244, 274,
            298, 319, 424, 454);
  }

  @Test
  void reductions() {
    // y.sum(axis=(0, 2)); y.mean(axis=1); y.max(axis=(0, 2)); y.min(axis=-1); y.argmax(axis=1)
    assertThat(Y.sum(0, 2)).isEqualTo(shaped(0.75, -0.125, -1));
    assertThat(Y.sum(2, 0)).isEqualTo(Y.sum(0, 2));
    assertThat(Y.mean(1).flatten())
        .isEqualTo(
            shaped(
                -0.3333333432674408,
                0.0833333358168602,
                0.0416666679084301,
                0,
                0.0833333358168602,
                0.0416666679084301,
                0,
                -0.0416666679084301));
    assertThat(Y.max(0, 2)).isEqualTo(shaped(0.625, 0.5, 0.375));
    assertThat(Y.min(-1).flatten()).isEqualTo(shaped(-0.625, -0.375, -0.625, -0.25, -0.5, -0.625));
    assertThat(Y.argmax(1)).containsExactly(1, 2, 1, 0, 2, 1, 0, 2);
    // y.argmax(), y.sum(), y.mean(), y.max(), y.min()
    assertThat(Y.argmax()).isEqualTo(3);
    assertThat(Y.sum()).isEqualTo(-0.375f);
    assertThat(Y.mean()).isEqualTo(-0.015625f);
    assertThat(Y.max()).isEqualTo(0.625f);
    assertThat(Y.min()).isEqualTo(-0.625f);
    // t = np.array([1.5, -2, np.nan, 0], f); t.max(), t.argmax()
    Tensor t = shaped(1.5, -2, Double.NaN, 0);
    assertThat(t.max()).isNaN();
    assertThat(t.min()).isNaN();
    assertThat(t.argmax()).isEqualTo(2);
  }

  @Test
  void transposedAxes() {
    // y.transpose(2, 0, 1)[:2].reshape(-1)
    assertThat(Y.transpose(2, 0, 1).slice(0, 0, 2).flatten())
        .isEqualTo(
            shaped(
                -0.625, 0.125, -0.5, 0.25, -0.375, 0.375, 0.25, -0.375, 0.375, -0.25, 0.5, -0.125));
  }

  @Test
  void printedValues() {
    // print(np.array([[1, -1.5], [np.nan, 0.1]], f))
    assertThat(shaped(1, -1.5, Double.NaN, 0.1).reshape(2, 2).values())
        .isEqualTo("[[ 1.  -1.5]\n [ nan  0.1]]");
    // print(np.array([1e-5, 2.5, -np.inf, 1e10], f))
    assertThat(shaped(1e-5, 2.5, Double.NEGATIVE_INFINITY, 1e10).values())
        .isEqualTo("[1.0e-05 2.5e+00    -inf 1.0e+10]");
    // print(np.arange(8, dtype=f).reshape(2, 2, 2))
    assertThat(Tensor.range(8).reshape(2, 2, 2).values())
        .isEqualTo("[[[0. 1.]\n  [2. 3.]]\n\n [[4. 5.]\n  [6. 7.]]]");
    // print(np.array(0.1, f)); print(np.zeros((0, 3), f)); print(np.array([-0.0, 0.0], f))
    assertThat(Tensor.full(0.1).values()).isEqualTo("0.1");
    assertThat(Tensor.zeros(0, 3).values()).isEqualTo("[]");
    assertThat(shaped(-0.0, 0).values()).isEqualTo("[-0.  0.]");
    // print(np.array([123456.789, 1234.5], f)); print(np.array([16777216, 33554432], f))
    assertThat(shaped(123456.789, 1234.5).values()).isEqualTo("[123456.79   1234.5 ]");
    assertThat(shaped(16777216, 33554432).values()).isEqualTo("[16777216. 33554432.]");
    // print(np.array([np.nan, 1000], f)); print(np.array([np.nan, np.nan], f))
    assertThat(shaped(Double.NaN, 1000).values()).isEqualTo("[  nan 1000.]");
    assertThat(shaped(Double.NaN, Double.NaN).values()).isEqualTo("[nan nan]");
    // print(np.array([0.9999, 1 / 7, 0.012345678], f))
    assertThat(shaped(0.9999, 1 / 7.0, 0.012345678).values())
        .isEqualTo("[0.9999     0.14285715 0.01234568]");
  }

  @Test
  void printedValuesElided() {
    // np.set_printoptions(threshold=1, edgeitems=2); print(np.arange(100, dtype=f).reshape(10, 10))
    assertThat(Tensor.range(100).reshape(10, 10).values(4))
        .isEqualTo(
            """
            [[ 0.  1. ...  8.  9.]
             [10. 11. ... 18. 19.]
             ...
             [80. 81. ... 88. 89.]
             [90. 91. ... 98. 99.]]\
            """);
    // print(np.arange(125, dtype=f).reshape(5, 5, 5)[:, :2, :2])
    assertThat(Tensor.range(125).reshape(5, 5, 5).slice(1, 0, 2).slice(2, 0, 2).values(4))
        .isEqualTo(
            """
            [[[  0.   1.]
              [  5.   6.]]

             [[ 25.  26.]
              [ 30.  31.]]

             ...

             [[ 75.  76.]
              [ 80.  81.]]

             [[100. 101.]
              [105. 106.]]]\
            """);
  }
}
