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

  static final Points NONE = new Points(new double[0], new double[0], 0);

  /** The points of {@code curve} whose y fits a float. */
  static Points of(LossCurve.Curve curve) {
    double[] y = curve.y();
    // Beyond floats, sums of values and axis lengths could overflow in the painter.
    int[] kept =
        IntStream.range(0, y.length).filter(i -> Math.abs(y[i]) <= Float.MAX_VALUE).toArray();
    return new Points(at(kept, curve.x()), at(kept, y), y.length - kept.length);
  }

  int size() {
    return x.length;
  }

  double last() {
    return y[y.length - 1];
  }

  /** The first point alone, or nothing. */
  Points first() {
    int n = Math.min(1, size());
    return new Points(Arrays.copyOf(x, n), Arrays.copyOf(y, n), 0);
  }

  /** The mean of the points in each of {@code buckets} from {@code x0} to {@code x1}. */
  Points means(double x0, double x1, int buckets) {
    int[] starts = starts(x0, x1, buckets);
    double[] meanX = new double[starts.length];
    double[] meanY = new double[starts.length];
    for (int b = 0; b < starts.length; b++) {
      int end = b + 1 < starts.length ? starts[b + 1] : size();
      meanX[b] = Arrays.stream(x, starts[b], end).average().orElseThrow();
      meanY[b] = Arrays.stream(y, starts[b], end).average().orElseThrow();
    }
    return new Points(meanX, meanY, 0);
  }

  /**
   * At most two points for each of {@code buckets} from {@code x0} to {@code x1} and the two ends:
   * the lowest and the highest of every bucket, which look like all of them where a bucket is
   * narrower than a pixel.
   */
  Points thinned(double x0, double x1, int buckets) {
    int n = size();
    if (n <= 2 * buckets) {
      return this;
    }
    boolean[] keep = new boolean[n];
    keep[0] = true;
    keep[n - 1] = true;
    int[] starts = starts(x0, x1, buckets);
    for (int b = 0; b < starts.length; b++) {
      int end = b + 1 < starts.length ? starts[b + 1] : n;
      int low = starts[b];
      int high = starts[b];
      for (int i = starts[b]; i < end; i++) {
        low = y[i] < y[low] ? i : low;
        high = y[i] > y[high] ? i : high;
      }
      keep[low] = true;
      keep[high] = true;
    }
    int[] kept = IntStream.range(0, n).filter(i -> keep[i]).toArray();
    return new Points(at(kept, x), at(kept, y), leftOut);
  }

  /** The first point of each bucket that has any. */
  private int[] starts(double x0, double x1, int buckets) {
    int[] bucket =
        Arrays.stream(x)
            .mapToInt(at -> (int) Math.min(buckets - 1, (at - x0) / (x1 - x0) * buckets))
            .toArray();
    return IntStream.range(0, size()).filter(i -> i == 0 || bucket[i] != bucket[i - 1]).toArray();
  }

  private static double[] at(int[] places, double[] values) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }
}
