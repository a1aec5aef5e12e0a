package tilde.array;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A view of row-major data: an offset and a stride for each axis, so that transposing, slicing,
 * flipping and repeating move no element until {@link #elements} lays the view out anew.
 */
public final class Strided {
  private final float[] data;
  private final int offset;
  private final int[] shape;
  private final int[] strides;

  private Strided(float[] data, int offset, int[] shape, int[] strides) {
    this.data = data;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /**
   * All of a row-major array; the data is shared, not copied.
   *
   * @throws IllegalArgumentException when the shape has another number of elements
   */
  public static Strided of(float[] data, int... shape) {
    int count = Sizes.count(shape);
    if (count != data.length) {
      throw new IllegalArgumentException(
          "shape %s has %d elements, got %d values: change the shape or the values"
              .formatted(Sizes.text(shape), count, data.length));
    }
    return new Strided(data, 0, shape, Sizes.strides(shape));
  }

  /** The sizes of the axes; not to be written to. */
  public int[] shape() {
    return shape;
  }

  /**
   * The axes in another order, all reversed when none is named: axis {@code i} of the result is
   * axis {@code axes[i]} of this.
   *
   * @throws IllegalArgumentException when not every axis is named exactly once
   */
  public Strided transpose(int... axes) {
    int[] order = axes.length > 0 ? axes : IntStream.range(0, shape.length).map(i -> ~i).toArray();
    int[] from = Sizes.axes("transpose", order, shape);
    if (from.length != shape.length) {
      throw new IllegalArgumentException(
          "transpose: shape %s has %d axes, got %d in %s: name every axis once"
              .formatted(Sizes.text(shape), shape.length, axes.length, Sizes.text(axes)));
    }
    return new Strided(
        data,
        offset,
        Arrays.stream(from).map(axis -> shape[axis]).toArray(),
        Arrays.stream(from).map(axis -> strides[axis]).toArray());
  }

  /**
   * The indices {@code from} (included) to {@code to} (excluded) of an axis.
   *
   * @throws IllegalArgumentException unless {@code 0 <= from <= to <= size}
   */
  public Strided slice(int axis, int from, int to) {
    int along = Sizes.axis("slice", axis, shape);
    if (from < 0 || to < from || to > shape[along]) {
      throw new IllegalArgumentException(
          "slice: %d to %d does not fit axis %d of shape %s, it needs 0 <= from <= to <= %d"
              .formatted(from, to, along, Sizes.text(shape), shape[along]));
    }
    return new Strided(
        data, offset + from * strides[along], Sizes.with(along, to - from, shape), strides);
  }

  /** An axis backwards. */
  public Strided flip(int axis) {
    int along = Sizes.axis("flip", axis, shape);
    return new Strided(
        data,
        offset + (shape[along] - 1) * strides[along],
        shape,
        Sizes.with(along, -strides[along], strides));
  }

  /** Repeated to a larger shape that this one is known to broadcast to. */
  Strided broadcastTo(int... larger) {
    int[] repeated = new int[larger.length]; // stride 0 repeats
    int added = larger.length - shape.length;
    for (int axis = 0; axis < shape.length; axis++) {
      repeated[added + axis] = shape[axis] == 1 ? 0 : strides[axis];
    }
    return new Strided(data, offset, larger, repeated);
  }

  /** The elements in row-major order; not to be written to, as they may be the shared data. */
  public float[] elements() {
    if (offset == 0
        && data.length == Sizes.count(shape)
        && Arrays.equals(strides, Sizes.strides(shape))) {
      return data;
    }
    float[] to = new float[Sizes.count(shape)];
    int width = rowLength();
    int step = rowStride();
    for (int row = 0, at = 0; at < to.length; row++) {
      int from = row(row);
      if (step == 1) {
        System.arraycopy(data, from, to, at, width);
        at += width;
      } else {
        for (int i = 0; i < width; i++) {
          to[at++] = data[from + i * step];
        }
      }
    }
    return to;
  }

  /** The element at a position of the data, counted as {@link #row} counts. */
  float element(int position) {
    return data[position];
  }

  /** The size of the last axis; a scalar is a row of one. */
  int rowLength() {
    return shape.length == 0 ? 1 : shape[shape.length - 1];
  }

  /** How far apart the elements of a row are. */
  int rowStride() {
    return shape.length == 0 ? 1 : strides[shape.length - 1];
  }

  /** Where the data of a row starts, rows numbered in row-major order. */
  int row(int number) {
    int position = offset;
    for (int axis = shape.length - 2; axis >= 0; axis--) {
      position += number % shape[axis] * strides[axis];
      number /= shape[axis];
    }
    return position;
  }
}
