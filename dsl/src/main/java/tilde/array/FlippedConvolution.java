package tilde.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code dL/dx = dL/dy * w~}, class by class of the pixels of x. A transposed convolution is the
 * same map used forward, from a bias on.
 */
final class FlippedConvolution {
  private final Kernels kernels;
  private final Layout dx;
  private final Layout dy;
  private final List<PixelClass> classes;

  /** Where the part of each class begins in the flipped copy. */
  private final int[] starts;

  /** For each value of the flipped copy its place in the packed kernel, or -1 for a zero. */
  private final int[] source;

  FlippedConvolution(ConvGeometry g, Engine engine, Packing kernel, Layout dy, Layout dx) {
    this.kernels = engine.kernels();
    this.dx = dx;
    this.dy = dy;
    this.classes = PixelClass.of(g, dy, dx, dy.lanes);
    this.starts = new int[classes.size()];
    List<int[]> sources = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = size;
      sources.add(source(g, kernel, classes.get(i).taps()));
      size += sources.get(i).length;
    }
    this.source = sources.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private int[] source(ConvGeometry g, Packing kernel, int[] taps) {
    int rows = taps.length * dy.lanes;
    int[] part = new int[rows * dx.lanes];
    Arrays.fill(part, -1);
    for (int c = 0; c < g.in().channels(); c++) {
      int block = c / Kernels.BLOCK * Kernels.BLOCK;
      int width = Kernels.blockWidth(block, dx.lanes);
      for (int t = 0; t < taps.length; t++) {
        for (int k = 0; k < g.filters(); k++) {
          int index = (k * g.in().channels() + c) * g.kh() * g.kw() + taps[t];
          part[block * rows + (t * dy.lanes + k) * width + (c - block)] = kernel.position(index);
        }
      }
    }
    return part;
  }

  int size() {
    return source.length;
  }

  void flip(float[] w, float[] flipped) {
    for (int i = 0; i < source.length; i++) {
      flipped[i] = source[i] < 0 ? 0 : w[source[i]];
    }
  }

  /**
   * {@code dx = dy * w~ + start}.
   *
   * @param start a value for each channel of dx
   */
  void gradient(Activations dy, float[] flipped, float[] start, Activations dx) {
    for (int n = 0; n < dy.count(); n++) {
      for (int i = 0; i < starts.length; i++) {
        Paths paths = classes.get(i).paths();
        for (int c = 0; c < this.dx.lanes; c += Kernels.BLOCK) {
          kernels.multiply(
              dy.data,
              n * this.dy.image,
              paths,
              paths.in.length,
              flipped,
              starts[i] + c * paths.rows.length,
              Kernels.blockWidth(c, this.dx.lanes),
              start,
              c,
              dx.data,
              n * this.dx.image + c);
        }
      }
    }
  }
}
