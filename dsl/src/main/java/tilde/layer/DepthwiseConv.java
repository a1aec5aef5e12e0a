package tilde.layer;

import java.util.List;
import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.DepthwiseConvolution;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * True convolution of each channel with a kernel of its own: {@code y[c] = x[c] * w[c] + b[c]};
 * {@code dL/dx[c] = dL/dy[c] * w~[c]}, {@code dL/dw[c] = dL/dy[c] * x~[c]} (MATH.md, part A). The
 * kernels are (C, 1, kh, kw), flipped those of PyTorch's Conv2d with {@code groups = C}.
 */
public record DepthwiseConv(Window window, boolean bias) implements Layer {
  public DepthwiseConv {
    window.check("depthwiseConv");
  }

  /** A valid depthwise convolution with stride 1 and bias. */
  public DepthwiseConv(int kh, int kw) {
    this(new Window(kh, kw), true);
  }

  @Override
  public String kind() {
    return "depthwiseconv";
  }

  @Override
  public String describe() {
    return "depthwiseConv " + window.kh() + "x" + window.kw();
  }

  @Override
  public String dsl() {
    return window.dsl("depthwiseConv", Conv.DEFAULT_FILTERS, bias);
  }

  private ConvGeometry geometry(Shape in) {
    return window.geometry(in, in.channels());
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    Settings.weights((long) in.channels() * window.kh() * window.kw(), in);
    return window.output(in, in.channels());
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    int pixels = window.kh() * window.kw();
    List<Integer> shape = List.of(in.channels(), 1, window.kh(), window.kw());
    return new Bias(in.channels(), bias).and(ParameterSpec.kernels(shape, pixels, pixels));
  }

  @Override
  public long multiplyAdds(Shape in) {
    return (long) output(in).size() * window.kh() * window.kw();
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
  public Compute compute(Site at) {
    Shape in = at.x().shape();
    DepthwiseConvolution conv =
        new DepthwiseConvolution(geometry(in), at.engine(), at.x(), at.y(), at.dy(), at.dx());
    Bias b = new Bias(in.channels(), bias);
    float[] zeros = b.zeros();
    return new Compute() {
      @Override
      public List<Packing> packings() {
        return b.and(conv.packing());
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
        conv.forward(p.x(), p.w()[0], bias ? p.w()[1] : zeros, p.y()); // y = x * w + b
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

  @Override
  public Doubles reference(Doubles x, List<Doubles> parameters) {
    Doubles w = parameters.get(0);
    Shape out = output(Shape.of(x.size(1), x.size(2), x.size(3)));
    Doubles y = new Doubles(x.size(0), out.channels(), out.height(), out.width());
    window.eachTerm(
        y,
        1,
        (n, k, e, f, c, u, v, i, j) -> y.add(n, k, e, f, w.get(k, c, u, v) * x.orZero(n, k, i, j)));
    new Bias(out.channels(), bias).addTo(y, parameters);
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(w.shape());
    window.eachTerm(
        dy,
        1,
        (n, k, e, f, c, u, v, i, j) -> {
          dw.add(k, c, u, v, dy.get(n, k, e, f) * x.orZero(n, k, i, j));
          dx.addInside(n, k, i, j, dy.get(n, k, e, f) * w.get(k, c, u, v));
        });
    return new ReferenceGradients(dx, new Bias(x.size(1), bias).gradients(dw, dy));
  }
}
