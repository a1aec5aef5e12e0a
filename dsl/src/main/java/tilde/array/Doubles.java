package tilde.array;

import java.util.Arrays;

/**
 * Plain double-precision values of up to four axes, for the reference loops: written to be read
 * beside the equations, not to be fast. A vector batch (N, F) is used as (N, F, 1, 1).
 */
public final class Doubles {
  private final int[] shape;
  private final double[] data;

  /** All zero. */
  public Doubles(int... shape) {
    this(new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
  }

  private Doubles(double[] data, int... shape) {
    this.shape = shape.clone();
    this.data = data;
  }

  /** These values, row-major, copied. */
  public static Doubles of(double[] values, int... shape) {
    Doubles a = new Doubles(shape);
    if (values.length != a.data.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + a.data.length
              + " values, got "
              + values.length);
    }
    System.arraycopy(values, 0, a.data, 0, values.length);
    return a;
  }

  /** These values, row-major, in double precision. */
  public static Doubles of(float[] values, int... shape) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return of(wide, shape);
  }

  /** The number of values. */
  public int length() {
    return data.length;
  }

  /** The size of an axis; 1 for axes beyond the rank. */
  public int size(int axis) {
    return axis < shape.length ? shape[axis] : 1;
  }

  /** The sizes of the axes. */
  public int[] shape() {
    return shape.clone();
  }

  /** The same values under another shape of the same length. */
  public Doubles reshape(int... other) {
    return of(data, other);
  }

  /** A copy that can be changed on its own. */
  public Doubles copy() {
    return of(data, shape);
  }

  /** Value {@code i}, counted row-major. */
  public double get(int i) {
    return data[i];
  }

  /** Sets value {@code i}, counted row-major. */
  public void set(int i, double value) {
    data[i] = value;
  }

  /** The value at these indices. */
  public double get(int n, int c, int h, int w) {
    return data[index(n, c, h, w)];
  }

  /**
   * The value at these indices, or 0 outside the last two axes: arrays are zero outside their
   * support.
   */
  public double orZero(int n, int c, int h, int w) {
    return inside(h, w) ? get(n, c, h, w) : 0;
  }

  /** Adds to the value at these indices. */
  public void add(int n, int c, int h, int w, double term) {
    data[index(n, c, h, w)] += term;
  }

  /** Adds to the value at these indices; outside the last two axes there is nothing to add to. */
  public void addInside(int n, int c, int h, int w, double term) {
    if (inside(h, w)) {
      add(n, c, h, w, term);
    }
  }

  private boolean inside(int h, int w) {
    return h >= 0 && h < size(2) && w >= 0 && w < size(3);
  }

  private int index(int n, int c, int h, int w) {
    return ((n * size(1) + c) * size(2) + h) * size(3) + w;
  }

  /** All values, row-major, copied. */
  public double[] toArray() {
    return data.clone();
  }
}
