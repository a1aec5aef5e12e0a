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
   * Row-major data as an array of arrays of the given rank: {@code float[][]} for two axes.
   *
   * @throws IllegalArgumentException when the shape has another rank
   */
  public static Object nest(float[] data, int rank, int... shape) {
    if (shape.length != rank) {
      throw new IllegalArgumentException(
          "toArray%dD: needs %d axes, got shape %s: reshape first, or take one item with at(i)"
              .formatted(rank, rank, Sizes.text(shape)));
    }
    return level(data, 0, shape);
  }

  private static Object level(float[] data, int start, int... shape) {
    if (shape.length == 1) {
      return Arrays.copyOfRange(data, start, start + shape[0]);
    }
    int[] inner = Sizes.without(0, shape);
    int step = Sizes.strides(shape)[0];
    Object rows = Array.newInstance(float.class, Sizes.with(shape.length - 1, 0, shape));
    for (int i = 0; i < shape[0]; i++) {
      Array.set(rows, i, level(data, start + i * step, inner));
    }
    return rows;
  }
}
