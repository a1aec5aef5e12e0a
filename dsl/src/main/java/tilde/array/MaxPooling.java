package tilde.array;

import java.util.Arrays;

/**
 * The maximum of each window, and its gradient, which goes to the first maximum (MATH.md, part D).
 */
public final class MaxPooling {
  private final Kernels kernels;
  private final int stride;
  private final int[] window;
  private final int[] dxWindow;

  /**
   * @param dx null when nobody asks for dL/dx
   */
  public MaxPooling(int height, int width, int stride, Engine engine, Layout x, Layout dx) {
    this.kernels = engine.kernels();
    this.stride = stride;
    this.window = offsets(height, width, x);
    this.dxWindow = dx == null ? null : offsets(height, width, dx);
  }

  private static int[] offsets(int height, int width, Layout layout) {
    int[] offsets = new int[height * width];
    Arrays.setAll(offsets, s -> s / width * layout.row + s % width * layout.lanes);
    return offsets;
  }

  /** {@code y[e,f] = max over u, v of x[s e + u, s f + v]}. */
  public void forward(Activations x, Activations y) {
    for (int n = 0; n < x.count(); n++) {
      for (int e = 0; e < y.layout.height; e++) {
        for (int f = 0; f < y.layout.width; f++) {
          kernels.max(
              x.data, window(x, n, e, f), window, y.data, pixel(y, n, e, f), x.layout.lanes);
        }
      }
    }
  }

  /** Adds each {@code dy[e,f]} to dx at the first maximum of its window. */
  public void gradient(Activations x, Activations y, Activations dy, Activations dx) {
    for (int n = 0; n < x.count(); n++) {
      int image = n * dx.layout.image;
      Arrays.fill(dx.data, image, image + dx.layout.image, 0);
      for (int e = 0; e < y.layout.height; e++) {
        for (int f = 0; f < y.layout.width; f++) {
          kernels.maxGradient(
              x.data,
              window(x, n, e, f),
              window,
              y.data,
              pixel(y, n, e, f),
              dy.data,
              pixel(dy, n, e, f),
              dx.data,
              window(dx, n, e, f),
              dxWindow,
              x.layout.lanes);
        }
      }
    }
  }

  private int window(Activations a, int n, int e, int f) {
    return pixel(a, n, e * stride, f * stride);
  }

  private static int pixel(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }
}
