package tilde.array;

import java.util.List;

/** Rearrangements that copy whole blocks of row-major data: join, choose, pad, flip. */
public final class Blocks {
  private Blocks() {}

  /**
   * Arrays joined along an axis, in the order given.
   *
   * @throws IllegalArgumentException when there are none, or they differ in rank or in the size of
   *     another axis
   */
  public static Strided concat(int axis, List<Strided> parts) {
    int[] shape = concatShape(axis, parts.stream().map(Strided::shape).toList());
    int along = Sizes.axis("concat", axis, shape);
    float[] joined = new float[Sizes.count(shape)];
    if (joined.length == 0) {
      return Strided.of(joined, shape);
    }
    int inner = Sizes.strides(shape)[along]; // elements per index of the axis
    int block = shape[along] * inner;
    int start = 0;
    for (Strided part : parts) {
      float[] data = part.elements();
      int width = part.shape()[along] * inner;
      for (int from = 0, to = start; from < data.length; from += width, to += block) {
        System.arraycopy(data, from, joined, to, width);
      }
      start += width;
    }
    return Strided.of(joined, shape);
  }

  /**
   * The items of the first axis with the given numbers, in their order; repeats are allowed.
   *
   * @throws IllegalArgumentException when a number is outside the first axis, or there is no axis
   */
  public static Strided take(Strided array, int... rows) {
    int[] shape = array.shape();
    Sizes.axis("take", 0, shape);
    int width = Sizes.strides(shape)[0];
    int[] wanted = Sizes.with(0, rows.length, shape);
    float[] data = array.elements();
    float[] taken = new float[Sizes.count(wanted)];
    for (int i = 0; i < rows.length; i++) {
      Sizes.inside("take", "row", rows[i], 0, shape);
      System.arraycopy(data, rows[i] * width, taken, i * width, width);
    }
    return Strided.of(taken, wanted);
  }

  /**
   * Each image (the last two axes) with zeros around it.
   *
   * @throws IllegalArgumentException when a number of zeros is negative or there is no image
   */
  public static Strided pad(Strided array, int top, int bottom, int left, int right) {
    int[] shape = array.shape();
    float[] data = array.elements();
    int[] larger = padShape(shape, top, bottom, left, right);
    float[] padded = new float[Sizes.count(larger)];
    int rows = shape[shape.length - 2];
    int width = shape[shape.length - 1];
    int across = larger[shape.length - 1];
    if (data.length > 0) {
      for (int row = 0; row < data.length / width; row++) {
        int to = row / rows * (rows + top + bottom) + top + row % rows;
        System.arraycopy(data, row * width, padded, to * across + left, width);
      }
    }
    return Strided.of(padded, larger);
  }

  /**
   * Each image (the last two axes) turned by 180 degrees: the flip of both spatial axes.
   *
   * @throws IllegalArgumentException when there are fewer than two axes
   */
  public static float[] flipLastTwo(float[] data, int... shape) {
    image("flip", shape);
    return Strided.of(data, shape).flip(-1).flip(-2).elements();
  }

  private static int[] concatShape(int axis, List<int[]> shapes) {
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("concat: nothing to join, give at least one Tensor");
    }
    int[] first = shapes.get(0);
    int along = Sizes.axis("concat", axis, first);
    long total = 0;
    for (int number = 0; number < shapes.size(); number++) {
      int[] other = shapes.get(number);
      for (int i = 0; i < first.length || i < other.length; i++) {
        if (first.length != other.length || i != along && other[i] != first[i]) {
          throw new IllegalArgumentException(
              "concat: shapes %s (number 0) and %s (number %d) may differ in axis %d only, but %s"
                  .formatted(
                      Sizes.text(first),
                      Sizes.text(other),
                      number,
                      along,
                      first.length != other.length
                          ? "they differ in rank: use reshape or unsqueeze"
                          : "axis %d is %d and %d".formatted(i, first[i], other[i])));
        }
      }
      total += other[along];
    }
    if (total > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "concat: axis %d would have size %d, more than an array can hold: join fewer"
              .formatted(along, total));
    }
    return Sizes.with(along, (int) total, first);
  }

  private static int[] padShape(int[] shape, int top, int bottom, int left, int right) {
    image("pad", shape);
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "pad: top %d, bottom %d, left %d, right %d must be 0 or more; slice takes rows away"
              .formatted(top, bottom, left, right));
    }
    int rank = shape.length;
    long height = (long) shape[rank - 2] + top + bottom;
    long width = (long) shape[rank - 1] + left + right;
    if (Math.max(height, width) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "pad: %d x %d is more than an array can hold: pad less".formatted(height, width));
    }
    return Sizes.with(rank - 1, (int) width, Sizes.with(rank - 2, (int) height, shape));
  }

  private static void image(String what, int... shape) {
    if (shape.length < 2) {
      throw new IllegalArgumentException(
          "%s: needs rows and columns as the last two axes, got shape %s: reshape it first"
              .formatted(what, Sizes.text(shape)));
    }
  }
}
