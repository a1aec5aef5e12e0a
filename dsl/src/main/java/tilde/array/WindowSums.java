package tilde.array;

import java.util.Arrays;

/**
 * The sum of each window of an image, divided by a number, and the adjoint map, which spreads each
 * value over its window. Average pooling sums forward and spreads backward; repeating pixels
 * spreads forward and sums backward.
 *
 * @param padding rows and columns of zeros on each side of the image with the windows
 */
public record WindowSums(int height, int width, int stride, int padding, float divisor) {

  /**
   * {@code sums[e,f] = sum over u, v of image[s e - p + u, s f - p + v], / divisor}; the image has
   * a border of zeros as far as windows reach.
   */
  public void sum(Activations image, Activations sums) {
    for (int n = 0; n < image.count(); n++) {
      for (int e = 0; e < sums.layout.height; e++) {
        int row = stride * e - padding;
        for (int f = 0; f < sums.layout.width; f++) {
          int column = stride * f - padding;
          mean(image, n, row, row + height, column, column + width, sums, pixel(sums, n, e, f));
        }
      }
    }
  }

  /** {@code image[i,j] = sum of sums[e,f] over all windows that hold i, j, / divisor}. */
  public void spread(Activations sums, Activations image) {
    for (int n = 0; n < sums.count(); n++) {
      for (int i = 0; i < image.layout.height; i++) {
        int row = first(i, height);
        int rows = end(i, sums.layout.height);
        for (int j = 0; j < image.layout.width; j++) {
          int column = first(j, width);
          int columns = end(j, sums.layout.width);
          mean(sums, n, row, rows, column, columns, image, pixel(image, n, i, j));
        }
      }
    }
  }

  /** The first window along one axis that holds a place: the first not to end before it. */
  private int first(int place, int size) {
    return Math.max(0, -Math.floorDiv(size - 1 - padding - place, stride)); // rounded up
  }

  /** The window after the last one that holds it: the first to begin after it. */
  private int end(int place, int windows) {
    return Math.min(windows, (place + padding) / stride + 1);
  }

  /** The sum of the pixels of a rectangle / divisor, for all channels at once. */
  private void mean(
      Activations from, int n, int top, int bottom, int left, int right, Activations to, int at) {
    int lanes = to.layout.lanes;
    Arrays.fill(to.data, at, at + lanes, 0);
    for (int h = top; h < bottom; h++) {
      for (int w = left; w < right; w++) {
        add(from.data, pixel(from, n, h, w), to.data, at, lanes);
      }
    }
    if (divisor != 1) {
      divide(to.data, at, lanes);
    }
  }

  private static void add(float[] a, int from, float[] sum, int to, int lanes) {
    for (int c = 0; c < lanes; c++) {
      sum[to + c] += a[from + c];
    }
  }

  private void divide(float[] a, int at, int lanes) {
    float by = divisor;
    for (int c = 0; c < lanes; c++) {
      a[at + c] /= by;
    }
  }

  private static int pixel(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }
}
