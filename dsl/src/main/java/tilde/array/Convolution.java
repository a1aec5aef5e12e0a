package tilde.array;

/**
 * True convolution with its two gradients on the engine's layout, with all addresses worked out
 * once (MATH.md, part A). The kernel lies packed in blocks of outputs, rows in the order in which x
 * lies in memory, which is the order of every sum.
 */
public final class Convolution {
  private final Kernels kernels;
  private final Packing packing;
  private final Layout x;
  private final Layout y;
  private final Paths forward;
  private final Paths byKernel;
  private final FlippedConvolution byInput;
  private final float[] zeros;

  /**
   * @param dx null when nobody asks for dL/dx, as in the first layer
   */
  public Convolution(ConvGeometry g, Engine engine, Layout x, Layout y, Layout dy, Layout dx) {
    this.kernels = engine.kernels();
    this.x = x;
    this.y = y;
    this.packing = packing(g, x.lanes, y.lanes);
    this.forward = Paths.sliding(g, x, y, x.lanes);
    this.byKernel = Paths.sliding(g, x, dy, x.lanes);
    this.byInput = dx == null ? null : new FlippedConvolution(g, engine, packing, dy, dx);
    this.zeros = new float[dx == null ? 0 : dx.lanes];
  }

  private static Packing packing(ConvGeometry g, int inLanes, int outLanes) {
    int channels = g.in().channels();
    int rows = g.kh() * g.kw() * inLanes;
    int[] position = new int[g.filters() * channels * g.kh() * g.kw()];
    int i = 0;
    for (int k = 0; k < g.filters(); k++) {
      int block = k / Kernels.BLOCK * Kernels.BLOCK;
      for (int c = 0; c < channels; c++) {
        for (int u = 0; u < g.kh(); u++) {
          for (int v = 0; v < g.kw(); v++) {
            int row = ((g.kh() - 1 - u) * g.kw() + (g.kw() - 1 - v)) * inLanes + c;
            position[i++] = block * rows + row * Kernels.blockWidth(block, outLanes) + (k - block);
          }
        }
      }
    }
    return new Packing(rows * outLanes, position);
  }

  /** How the kernel, (K, C, kh, kw) row-major, lies in memory. */
  public Packing packing() {
    return packing;
  }

  /** The size of the copy of the kernel that dL/dx works with. */
  public int flippedSize() {
    return byInput == null ? 0 : byInput.size();
  }

  /** Makes the flipped copy w~, for {@link #inputGradient}; due after each change of the kernel. */
  public void flip(float[] w, float[] flipped) {
    if (byInput != null) {
      byInput.flip(w, flipped);
    }
  }

  /** {@code y = x * w + b}. */
  public void forward(Activations x, float[] w, float[] b, Activations y) {
    int rows = forward.rows.length;
    for (int n = 0; n < x.count(); n++) {
      for (int k = 0; k < this.y.lanes; k += Kernels.BLOCK) {
        int width = Kernels.blockWidth(k, this.y.lanes);
        kernels.multiply(
            x.data,
            n * this.x.image,
            forward,
            forward.in.length,
            w,
            k * rows,
            width,
            b,
            k,
            y.data,
            n * this.y.image + k);
      }
    }
  }

  /** {@code dw += dy * x~}. */
  public void kernelGradient(Activations x, Activations dy, float[] dw) {
    int rows = byKernel.rows.length;
    for (int n = 0; n < x.count(); n++) {
      for (int k = 0; k < dy.layout.lanes; k += Kernels.BLOCK) {
        int width = Kernels.blockWidth(k, dy.layout.lanes);
        kernels.accumulate(
            x.data,
            n * this.x.image,
            byKernel,
            byKernel.in.length,
            dy.data,
            n * dy.layout.image + k,
            width,
            dw,
            k * rows);
      }
    }
  }

  /** {@code db[k] += sum_n sum_e sum_f dy[n,k,e,f]}. */
  public void biasGradient(Activations dy, float[] db) {
    addPixels(kernels, dy, db);
  }

  /** {@code sum[c] += sum_n sum_e sum_f a[n,c,e,f]}, row after row. */
  static void addPixels(Kernels kernels, Activations a, float[] sum) {
    Layout at = a.layout;
    for (int n = 0; n < a.count(); n++) {
      for (int e = 0; e < at.height; e++) {
        kernels.addPixels(a.data, n * at.image + at.offset(e, 0), at.width, at.lanes, sum);
      }
    }
  }

  /** {@code dx = dy * w~}, with the flipped copy made by {@link #flip}. */
  public void inputGradient(Activations dy, float[] flipped, Activations dx) {
    inputGradient(dy, flipped, zeros, dx);
  }

  /**
   * {@code dx = dy * w~ + b}: a transposed convolution, which is this one's gradient used forward.
   *
   * @param b a value for each channel of dx
   */
  public void inputGradient(Activations dy, float[] flipped, float[] b, Activations dx) {
    byInput.gradient(dy, flipped, b, dx);
  }
}
