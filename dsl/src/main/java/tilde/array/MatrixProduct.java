package tilde.array;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The product of two arrays of matrices as NumPy defines it: a vector on the left is one row, on
 * the right one column, and axes before the last two are batches that broadcast. Every element is
 * one chain of {@link Math#fma(float, float, float)} in index order: equal bits everywhere.
 */
public final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * The product of (..., m, k) and (..., k, n): (..., m, n), without the axis added to a vector.
   *
   * @throws IllegalArgumentException when the sums have two lengths, an operand is a scalar, or the
   *     batches do not broadcast
   */
  public static Strided apply(Strided a, Strided b) {
    int[] shapeA = a.shape();
    int[] shapeB = b.shape();
    int[] shape = shape(shapeA, shapeB);
    float[] product = new float[Sizes.count(shape)];
    if (product.length == 0) {
      return Strided.of(product, shape);
    }
    int inner = shapeA[shapeA.length - 1];
    int rows = shapeA.length == 1 ? 1 : shapeA[shapeA.length - 2];
    int columns = shapeB.length == 1 ? 1 : shapeB[shapeB.length - 1];
    int[] batch = Elementwise.shape("matmul", batch(shapeA), batch(shapeB));
    Strided left = batched(batch, a, batch(shapeA), rows, inner);
    Strided right = batched(batch, b, batch(shapeB), inner, columns);
    float[] matrices = b.elements();
    for (int row = 0; row < product.length / columns; row++) {
      int fromA = left.row(row);
      for (int k = 0; k < inner; k++) { // outside the columns: each sum still runs in order of k
        int fromB = right.row(row / rows * inner + k);
        addRow(left.element(fromA + k), matrices, fromB, product, row * columns, columns);
      }
    }
    return Strided.of(product, shape);
  }

  private static void addRow(float factor, float[] from, int at, float[] to, int start, int size) {
    for (int j = 0; j < size; j++) {
      to[start + j] = Math.fma(factor, from[at + j], to[start + j]);
    }
  }

  private static int[] shape(int[] a, int[] b) {
    String operands = "matmul: %s times %s".formatted(Sizes.text(a), Sizes.text(b));
    if (a.length == 0 || b.length == 0) {
      throw new IllegalArgumentException(operands + " has a scalar in it: use times");
    }
    int axisB = Math.max(0, b.length - 2);
    if (a[a.length - 1] != b[axisB]) {
      throw new IllegalArgumentException(
          "%s needs the last axis (%d) of the one as long as axis %d (%d) of the other: %s"
              .formatted(operands, a[a.length - 1], axisB, b[axisB], "transpose or reshape one"));
    }
    int[] batch = Elementwise.shape(operands + ", batches", batch(a), batch(b));
    IntStream rows = a.length == 1 ? IntStream.empty() : IntStream.of(a[a.length - 2]);
    IntStream columns = b.length == 1 ? IntStream.empty() : IntStream.of(b[b.length - 1]);
    return IntStream.concat(Arrays.stream(batch), IntStream.concat(rows, columns)).toArray();
  }

  private static int[] batch(int... shape) {
    return Arrays.copyOf(shape, Math.max(0, shape.length - 2));
  }

  /** The matrices of one operand, repeated where its batch axes are 1 or missing. */
  private static Strided batched(int[] batch, Strided operand, int[] own, int height, int width) {
    return Strided.of(operand.elements(), matrix(own, height, width))
        .broadcastTo(matrix(batch, height, width));
  }

  private static int[] matrix(int[] batch, int height, int width) {
    return IntStream.concat(Arrays.stream(batch), IntStream.of(height, width)).toArray();
  }
}
