package tilde.layer;

import java.util.List;
import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.Convolution;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * True convolution: {@code y = x * w + b}, the kernel flipped; {@code dL/dx = dL/dy * w~}, {@code
 * dL/dw = dL/dy * x~} (MATH.md, part A and "Channels, filters, batch").
 */
public record Conv(Window window, int filters, boolean bias) implements Layer {
  /** The number of filters unless {@code filters(n)} says otherwise. */
  public static final int DEFAULT_FILTERS = 8;

  public Conv {
    window.check("conv");
    Settings.atLeastOne("conv", "filters", filters);
  }

  /** A convolution with every setting said. */
  public Conv(int kh, int kw, int filters, int stride, int dilation, Padding padding, boolean b) {
    this(new Window(kh, kw, stride, dilation, padding), filters, b);
  }

  /** A valid convolution with stride 1, 8 filters and bias. */
  public Conv(int kh, int kw) {
    this(new Window(kh, kw), DEFAULT_FILTERS, true);
  }

  @Override
  public String kind() {
    return "conv";
  }

  @Override
  public String describe() {
    return "conv " + window.kh() + "x" + window.kw();
  }

  @Override
  public String dsl() {
    return window.dsl("conv", filters, bias);
  }

  private ConvGeometry geometry(Shape in) {
    return window.geometry(in, filters);
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    Settings.weights((long) filters * in.channels() * window.kh() * window.kw(), in);
    return window.output(in, filters);
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    int pixels = window.kh() * window.kw();
    List<Integer> shape = List.of(filters, in.channels(), window.kh(), window.kw());
    return new Bias(filters, bias)
        .and(ParameterSpec.kernels(shape, in.channels() * pixels, filters * pixels));
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
    Bias b = new Bias(filters, bias);
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
    Doubles y = new Doubles(x.size(0), filters, out.height(), out.width());
    window.eachTerm(
        y,
        x.size(1),
        (n, k, e, f, c, u, v, i, j) -> y.add(n, k, e, f, w.get(k, c, u, v) * x.orZero(n, c, i, j)));
    new Bias(filters, bias).addTo(y, parameters);
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(w.shape());
    window.eachTerm(
        dy,
        x.size(1),
        (n, k, e, f, c, u, v, i, j) -> {
          dw.add(k, c, u, v, dy.get(n, k, e, f) * x.orZero(n, c, i, j));
          dx.addInside(n, c, i, j, dy.get(n, k, e, f) * w.get(k, c, u, v));
        });
    return new ReferenceGradients(dx, new Bias(filters, bias).gradients(dw, dy));
  }
}
