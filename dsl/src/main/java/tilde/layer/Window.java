package tilde.layer;

import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.Doubles;
import tilde.array.Mode;
import tilde.array.Shape;

/**
 * How a kernel lies on an image and moves over it: the settings that all convolutions share.
 *
 * @param kh rows of the kernel
 * @param kw columns of the kernel
 * @param stride pixels from one place of the window to the next
 * @param dilation pixels from one value of the kernel to the next
 */
public record Window(int kh, int kw, int stride, int dilation, Padding padding) {

  /** A valid window with stride 1. */
  public Window(int kh, int kw) {
    this(kh, kw, 1, 1, new Padding.Part(Mode.VALID));
  }

  /** The same window with another stride. */
  public Window withStride(int step) {
    return new Window(kh, kw, step, dilation, padding);
  }

  /** The same window with another dilation. */
  public Window withDilation(int step) {
    return new Window(kh, kw, stride, step, padding);
  }

  /** The same window with another padding. */
  public Window withPadding(Padding other) {
    return new Window(kh, kw, stride, dilation, other);
  }

  /** Complains in the name of a layer's word. */
  void check(String word) {
    Settings.pixels(word, "kernel height", kh);
    Settings.pixels(word, "kernel width", kw);
    Settings.pixels(word, "stride", stride);
    Settings.pixels(word, "dilation", dilation);
  }

  /**
   * The call of the DSL that makes a layer with this window.
   *
   * @param filters its number of filters, or the default
   */
  String dsl(String word, int filters, boolean bias) {
    return word
        + ("(" + kh + ", " + kw + ")")
        + (filters == Conv.DEFAULT_FILTERS ? "" : ".filters(" + filters + ")")
        + (stride == 1 ? "" : ".stride(" + stride + ")")
        + (dilation == 1 ? "" : ".dilation(" + dilation + ")")
        + padding.dsl()
        + (bias ? "" : ".noBias()");
  }

  /** Rows of the image that the kernel covers. */
  int rows() {
    return dilation * (kh - 1) + 1;
  }

  /** Columns of the image that the kernel covers. */
  int columns() {
    return dilation * (kw - 1) + 1;
  }

  Border zeros() {
    return padding.around(kh, kw, dilation);
  }

  ConvGeometry geometry(Shape in, int filters) {
    return new ConvGeometry(in, filters, kh, kw, stride, dilation, zeros());
  }

  /**
   * The shape of a convolution's output.
   *
   * @throws ShapeMismatch when the kernel does not fit
   */
  Shape output(Shape in, int filters) {
    ConvGeometry g = geometry(in, filters);
    if (g.outHeight() < 1 || g.outWidth() < 1) {
      Border zeros = g.padding();
      throw new ShapeMismatch(
          "needs an input of at least "
              + rows()
              + " x "
              + columns()
              + " with its padding, got "
              + (in.height() + zeros.top() + zeros.bottom())
              + " x "
              + (in.width() + zeros.left() + zeros.right())
              + " from "
              + in
              + ": use a smaller kernel, less dilation, or same()"
              + Settings.channelsLast(in));
    }
    return Settings.output(filters, g.outHeight(), g.outWidth(), in);
  }

  /** What the loops of a reference do where y[n,k,e,f], w[k,c,u,v] and x[.,.,i,j] meet. */
  interface Term {
    void at(int n, int k, int e, int f, int c, int u, int v, int i, int j);
  }

  /**
   * The sums of MATH.md, "Channels, filters, batch", term by term; (i, j) may lie outside x.
   *
   * @param y the output of the convolution, or as large
   * @param channels of each kernel
   */
  void eachTerm(Doubles y, int channels, Term term) {
    Border zeros = zeros();
    for (int n = 0; n < y.size(0); n++) {
      for (int k = 0; k < y.size(1); k++) {
        for (int e = 0; e < y.size(2); e++) {
          for (int f = 0; f < y.size(3); f++) {
            for (int c = 0; c < channels; c++) {
              for (int u = 0; u < kh; u++) {
                for (int v = 0; v < kw; v++) {
                  int i = stride * e - zeros.top() + dilation * (kh - 1 - u);
                  int j = stride * f - zeros.left() + dilation * (kw - 1 - v);
                  term.at(n, k, e, f, c, u, v, i, j);
                }
              }
            }
          }
        }
      }
    }
  }
}
