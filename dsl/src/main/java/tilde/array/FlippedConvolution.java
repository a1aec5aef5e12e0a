package tilde.array;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code dL/dx = dL/dy * w~}. With stride s the pixels of x fall into s x s classes, by row and
 * column modulo s; each class meets its own taps of the kernel, and is a convolution with stride 1
 * over dy.
 */
final class FlippedConvolution {
  /** One class of pixels: its addresses and where its part of the flipped kernel begins. */
  private record Part(Paths paths, int kernel) {}

  private final Kernels kernels;
  private final Layout dx;
  private final Layout dy;
  private final List<Part> parts = new ArrayList<>();

  /** For each value of the flipped copy its place in the packed kernel, or -1 for a zero. */
  private final int[] source;

  private final float[] zeros = new float[Kernels.BLOCK];

  FlippedConvolution(ConvGeometry g, Engine engine, Packing kernel, Layout dy, Layout dx) {
    this.kernels = engine.kernels();
    this.dx = dx;
    this.dy = dy;
    List<int[]> sources = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < Math.min(g.stride(), dx.height); i++) {
      for (int j = 0; j < Math.min(g.stride(), dx.width); j++) {
        List<int[]> taps = taps(g, i, j);
        parts.add(new Part(paths(g, i, j, taps), size));
        int[] part = source(g, kernel, taps);
        sources.add(part);
        size += part.length;
      }
    }
    source = new int[size];
    int at = 0;
    for (int[] part : sources) {
      System.arraycopy(part, 0, source, at, part.length);
      at += part.length;
    }
  }

  /** The taps (u, v) that meet the pixels congruent to (i, j), in the order of dy in memory. */
  private static List<int[]> taps(ConvGeometry g, int i, int j) {
    List<int[]> taps = new ArrayList<>();
    for (int u = 0; u < g.kh(); u++) {
      for (int v = 0; v < g.kw(); v++) {
        boolean row = Math.floorMod(i - g.row(0, u), g.stride()) == 0;
        boolean column = Math.floorMod(j - g.column(0, v), g.stride()) == 0;
        if (row && column) {
          taps.add(new int[] {u, v});
        }
      }
    }
    return taps;
  }

  private Paths paths(ConvGeometry g, int i, int j, List<int[]> taps) {
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
    int[] segments = new int[taps.size()];
    for (int t = 0; t < segments.length; t++) {
      int e = (i - g.row(0, taps.get(t)[0])) / s;
      int f = (j - g.column(0, taps.get(t)[1])) / s;
      segments[t] = dy.offset(e, f);
    }
    return new Paths(in, out, segments, dy.lanes);
  }

  private int[] source(ConvGeometry g, Packing kernel, List<int[]> taps) {
    int rows = taps.size() * dy.lanes;
    int[] part = new int[rows * dx.lanes];
    java.util.Arrays.fill(part, -1);
    for (int c = 0; c < g.in().channels(); c++) {
      int block = c / Kernels.BLOCK * Kernels.BLOCK;
      int width = Kernels.blockWidth(block, dx.lanes);
      for (int t = 0; t < taps.size(); t++) {
        int u = taps.get(t)[0];
        int v = taps.get(t)[1];
        for (int k = 0; k < g.filters(); k++) {
          int index = ((k * g.in().channels() + c) * g.kh() + u) * g.kw() + v;
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

  void gradient(Activations dy, float[] flipped, Activations dx) {
    for (int n = 0; n < dy.count(); n++) {
      for (Part part : parts) {
        int rows = part.paths.rows.length;
        for (int c = 0; c < this.dx.lanes; c += Kernels.BLOCK) {
          kernels.multiply(
              dy.data,
              n * this.dy.image,
              part.paths,
              part.paths.in.length,
              flipped,
              part.kernel + c * rows,
              Kernels.blockWidth(c, this.dx.lanes),
              zeros,
              0,
              dx.data,
              n * this.dx.image + c);
        }
      }
    }
  }
}
