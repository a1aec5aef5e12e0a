package tilde.array;

import java.lang.reflect.Array;
import java.util.Arrays;

/** Rectangular Java arrays of arrays, to row-major data and back. */
public final class Nested {
  private Nested() {}

  /**
   * The sizes of a nested array of float, double or int, each level measured at its first array.
   *
   * @throws IllegalArgumentException when the elements are of another type
   */
  public static int[] shape(Object nested) {
    int rank = 0;
    Class<?> type = nested.getClass();
    for (; type.isArray(); type = type.getComponentType()) {
      rank++;
    }
    if (type != float.class && type != double.class && type != int.class) {
      throw new IllegalArgumentException(
          "nested arrays must hold float, double or int, got %s"
              .formatted(nested.getClass().getSimpleName()));
    }
    int[] shape = new int[rank];
    Object level = nested;
    for (int axis = 0; axis < rank && level != null; axis++) {
      shape[axis] = Array.getLength(level);
      boolean deeper = axis + 1 < rank && shape[axis] > 0;
      level = deeper ? Array.get(level, 0) : null;
    }
    return shape;
  }

  /**
   * The elements in row-major order, rounded to float.
   *
   * @throws IllegalArgumentException when a row is missing or of another length than the first
   */
  public static float[] flatten(Object nested, int... shape) {
    float[] data = new float[Sizes.count(shape)];
    flatten(nested, shape, "", 0, data, 0);
    return data;
  }

  private static int flatten(
      Object level, int[] shape, String where, int axis, float[] data, int start) {
    if (level == null || Array.getLength(level) != shape[axis]) {
      throw new IllegalArgumentException(
          "ragged array: row %s %s, the first rows give shape %s: make all rows equally long"
              .formatted(
                  where,
                  level == null ? "is null" : "has " + Array.getLength(level) + " entries",
                  Sizes.text(shape)));
    }
    int at = start;
    if (axis == shape.length - 1) {
      copy(level, data, start);
      return start + shape[axis];
    }
    Object[] rows = (Object[]) level;
    for (int i = 0; i < rows.length; i++) {
      at = flatten(rows[i], shape, where + "[" + i + "]", axis + 1, data, at);
    }
    return at;
  }

  private static void copy(Object row, float[] data, int start) {
    if (row instanceof float[] floats) {
      System.arraycopy(floats, 0, data, start, floats.length);
    } else if (row instanceof double[] doubles) {
      for (int i = 0; i < doubles.length; i++) {
        data[start + i] = (float) doubles[i];
      }
    } else {
      int[] ints = (int[]) row;
      for (int i = 0; i < ints.length; i++) {
        data[start + i] = ints[i];
      }
    }
  }

  /**
   * The rows of a matrix.
   *
   * @throws IllegalArgumentException when the shape has not two axes
   */
  public static float[][] rows(float[] data, int... shape) {
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          "toArray2D: needs 2 axes, got shape %s: reshape it, or take one item with at(i)"
              .formatted(Sizes.text(shape)));
    }
    float[][] rows = new float[shape[0]][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(data, i * shape[1], (i + 1) * shape[1]);
    }
    return rows;
  }
}
