package tilde.array;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Many numbers to one, over all of an array or over some axes. Elements are visited in row-major
 * order, and sums are kept in double and rounded once at the end: equal bits everywhere.
 */
public enum Reduction {
  /** The sum, 0 of nothing. */
  SUM {
    @Override
    float fold(float[] data, int from, int to) {
      return (float) total(data, from, to);
    }
  },
  /** The sum divided by the count; of nothing an error. */
  MEAN {
    @Override
    float fold(float[] data, int from, int to) {
      something(from, to);
      return (float) (total(data, from, to) / (to - from));
    }
  },
  /** The largest, NaN if there is one; of nothing an error. */
  MAX {
    @Override
    float fold(float[] data, int from, int to) {
      something(from, to);
      float largest = data[from];
      for (int i = from + 1; i < to; i++) {
        largest = Math.max(largest, data[i]);
      }
      return largest;
    }
  },
  /** The smallest, NaN if there is one; of nothing an error. */
  MIN {
    @Override
    float fold(float[] data, int from, int to) {
      something(from, to);
      float smallest = data[from];
      for (int i = from + 1; i < to; i++) {
        smallest = Math.min(smallest, data[i]);
      }
      return smallest;
    }
  };

  abstract float fold(float[] data, int from, int to);

  /** The reduction of all elements. */
  public float all(float... data) {
    return fold(data, 0, data.length);
  }

  /**
   * The reduction over some axes, in the shape of the others.
   *
   * @throws IllegalArgumentException when an axis does not exist or is named twice, or nothing is
   *     left to take a mean or an extreme of
   */
  public Strided over(Strided array, int... axes) {
    Strided last = array.transpose(order(label(), array.shape(), axes));
    int[] rest = Arrays.copyOf(last.shape(), last.shape().length - axes.length);
    float[] data = last.elements();
    float[] reduced = new float[Sizes.count(rest)];
    int width = reduced.length == 0 ? 0 : data.length / reduced.length;
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] = fold(data, i * width, (i + 1) * width);
    }
    return Strided.of(reduced, rest);
  }

  /** The row-major position of the first largest element; NaN counts as larger than all. */
  public static int argmax(float... data) {
    return argmax(data, 0, data.length);
  }

  /** For each index of the other axes, in row-major order, where along an axis the largest is. */
  public static int[] argmax(Strided array, int axis) {
    Strided last = array.transpose(order("argmax", array.shape(), axis));
    int rest = last.shape().length - 1;
    int width = last.shape()[rest];
    float[] rows = last.elements();
    int[] found = new int[Sizes.count(Arrays.copyOf(last.shape(), rest))];
    for (int i = 0; i < found.length; i++) {
      found[i] = argmax(rows, i * width, (i + 1) * width);
    }
    return found;
  }

  /** How many elements are NaN or infinite. */
  public static int countNonFinite(float... data) {
    int count = 0;
    for (float value : data) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  private static int argmax(float[] data, int from, int to) {
    if (from == to) {
      throw nothing("argmax");
    }
    int best = from;
    for (int i = from + 1; i < to && !Float.isNaN(data[best]); i++) {
      if (data[i] > data[best] || Float.isNaN(data[i])) {
        best = i;
      }
    }
    return best - from;
  }

  /** All axes: first those that stay, then the reduced ones, both in their own order. */
  private static int[] order(String what, int[] shape, int... axes) {
    boolean[] reduced = new boolean[shape.length];
    for (int axis : Sizes.axes(what, axes, shape)) {
      reduced[axis] = true;
    }
    return IntStream.concat(
            IntStream.range(0, shape.length).filter(axis -> !reduced[axis]),
            IntStream.range(0, shape.length).filter(axis -> reduced[axis]))
        .toArray();
  }

  private static double total(float[] data, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += data[i];
    }
    return sum;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  final void something(int from, int to) {
    if (from == to) {
      throw nothing(label());
    }
  }

  private static IllegalArgumentException nothing(String what) {
    return new IllegalArgumentException(
        what + ": there are no elements, it needs at least 1: check size() first");
  }
}
