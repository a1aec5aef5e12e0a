package tilde.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * With stride s the pixels of x fall into s x s classes, by row and column modulo s; each class
 * meets its own taps of the kernel, and its part of {@code dL/dx = dL/dy * w~} is a convolution
 * with stride 1 over dy.
 *
 * @param paths where dy is read and dx written, a segment for each tap
 * @param taps the places {@code u kw + v} in the kernel, in the order of dy in memory
 */
record PixelClass(Paths paths, int[] taps) {

  /**
   * All classes.
   *
   * @param length how many values of dy each tap reads
   */
  static List<PixelClass> of(ConvGeometry g, Layout dy, Layout dx, int length) {
    List<PixelClass> classes = new ArrayList<>();
    for (int i = 0; i < Math.min(g.stride(), dx.height); i++) {
      for (int j = 0; j < Math.min(g.stride(), dx.width); j++) {
        int[] taps = taps(g, i, j);
        classes.add(new PixelClass(paths(g, dy, dx, i, j, taps, length), taps));
      }
    }
    return classes;
  }

  /** The taps that meet the pixels congruent to (i, j). */
  private static int[] taps(ConvGeometry g, int i, int j) {
    int[] taps = new int[g.kh() * g.kw()];
    int count = 0;
    for (int u = 0; u < g.kh(); u++) {
      for (int v = 0; v < g.kw(); v++) {
        boolean row = Math.floorMod(i - g.row(0, u), g.stride()) == 0;
        boolean column = Math.floorMod(j - g.column(0, v), g.stride()) == 0;
        if (row && column) {
          taps[count++] = u * g.kw() + v;
        }
      }
    }
    return Arrays.copyOf(taps, count);
  }

  private static Paths paths(
      ConvGeometry g, Layout dy, Layout dx, int i, int j, int[] taps, int length) {
    int s = g.stride();
    int rows = (dx.height - i + s - 1) / s;
    int columns = (dx.width - j + s - 1) / s;
    int[] in = new int[rows * columns];
    int[] out = new int[rows * columns];
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < columns; b++) {
        in[a * columns + b] = a * dy.row + b * dy.lanes;
        out[a * columns + b] = dx.offset(i + a * s, j + b * s);
      }
    }
    int[] segments = new int[taps.length];
    for (int t = 0; t < segments.length; t++) {
      int e = (i - g.row(0, taps[t] / g.kw())) / s;
      int f = (j - g.column(0, taps[t] % g.kw())) / s;
      segments[t] = dy.offset(e, f);
    }
    return new Paths(in, out, segments, length);
  }
}
