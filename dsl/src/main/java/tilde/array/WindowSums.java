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
        for (int f = 0; f < sums.layout.width; f++) {
          int to = pixel(sums, n, e, f);
          Arrays.fill(sums.data, to, to + sums.layout.lanes, 0);
          for (int u = 0; u < height; u++) {
            for (int v = 0; v < width; v++) {
              add(
                  image,
                  pixel(image, n, stride * e - padding + u, stride * f - padding + v),
                  sums,
                  to);
            }
          }
          divide(sums, to);
        }
      }
    }
  }

  /** {@code image[i,j] = sum of sums[e,f] over all windows that hold i, j, / divisor}. */
  public void spread(Activations sums, Activations image) {
    for (int n = 0; n < sums.count(); n++) {
      for (int i = 0; i < image.layout.height; i++) {
        for (int j = 0; j < image.layout.width; j++) {
          int to = pixel(image, n, i, j);
          Arrays.fill(image.data, to, to + image.layout.lanes, 0);
          for (int e = first(i, height); e <= last(i, sums.layout.height); e++) {
            for (int f = first(j, width); f <= last(j, sums.layout.width); f++) {
              add(sums, pixel(sums, n, e, f), image, to);
            }
          }
          divide(image, to);
        }
      }
    }
  }

  /** The first window along one axis that holds a place: the first not to end before it. */
  private int first(int place, int size) {
    return Math.max(0, -Math.floorDiv(size - 1 - padding - place, stride)); // rounded up
  }

  /** The last one: the last not to begin after it. */
  private int last(int place, int windows) {
    return Math.min(windows - 1, (place + padding) / stride);
  }

  private static void add(Activations a, int from, Activations sum, int to) {
    for (int c = 0; c < sum.layout.lanes; c++) {
      sum.data[to + c] += a.data[from + c];
    }
  }

  private void divide(Activations a, int at) {
    for (int c = 0; c < a.layout.lanes; c++) {
      a.data[at + c] /= divisor;
    }
  }

  private static int pixel(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }
}
