package tilde.array;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arithmetic on the shapes of row-major arrays, with the error messages that belong to it. */
public final class Sizes {
  private Sizes() {}

  /**
   * The number of elements of a shape, 1 for the shape () of a scalar.
   *
   * @throws IllegalArgumentException when a size is negative or the product exceeds an int
   */
  public static int count(int... shape) {
    long count = 1;
    boolean empty = false;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] < 0) {
        throw new IllegalArgumentException(
            "shape %s: axis %d has size %d, sizes are 0 or more"
                .formatted(text(shape), axis, shape[axis]));
      }
      empty |= shape[axis] == 0;
    }
    if (empty) {
      return 0;
    }
    for (int size : shape) {
      count *= size; // no overflow: both factors are below 2^31
      if (count > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape %s has more than %d elements, the most an array can hold: use smaller batches"
                .formatted(text(shape), Integer.MAX_VALUE));
      }
    }
    return (int) count;
  }

  /** How far apart in the data two neighbours along each axis are. */
  public static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** A shape as it is printed everywhere, {@code (2, 3)}. */
  public static String text(int... shape) {
    return Arrays.stream(shape)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * An axis counted from the front; negative ones count from the end, -1 is the last.
   *
   * @throws IllegalArgumentException when the shape has no such axis
   */
  public static int axis(String what, int axis, int... shape) {
    int rank = shape.length;
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: shape %s has no axis %d, %s"
              .formatted(
                  what,
                  text(shape),
                  axis,
                  rank == 0
                      ? "a scalar has no axes"
                      : "its axes are 0 to %d, or -%d to -1 from the end"
                          .formatted(rank - 1, rank)));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * Several axes counted from the front, in the order given.
   *
   * @throws IllegalArgumentException when the shape lacks one or one is named twice
   */
  public static int[] axes(String what, int[] axes, int... shape) {
    int[] found = new int[axes.length];
    boolean[] seen = new boolean[shape.length];
    for (int i = 0; i < axes.length; i++) {
      found[i] = axis(what, axes[i], shape);
      if (seen[found[i]]) {
        throw new IllegalArgumentException(
            "%s: axis %d of shape %s is named twice in %s"
                .formatted(what, found[i], text(shape), text(axes)));
      }
      seen[found[i]] = true;
    }
    return found;
  }

  /**
   * The position in the data of the element at an index.
   *
   * @throws IllegalArgumentException when there are more or fewer indices than axes, or one is
   *     outside its axis
   */
  public static int position(int[] shape, int... index) {
    if (index.length != shape.length) {
      throw new IllegalArgumentException(
          "get: shape %s needs %d indices, got %d: %s"
              .formatted(text(shape), shape.length, index.length, text(index)));
    }
    int position = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      inside("get", "index", index[axis], axis, shape);
      position = position * shape[axis] + index[axis];
    }
    return position;
  }

  /**
   * Checks an index of an axis.
   *
   * @throws IllegalArgumentException when it is negative, or not below the size of the axis
   */
  static void inside(String what, String name, int index, int axis, int... shape) {
    if (index < 0 || index >= shape[axis]) {
      throw new IllegalArgumentException(
          "%s: %s %d is outside axis %d of shape %s, which %s%s"
              .formatted(
                  what,
                  name,
                  index,
                  axis,
                  text(shape),
                  shape[axis] == 0 ? "is empty" : "has indices 0 to " + (shape[axis] - 1),
                  index < 0 ? "; negative indices do not count from the end here" : ""));
    }
  }

  /**
   * The shape asked for by a reshape, where one size may be -1: whatever makes the count right.
   *
   * @throws IllegalArgumentException when the counts differ, or -1 is used twice or cannot be found
   */
  public static int[] reshape(int[] from, int... to) {
    int count = count(from);
    int[] shape = to.clone();
    int open = -1;
    for (int axis = 0; axis < to.length; axis++) {
      if (to[axis] == -1) {
        if (open >= 0) {
          throw new IllegalArgumentException(
              "reshape: %s leaves both axis %d and axis %d open, only one may be -1"
                  .formatted(text(to), open, axis));
        }
        open = axis;
        shape[axis] = 1;
      }
    }
    int known = count(shape);
    if (open < 0 ? known != count : known == 0 || count % known != 0) {
      throw new IllegalArgumentException(
          "reshape: %s has %d elements, %s %s"
              .formatted(
                  text(from),
                  count,
                  text(to),
                  open < 0 ? "needs " + known : "needs a multiple of " + known));
    }
    if (open >= 0) {
      shape[open] = count / known;
    }
    return shape;
  }

  /** A shape without one of its axes. */
  static int[] without(int axis, int... shape) {
    int[] rest = new int[shape.length - 1];
    System.arraycopy(shape, 0, rest, 0, axis);
    System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  /** A copy of a shape with another size at one axis. */
  static int[] with(int axis, int size, int... shape) {
    int[] changed = shape.clone();
    changed[axis] = size;
    return changed;
  }
}
