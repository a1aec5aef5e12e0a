package tilde.data;

import java.util.List;
import tilde.random.Keyed;

/**
 * Moves an image by whole pixels, each number of them as likely; what comes in from outside is 0.
 *
 * @param word that made it: a crop of an image padded on all sides is a shift too
 * @param rows up to how many rows up or down
 * @param columns up to how many columns to a side
 */
record Shift(String word, int rows, int columns) implements ImageStep {
  Shift {
    if (rows < 0 || columns < 0 || rows + columns == 0) {
      throw new IllegalArgumentException(
          "augment: %s expected whole pixels, at least 1, got %s: a usual number is 2"
              .formatted(word, rows == columns ? rows : rows + " and " + columns));
    }
  }

  @Override
  public void check(List<Integer> shape) {
    ImageStep.super.check(shape);
    if (rows >= shape.get(1) || columns >= shape.get(2)) {
      throw new IllegalArgumentException(
          "augment: %s can move an image of %s rows and %s columns out of sight: choose less"
              .formatted(dsl(), shape.get(1), shape.get(2)));
    }
  }

  @Override
  public float[] apply(Keyed key, List<Integer> shape, float[] x) {
    int down = key.below(0, 2 * rows + 1) - rows;
    int right = key.below(1, 2 * columns + 1) - columns;
    return moved(shape, x, down, right);
  }

  /** {@code y[c,i,j] = x[c,i-down,j-right]}. */
  static float[] moved(List<Integer> shape, float[] x, int down, int right) {
    int height = shape.get(1);
    int width = shape.get(2);
    float[] y = new float[x.length];
    for (int c = 0; c < shape.get(0); c++) {
      for (int i = Math.max(0, down); i < height + Math.min(0, down); i++) {
        int from = (c * height + i - down) * width + Math.max(0, -right);
        int to = (c * height + i) * width + Math.max(0, right);
        System.arraycopy(x, from, y, to, width - Math.abs(right));
      }
    }
    return y;
  }

  @Override
  public String dsl() {
    return word + "(" + rows + (rows == columns ? ")" : ", " + columns + ")");
  }
}
