package tilde.chart;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The drawable points of one series, in the order of x.
 *
 * @param x finite, (N)
 * @param y finite, (N)
 * @param leftOut how many values could not be drawn
 */
record Points(double[] x, double[] y, int leftOut) {

  /** Value number i, counted from 1, stands at x = i / {@code perUnit} if it fits a float. */
  static Points of(double[] values, double perUnit) {
    double[] x = new double[values.length];
    double[] y = new double[values.length];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      // Beyond floats, sums of values and axis lengths could overflow in the painter.
      if (Math.abs(values[i]) <= Float.MAX_VALUE) {
        x[n] = (i + 1) / perUnit;
        y[n++] = values[i];
      }
    }
    return new Points(Arrays.copyOf(x, n), Arrays.copyOf(y, n), values.length - n);
  }

  int size() {
    return x.length;
  }

  double last() {
    return y[y.length - 1];
  }

  /**
   * At most two points for each of {@code buckets} and the two ends: the lowest and the highest of
   * every bucket, which look like all of them where a bucket is narrower than a pixel.
   */
  Points thinned(int buckets) {
    int n = size();
    if (n <= 2 * buckets) {
      return this;
    }
    boolean[] keep = new boolean[n];
    keep[0] = true;
    keep[n - 1] = true;
    for (int b = 0; b < buckets; b++) {
      int from = (int) ((long) n * b / buckets);
      int to = (int) ((long) n * (b + 1) / buckets);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = y[i] < y[low] ? i : low;
        high = y[i] > y[high] ? i : high;
      }
      keep[low] = true;
      keep[high] = true;
    }
    int[] kept = IntStream.range(0, n).filter(i -> keep[i]).toArray();
    return new Points(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
        leftOut);
  }
}
