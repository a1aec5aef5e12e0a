package tilde.array;

import java.util.function.DoubleUnaryOperator;

/** Operations on each element, or on pairs of elements of shapes that broadcast as in NumPy. */
public final class Elementwise {
  private Elementwise() {}

  /** What happens to each pair of elements. */
  @FunctionalInterface
  public interface Operation {
    float apply(float a, float b);
  }

  /**
   * The shape both broadcast to: aligned at the last axis, sizes must be equal or one of them 1,
   * and missing axes count as 1.
   *
   * @throws IllegalArgumentException when an axis has two sizes, neither of them 1
   */
  public static int[] shape(String what, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - (rank - a.length);
      int inB = axis - (rank - b.length);
      int sizeA = inA < 0 ? 1 : a[inA];
      int sizeB = inB < 0 ? 1 : b[inB];
      if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
        throw new IllegalArgumentException(
            ("%s: shapes %s and %s do not broadcast, axis %d is %d in the one and %d in the other"
                    + " (sizes must be equal or 1): use reshape or unsqueeze")
                .formatted(what, Sizes.text(a), Sizes.text(b), axis - rank, sizeA, sizeB));
      }
      shape[axis] = sizeA == 1 ? sizeB : sizeA;
    }
    return shape;
  }

  /** A function of each element, computed in double and rounded to float. */
  public static float[] map(float[] data, DoubleUnaryOperator function) {
    float[] mapped = new float[data.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) function.applyAsDouble(data[i]);
    }
    return mapped;
  }

  /** The operation on every pair of elements, in the broadcast shape. */
  public static Strided apply(String what, Strided a, Strided b, Operation operation) {
    int[] shape = shape(what, a.shape(), b.shape());
    float[] to = new float[Sizes.count(shape)];
    Strided left = a.broadcastTo(shape);
    Strided right = b.broadcastTo(shape);
    int width = left.rowLength();
    for (int row = 0, at = 0; at < to.length; row++) {
      int i = left.row(row);
      int j = right.row(row);
      for (int end = at + width; at < end; at++, i += left.rowStride(), j += right.rowStride()) {
        to[at] = operation.apply(left.element(i), right.element(j));
      }
    }
    return Strided.of(to, shape);
  }
}
