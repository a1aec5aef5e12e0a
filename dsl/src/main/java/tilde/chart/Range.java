package tilde.chart;

import java.util.Arrays;
import java.util.stream.Stream;

/** Where the axis of a loss begins and ends; always {@code from < to}. */
record Range(double from, double to) {
  private static final double EMPTY = 0.05; // the share of the height above and below the curve

  /** A range with room for all points, and from 0 to 1 for none. */
  static Range of(Stream<Points> series) {
    double[] y = series.flatMapToDouble(points -> Arrays.stream(points.y())).toArray();
    if (y.length == 0) {
      return new Range(0, 1);
    }
    double min = Arrays.stream(y).min().getAsDouble();
    double max = Arrays.stream(y).max().getAsDouble();
    double size = Math.max(Math.abs(min), Math.abs(max));
    if (max - min <= 1e-6 * size) { // one value, or values that only rounding tells apart
      double room = size > Float.MIN_NORMAL ? size / 2 : 1;
      return new Range(min - room, max + room);
    }
    // A loss that has fallen far is read against zero, others against their own range.
    boolean againstZero = min >= 0 && min < max / 2;
    double room = EMPTY * (max - min);
    return new Range(againstZero ? 0 : min - room, max + room);
  }
}
