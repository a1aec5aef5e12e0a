package tilde.data;

import java.util.List;
import tilde.random.Keyed;

/**
 * Mirrors every other image, as the key says.
 *
 * @param horizontal left and right change places; otherwise top and bottom do
 */
record Flip(boolean horizontal) implements ImageStep {
  @Override
  public float[] apply(Keyed key, List<Integer> shape, float[] x) {
    return key.below(0, 2) == 0 ? x : mirrored(shape, x);
  }

  float[] mirrored(List<Integer> shape, float[] x) {
    int height = shape.get(1);
    int width = shape.get(2);
    float[] y = new float[x.length];
    for (int c = 0; c < shape.get(0); c++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          int row = horizontal ? i : height - 1 - i;
          int column = horizontal ? width - 1 - j : j;
          y[(c * height + i) * width + j] = x[(c * height + row) * width + column];
        }
      }
    }
    return y;
  }

  @Override
  public String dsl() {
    return horizontal ? "flipHorizontal()" : "flipVertical()";
  }
}
