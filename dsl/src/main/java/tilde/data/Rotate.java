package tilde.data;

import java.util.List;
import tilde.random.Keyed;

/**
 * Turns an image about its centre, each angle as likely. Between pixels it is interpolated
 * linearly; outside the image everything is 0.
 *
 * @param degrees up to how far, either way
 */
record Rotate(double degrees) implements ImageStep {
  Rotate {
    if (!(degrees > 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          ("augment: rotate expected degrees above 0 and at most 180, got %s: a usual number is"
                  + " 10")
              .formatted(degrees));
    }
  }

  @Override
  public float[] apply(Keyed key, List<Integer> shape, float[] x) {
    return turned(shape, x, degrees * (2 * key.uniformDouble(0) - 1));
  }

  /** The image turned by so many degrees, against the clock. */
  static float[] turned(List<Integer> shape, float[] x, double angle) {
    int height = shape.get(1);
    int width = shape.get(2);
    double sin = StrictMath.sin(StrictMath.toRadians(angle));
    double cos = StrictMath.cos(StrictMath.toRadians(angle));
    double middleRow = (height - 1) / 2.0;
    double middleColumn = (width - 1) / 2.0;
    float[] y = new float[x.length];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        double right = j - middleColumn;
        double down = i - middleRow;
        double row = middleRow + right * sin + down * cos; // where this pixel was before
        double column = middleColumn + right * cos - down * sin;
        for (int c = 0; c < shape.get(0); c++) {
          int plane = c * height * width;
          y[plane + i * width + j] = (float) between(x, plane, height, width, row, column);
        }
      }
    }
    return y;
  }

  private static double between(
      float[] x, int plane, int height, int width, double row, double column) {
    int i = (int) StrictMath.floor(row);
    int j = (int) StrictMath.floor(column);
    double down = row - i;
    double right = column - j;
    double above =
        (1 - right) * at(x, plane, height, width, i, j)
            + right * at(x, plane, height, width, i, j + 1);
    double below =
        (1 - right) * at(x, plane, height, width, i + 1, j)
            + right * at(x, plane, height, width, i + 1, j + 1);
    return (1 - down) * above + down * below;
  }

  private static float at(float[] x, int plane, int height, int width, int i, int j) {
    return i < 0 || i >= height || j < 0 || j >= width ? 0 : x[plane + i * width + j];
  }

  @Override
  public String dsl() {
    return "rotate(" + degrees + ")";
  }
}
