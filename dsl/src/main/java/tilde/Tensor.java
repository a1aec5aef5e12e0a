package tilde;

import java.util.Arrays;
import tilde.array.Nested;
import tilde.array.Printing;
import tilde.array.Sizes;
import tilde.random.Keyed;

/**
 * Numbers in an immutable, row-major array of any number of axes, 32-bit floats; images are (batch,
 * channels, height, width).
 *
 * <p>Shapes follow NumPy: () is a scalar, (784) a vector, sizes may be 0. Axes may be counted from
 * the end, -1 is the last; indices may not.
 */
public final class Tensor {
  private final float[] data;
  private final int[] shape;

  private Tensor(float[] data, int... shape) {
    this.data = data;
    this.shape = shape;
  }

  /** A tensor around the arrays themselves, for those who will not change them any more. */
  static Tensor wrap(float[] data, int... shape) {
    int count = Sizes.count(shape);
    if (count != data.length) {
      throw new IllegalArgumentException(
          "Tensor: shape %s has %d elements, got %d values: change the shape or the values"
              .formatted(Sizes.text(shape), count, data.length));
    }
    return new Tensor(data, shape);
  }

  /** The elements in row-major order, without a copy: not to be changed. */
  float[] data() {
    return data;
  }

  /** A vector of the values. */
  public static Tensor of(float[] values) {
    return of(values, values.length);
  }

  /** A vector of the values, rounded to float. */
  public static Tensor of(double[] values) {
    return of(values, values.length);
  }

  /** A vector of the values, rounded to float. */
  public static Tensor of(int[] values) {
    return of(values, values.length);
  }

  /** A tensor of the values in row-major order; an error unless their number fits the shape. */
  public static Tensor of(float[] values, int... shape) {
    return wrap(values.clone(), shape.clone());
  }

  /** A tensor of the values in row-major order; an error unless their number fits the shape. */
  public static Tensor of(double[] values, int... shape) {
    return wrap(Nested.flatten(values, values.length), shape.clone());
  }

  /** A tensor of the values in row-major order; an error unless their number fits the shape. */
  public static Tensor of(int[] values, int... shape) {
    return wrap(Nested.flatten(values, values.length), shape.clone());
  }

  /**
   * A tensor of nested arrays such as {@code float[][]}, {@code double[][][]} or {@code int[][]},
   * with an axis for each level; an error for ragged arrays and for other element types.
   */
  public static Tensor of(Object[] nested) {
    int[] shape = Nested.shape(nested);
    return wrap(Nested.flatten(nested, shape), shape);
  }

  /** All zeros; without sizes a scalar. */
  public static Tensor zeros(int... shape) {
    return wrap(new float[Sizes.count(shape)], shape.clone());
  }

  /** The same value everywhere; without sizes a scalar. */
  public static Tensor full(double value, int... shape) {
    float[] data = new float[Sizes.count(shape)];
    Arrays.fill(data, (float) value);
    return wrap(data, shape.clone());
  }

  /** The vector 0, 1, ... {@code count} - 1. */
  public static Tensor range(int count) {
    return range(0, count, 1);
  }

  /**
   * The vector start, start + step, ... as long as it is before {@code stop}, which is excluded; an
   * error when the step is 0 or a number is not finite.
   */
  public static Tensor range(double start, double stop, double step) {
    double count = Math.max(0, Math.ceil((stop - start) / step));
    if (step == 0 || !(count <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "range: from %s to %s by %s does not end: use a step other than 0 and finite numbers"
              .formatted(start, stop, step));
    }
    float[] data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (start + i * step);
    }
    return wrap(data, data.length);
  }

  /**
   * Normal random numbers of mean 0 and variance 1; the same for the same seed on every machine.
   */
  public static Tensor randn(long seed, int... shape) {
    Keyed key = Keyed.of(seed);
    float[] data = new float[Sizes.count(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = key.normal(i);
    }
    return wrap(data, shape.clone());
  }

  /** The sizes of the axes, in a new array. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of axes, 0 for a scalar. */
  public int rank() {
    return shape.length;
  }

  /** The number of elements. */
  public int size() {
    return data.length;
  }

  /** The size of an axis. */
  public int size(int axis) {
    return shape[Sizes.axis("size", axis, shape)];
  }

  /** One element, by one index for each axis from 0 on; negative indices are an error. */
  public float get(int... index) {
    return data[Sizes.position(shape, index)];
  }

  /** The only element; an error when there are more or none. */
  public float item() {
    if (data.length != 1) {
      throw new IllegalArgumentException(
          "item: shape %s has %d elements, not 1: name one with get(...)"
              .formatted(Sizes.text(shape), data.length));
    }
    return data[0];
  }

  /** The elements in row-major order, in a new array. */
  public float[] toArray() {
    return data.clone();
  }

  /** The rows of a tensor of two axes; an error for another number of axes. */
  public float[][] toArray2D() {
    return (float[][]) Nested.nest(data, 2, shape);
  }

  /** A tensor of three axes as nested arrays; an error for another number of axes. */
  public float[][][] toArray3D() {
    return (float[][][]) Nested.nest(data, 3, shape);
  }

  /** A tensor of four axes as nested arrays; an error for another number of axes. */
  public float[][][][] toArray4D() {
    return (float[][][][]) Nested.nest(data, 4, shape);
  }

  /** How many elements are NaN or infinite. */
  public int countNonFinite() {
    int count = 0;
    for (float value : data) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  /** All values in nested brackets, as NumPy prints them. */
  public String values() {
    return values(Integer.MAX_VALUE);
  }

  /** The values in nested brackets, at most so many along each axis: the first, ..., the last. */
  public String values(int mostPerAxis) {
    return Printing.values(data, mostPerAxis, shape);
  }

  /** One line of at most 80 characters: shape, range, mean, and how many are NaN or infinite. */
  @Override
  public String toString() {
    return Printing.line(data, shape);
  }

  /** Whether shape and bits are the same; NaN equals NaN, and 0 is not -0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }
}
