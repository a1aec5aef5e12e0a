package tilde.layer;

import java.util.ArrayList;
import java.util.List;
import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.Convolution;
import tilde.array.Doubles;
import tilde.array.Mode;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * True convolution: {@code y = x * w + b}, the kernel flipped; {@code dL/dx = dL/dy * w~}, {@code
 * dL/dw = dL/dy * x~} (MATH.md, part A and "Channels, filters, batch").
 *
 * @param kh rows of the kernel
 * @param kw columns of the kernel
 */
public record Conv(
    int kh, int kw, int filters, int stride, int dilation, Padding padding, boolean bias)
    implements Layer {
  /** The number of filters unless {@code filters(n)} says otherwise. */
  public static final int DEFAULT_FILTERS = 8;

  public Conv {
    Settings.pixels("conv", "kernel height", kh);
    Settings.pixels("conv", "kernel width", kw);
    Settings.atLeastOne("conv", "filters", filters);
    Settings.pixels("conv", "stride", stride);
    Settings.pixels("conv", "dilation", dilation);
  }

  /** A valid convolution with stride 1, 8 filters and bias. */
  public Conv(int kh, int kw) {
    this(kh, kw, DEFAULT_FILTERS, 1, 1, new Padding.Part(Mode.VALID), true);
  }

  @Override
  public String kind() {
    return "conv";
  }

  @Override
  public String describe() {
    return "conv " + kh + "x" + kw;
  }

  @Override
  public String dsl() {
    return "conv("
        + kh
        + ", "
        + kw
        + ")"
        + (filters == DEFAULT_FILTERS ? "" : ".filters(" + filters + ")")
        + (stride == 1 ? "" : ".stride(" + stride + ")")
        + (dilation == 1 ? "" : ".dilation(" + dilation + ")")
        + padding.dsl()
        + (bias ? "" : ".noBias()");
  }

  private ConvGeometry geometry(Shape in) {
    return new ConvGeometry(
        in, filters, kh, kw, stride, dilation, padding.around(kh, kw, dilation));
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    Settings.weights((long) filters * in.channels() * kh * kw, in);
    ConvGeometry g = geometry(in);
    if (g.outHeight() < 1 || g.outWidth() < 1) {
      int rows = dilation * (kh - 1) + 1;
      int columns = dilation * (kw - 1) + 1;
      Border zeros = g.padding();
      throw new ShapeMismatch(
          "needs an input of at least "
              + rows
              + " x "
              + columns
              + " with its padding, got "
              + (in.height() + zeros.top() + zeros.bottom())
              + " x "
              + (in.width() + zeros.left() + zeros.right())
              + " from "
              + in
              + ": use a smaller kernel, less dilation, or same()");
    }
    return g.out();
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    List<ParameterSpec> all = new ArrayList<>();
    all.add(
        ParameterSpec.weights(
            "w",
            List.of(filters, in.channels(), kh, kw),
            in.channels() * kh * kw,
            filters * kh * kw));
    if (bias) {
      all.add(ParameterSpec.bias(filters));
    }
    return all;
  }

  @Override
  public long multiplyAdds(Shape in) {
    return geometry(in).multiplyAdds();
  }

  @Override
  public Border readsBeyondInput(Shape in) {
    return geometry(in).readsBeyondInput();
  }

  @Override
  public Border readsBeyondGradient(Shape in) {
    return geometry(in).readsBeyondGradient();
  }

  @Override
  public boolean takesUnpaddedInput() {
    return true;
  }

  @Override
  public Compute compute(Site at) {
    Convolution conv =
        new Convolution(geometry(at.x().shape()), at.engine(), at.x(), at.y(), at.dy(), at.dx());
    Packing biasPacking = Packing.vector(filters);
    float[] zeroBias = new float[biasPacking.size()];
    return new Compute() {
      @Override
      public List<Packing> packings() {
        return bias ? List.of(conv.packing(), biasPacking) : List.of(conv.packing());
      }

      @Override
      public int derivedSize() {
        return conv.flippedSize();
      }

      @Override
      public void derive(float[][] w, float[] flipped) {
        conv.flip(w[0], flipped);
      }

      @Override
      public void forward(Pass p) {
        conv.forward(p.x(), p.w()[0], bias ? p.w()[1] : zeroBias, p.y()); // y = x * w + b
      }

      @Override
      public void backward(Pass p) {
        conv.kernelGradient(p.x(), p.dy(), p.dw()[0]); // dw = dy * x~
        if (bias) {
          conv.biasGradient(p.dy(), p.dw()[1]);
        }
        if (p.dx() != null) {
          conv.inputGradient(p.dy(), p.derived(), p.dx()); // dx = dy * w~
        }
      }
    };
  }

  /** What the loops below do at one meeting of y[n,k,e,f], w[k,c,u,v] and x[n,c,i,j]. */
  private interface Term {
    void at(int n, int k, int e, int f, int c, int u, int v, int i, int j);
  }

  private void eachTerm(Doubles x, Term term) {
    Shape in = Shape.of(x.size(1), x.size(2), x.size(3));
    Shape out = output(in);
    Border zeros = padding.around(kh, kw, dilation);
    for (int n = 0; n < x.size(0); n++) {
      for (int k = 0; k < filters; k++) {
        for (int e = 0; e < out.height(); e++) {
          for (int f = 0; f < out.width(); f++) {
            for (int c = 0; c < in.channels(); c++) {
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

  @Override
  public Doubles reference(Doubles x, List<Doubles> parameters) {
    Doubles w = parameters.get(0);
    Shape out = output(Shape.of(x.size(1), x.size(2), x.size(3)));
    Doubles y = new Doubles(x.size(0), filters, out.height(), out.width());
    eachTerm(
        x,
        (n, k, e, f, c, u, v, i, j) -> y.add(n, k, e, f, w.get(k, c, u, v) * x.orZero(n, c, i, j)));
    if (bias) {
      int image = out.height() * out.width();
      for (int at = 0; at < y.length(); at++) {
        y.set(at, y.get(at) + parameters.get(1).get(at / image % filters));
      }
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(w.shape());
    eachTerm(
        x,
        (n, k, e, f, c, u, v, i, j) -> {
          dw.add(k, c, u, v, dy.get(n, k, e, f) * x.orZero(n, c, i, j));
          dx.addInside(n, c, i, j, dy.get(n, k, e, f) * w.get(k, c, u, v));
        });
    List<Doubles> dparameters = new ArrayList<>(List.of(dw));
    if (bias) {
      Doubles db = new Doubles(filters);
      int image = dy.size(2) * dy.size(3);
      for (int at = 0; at < dy.length(); at++) {
        int k = at / image % filters;
        db.set(k, db.get(k) + dy.get(at));
      }
      dparameters.add(db);
    }
    return new ReferenceGradients(dx, dparameters);
  }
}
