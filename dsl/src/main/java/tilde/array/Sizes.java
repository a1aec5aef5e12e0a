package tilde.array;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    return axis(what + ": shape " + text(shape), axis, shape.length);
  }

  private static int axis(String subject, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s has no axis %d, %s"
              .formatted(
                  subject,
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
    return axes(what + ": shape " + text(shape), axes, shape.length);
  }

  private static int[] axes(String subject, int[] axes, int rank) {
    int[] found = new int[axes.length];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      found[i] = axis(subject, axes[i], rank);
      if (seen[found[i]]) {
        throw new IllegalArgumentException(
            "%s has axis %d once, but it is named twice in %s"
                .formatted(subject, found[i], text(axes)));
      }
      seen[found[i]] = true;
    }
    return found;
  }

  /**
   * Checks that a shape has exactly one element.
   *
   * @throws IllegalArgumentException when it has more, or none
   */
  public static void single(int... shape) {
    if (count(shape) != 1) {
      throw new IllegalArgumentException(
          "item: shape %s has %d elements, not 1: name one with get(...)"
              .formatted(text(shape), count(shape)));
    }
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
  public static void inside(String what, String name, int index, int axis, int... shape) {
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

  /**
   * A shape without some axes of size 1, or without all of them when none is named.
   *
   * @throws IllegalArgumentException when a named axis does not exist or is longer
   */
  public static int[] squeeze(int[] shape, int... axes) {
    boolean[] drop = new boolean[shape.length];
    for (int axis : axes("squeeze", axes, shape)) {
      if (shape[axis] != 1) {
        throw new IllegalArgumentException(
            "squeeze: axis %d of shape %s has size %d, only axes of size 1 can go: use at or slice"
                .formatted(axis, text(shape), shape[axis]));
      }
      drop[axis] = true;
    }
    return IntStream.range(0, shape.length)
        .filter(axis -> axes.length == 0 ? shape[axis] != 1 : !drop[axis])
        .map(axis -> shape[axis])
        .toArray();
  }

  /**
   * A shape with axes of size 1 put in, which are at the given places of the result.
   *
   * @throws IllegalArgumentException when the result has no such axis or one is named twice
   */
  public static int[] unsqueeze(int[] shape, int... axes) {
    int[] longer = new int[shape.length + axes.length];
    for (int axis :
        axes("unsqueeze: a result of " + longer.length + " axes", axes, longer.length)) {
      longer[axis] = 1;
    }
    int from = 0;
    for (int axis = 0; axis < longer.length; axis++) {
      longer[axis] = longer[axis] == 1 ? 1 : shape[from++];
    }
    return longer;
  }

  /** A copy of a shape with another size at one axis. */
  static int[] with(int axis, int size, int... shape) {
    int[] changed = shape.clone();
    changed[axis] = size;
    return changed;
  }
}
