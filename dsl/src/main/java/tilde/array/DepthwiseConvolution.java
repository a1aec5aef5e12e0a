package tilde.array;

import java.util.List;

/**
 * True convolution of each channel with a kernel of its own, with its two gradients. The kernels
 * lie tap after tap with the channels innermost, taps in the order in which x lies in memory, so
 * that vectors run across channels.
 */
public final class DepthwiseConvolution {
  private final Kernels kernels;
  private final Layout x;
  private final Layout y;
  private final Packing packing;
  private final Paths forward;
  private final Paths byKernel;
  private final List<PixelClass> byInput; // none when nobody asks for dL/dx
  private final int taps;

  /**
   * @param g with as many filters as channels
   * @param x with padded channels
   * @param dx null when nobody asks for dL/dx, as in the first layer
   */
  public DepthwiseConvolution(
      ConvGeometry g, Engine engine, Layout x, Layout y, Layout dy, Layout dx) {
    this.kernels = engine.kernels();
    this.x = x;
    this.y = y;
    this.taps = g.kh() * g.kw();
    int[] position = new int[g.filters() * taps];
    for (int i = 0; i < position.length; i++) {
      position[i] = (taps - 1 - i % taps) * x.lanes + i / taps; // flipped: the last tap first
    }
    this.packing = new Packing(Math.multiplyExact(taps, x.lanes), position);
    this.forward = Paths.sliding(g, x, y, 1);
    this.byKernel = Paths.sliding(g, x, dy, 1);
    this.byInput = dx == null ? List.of() : PixelClass.of(g, dy, dx, 1);
  }

  /** How the kernels, (C, 1, kh, kw) row-major, lie in memory. */
  public Packing packing() {
    return packing;
  }

  /** The size of the copy of the kernels that dL/dx works with. */
  public int flippedSize() {
    return byInput.isEmpty() ? 0 : packing.size();
  }

  /** Makes the flipped copies w~, for {@link #inputGradient}; due after each change of kernels. */
  public void flip(float[] w, float[] flipped) {
    int at = 0;
    for (PixelClass pixels : byInput) {
      for (int tap : pixels.taps()) {
        System.arraycopy(w, (taps - 1 - tap) * x.lanes, flipped, at, x.lanes);
        at += x.lanes;
      }
    }
  }

  /** {@code y = x * w + b}, channel by channel. */
  public void forward(Activations x, float[] w, float[] b, Activations y) {
    for (int n = 0; n < x.count(); n++) {
      kernels
          .channels()
          .multiply(
              x.data, n * this.x.image, forward, w, 0, this.x.lanes, b, y.data, n * this.y.image);
    }
  }

  /** {@code dw += dy * x~}, channel by channel. */
  public void kernelGradient(Activations x, Activations dy, float[] dw) {
    for (int n = 0; n < x.count(); n++) {
      kernels
          .channels()
          .accumulate(
              x.data, n * this.x.image, byKernel, dy.data, n * dy.layout.image, this.x.lanes, dw);
    }
  }

  /** {@code db[c] += sum_n sum_e sum_f dy[n,c,e,f]}. */
  public void biasGradient(Activations dy, float[] db) {
    Convolution.addPixels(kernels, dy, db);
  }

  /** {@code dx = dy * w~}, with the flipped copies made by {@link #flip}. */
  public void inputGradient(Activations dy, float[] flipped, Activations dx) {
    float[] zeros = new float[this.x.lanes];
    for (int n = 0; n < dy.count(); n++) {
      int start = 0;
      for (PixelClass pixels : byInput) {
        kernels
            .channels()
            .multiply(
                dy.data,
                n * dy.layout.image,
                pixels.paths(),
                flipped,
                start,
                this.x.lanes,
                zeros,
                dx.data,
                n * dx.layout.image);
        start += pixels.taps().length * this.x.lanes;
      }
    }
  }
}
