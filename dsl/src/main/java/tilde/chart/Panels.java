package tilde.chart;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The numbers of a heatmap, cut into the rectangles that are shown side by side, and their
 * statistics.
 *
 * @param values row-major, as given
 * @param shape rank 1 to 4
 * @param stack the indices before the last two, as a shape: () for one panel, (K) or (K,C)
 * @param height rows of a panel
 * @param width columns of a panel
 * @param stats of all numbers
 */
record Panels(
    float[] values, List<Integer> shape, List<Integer> stack, int height, int width, Stats stats) {

  static final int ROW = 32; // a vector is wrapped after so many numbers

  /**
   * @throws IllegalArgumentException when the shape is not of rank 1 to 4 or does not hold the
   *     values
   */
  static Panels of(float[] values, int[] shape) {
    List<Integer> sizes = IntStream.of(shape).boxed().toList();
    if (shape.length < 1 || shape.length > 4) {
      throw new IllegalArgumentException(
          "a heatmap shows arrays of rank 1 to 4, got rank %s, shape %s: show a slice of it"
              .formatted(shape.length, name(sizes)));
    }
    if (IntStream.of(shape).anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "a heatmap of shape %s is impossible: no size can be negative".formatted(name(sizes)));
    }
    BigInteger numbers =
        sizes.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    if (!numbers.equals(BigInteger.valueOf(values.length))) {
      throw new IllegalArgumentException(
          "a heatmap of shape %s needs %s values, got %s: check the shape"
              .formatted(name(sizes), numbers, values.length));
    }
    int rank = shape.length;
    int width = rank == 1 ? Math.min(ROW, shape[0]) : shape[rank - 1];
    int height = rank > 1 ? shape[rank - 2] : width == 0 ? 0 : (shape[0] - 1) / width + 1;
    List<Integer> stack = sizes.subList(0, Math.max(0, rank - 2));
    return new Panels(values.clone(), sizes, stack, height, width, Stats.of(values));
  }

  /** The number of panels. */
  int count() {
    return values.length == 0 ? 0 : stack.stream().reduce(1, (a, b) -> a * b);
  }

  /** The channels of each filter: panels that belong side by side, 1 if there is no such thing. */
  int channels() {
    return stack.size() == 2 ? Math.max(1, stack.get(1)) : 1;
  }

  /** Whether the place holds a number; only a wrapped vector's last row has places without. */
  boolean has(int panel, int row, int column) {
    return index(panel, row, column) < values.length;
  }

  /** The number at a place that has one. */
  float at(int panel, int row, int column) {
    return values[index(panel, row, column)];
  }

  private int index(int panel, int row, int column) {
    return (panel * height + row) * width + column;
  }

  /** The panel's index in the array, such as "3" or "3,0"; empty if there is only one. */
  String label(int panel) {
    return switch (stack.size()) {
      case 0 -> "";
      case 1 -> Integer.toString(panel);
      default -> panel / stack.get(1) + "," + panel % stack.get(1);
    };
  }

  /** The shape as people write it, such as (8,1,3,3). */
  String shapeName() {
    return name(shape);
  }

  private static String name(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  /**
   * What the title says of the numbers; NaN and infinite ones count only as such.
   *
   * @param norm the root of the sum of the squares
   * @param notFinite how many are NaN or infinite
   */
  record Stats(double min, double max, double norm, int notFinite) {

    static Stats of(float[] values) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double squares = 0;
      int finite = 0;
      for (float value : values) {
        if (Float.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          squares += (double) value * value;
          finite++;
        }
      }
      int notFinite = values.length - finite;
      return finite == 0
          ? new Stats(0, 0, 0, notFinite)
          : new Stats(min, max, Math.sqrt(squares), notFinite);
    }

    /** The largest magnitude: both ends of the colour scale. */
    double limit() {
      return Math.max(Math.abs(min), Math.abs(max));
    }

    @Override
    public String toString() {
      return "min %s, max %s, norm %s"
          .formatted(Text.number(min), Text.number(max), Text.number(norm));
    }
  }
}
