package tilde.layer;

import java.util.List;
import tilde.array.Border;
import tilde.array.ConvGeometry;
import tilde.array.Convolution;
import tilde.array.Doubles;
import tilde.array.Layout;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * Transposed convolution: what MATH.md calls dL/dx of a convolution, used forward. With the
 * convolution {@code g * w} of that part, {@code y = x * w~ + b}; {@code dL/dx = dL/dy * w}, and
 * {@code dL/dw} is the convolution's with x and dL/dy in each other's place. Stride, dilation and
 * padding are those of the convolution, as in PyTorch: a stride of 2 doubles the image, and padding
 * cuts the output. The kernels are (channels, filters, kh, kw), flipped those of PyTorch's
 * ConvTranspose2d.
 */
public record ConvTranspose(Window window, int filters, boolean bias) implements Layer {
  public ConvTranspose {
    window.check("convTranspose");
    Settings.atLeastOne("convTranspose", "filters", filters);
  }

  /** A transposed valid convolution with stride 1, 8 filters and bias. */
  public ConvTranspose(int kh, int kw) {
    this(new Window(kh, kw), Conv.DEFAULT_FILTERS, true);
  }

  @Override
  public String kind() {
    return "convtranspose";
  }

  @Override
  public String describe() {
    return "convTranspose " + window.kh() + "x" + window.kw();
  }

  @Override
  public String dsl() {
    return window.dsl("convTranspose", filters, bias);
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    Settings.weights((long) filters * in.channels() * window.kh() * window.kw(), in);
    long rows = (in.height() - 1L) * window.stride() + window.rows();
    long columns = (in.width() - 1L) * window.stride() + window.columns();
    Border cut = window.zeros();
    int top = cut.top() + cut.bottom();
    int left = cut.left() + cut.right();
    if (rows <= top || columns <= left) {
      throw new ShapeMismatch(
          "needs padding that leaves something of its "
              + (rows + " x " + columns + " values for " + in)
              + (", got padding that cuts " + top + " x " + left)
              + ": use less padding, or a larger kernel or stride");
    }
    return Settings.output(filters, rows - top, columns - left, in);
  }

  /** The convolution whose gradient this is: from the output to the input. */
  private ConvGeometry geometry(Shape in) {
    return window.geometry(output(in), in.channels());
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    int pixels = window.kh() * window.kw();
    // With stride s a pixel of the output meets one in s x s values of the kernel, on average.
    int fanIn = Math.max(1, in.channels() * pixels / (window.stride() * window.stride()));
    List<Integer> shape = List.of(in.channels(), filters, window.kh(), window.kw());
    return new Bias(filters, bias).and(ParameterSpec.kernels(shape, fanIn, filters * pixels));
  }

  @Override
  public long multiplyAdds(Shape in) {
    return geometry(in).multiplyAdds();
  }

  @Override
  public Border readsBeyondInput(Shape in) {
    return geometry(in).readsBeyondGradient();
  }

  @Override
  public Border readsBeyondGradient(Shape in) {
    return geometry(in).readsBeyondInput();
  }

  @Override
  public Compute compute(Site at) {
    Layout dx = at.dx() == null ? at.x() : at.dx(); // of the same channels; then nothing is written
    Convolution conv =
        new Convolution(geometry(at.x().shape()), at.engine(), at.dy(), dx, at.x(), at.y());
    Bias b = new Bias(filters, bias);
    float[] zeros = b.zeros();
    float[] noBias = new float[Packing.vector(at.x().shape().channels()).size()];
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
      public boolean derivesForForward() {
        return true;
      }

      @Override
      public void derive(float[][] w, float[] flipped) {
        conv.flip(w[0], flipped);
      }

      @Override
      public void forward(Pass p) {
        conv.inputGradient(p.x(), p.derived(), bias ? p.w()[1] : zeros, p.y()); // y = x * w~ + b
      }

      @Override
      public void backward(Pass p) {
        conv.kernelGradient(p.dy(), p.x(), p.dw()[0]); // dw = x * dy~
        if (bias) {
          conv.biasGradient(p.dy(), p.dw()[1]);
        }
        if (p.dx() != null) {
          conv.forward(p.dy(), p.w()[0], noBias, p.dx()); // dx = dy * w
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
        x,
        filters,
        (n, k, e, f, c, u, v, i, j) ->
            y.addInside(n, c, i, j, x.get(n, k, e, f) * w.get(k, c, u, v)));
    new Bias(filters, bias).addTo(y, parameters);
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(w.shape());
    window.eachTerm(
        x,
        filters,
        (n, k, e, f, c, u, v, i, j) -> {
          dx.add(n, k, e, f, dy.orZero(n, c, i, j) * w.get(k, c, u, v));
          dw.add(k, c, u, v, dy.orZero(n, c, i, j) * x.get(n, k, e, f));
        });
    return new ReferenceGradients(dx, new Bias(filters, bias).gradients(dw, dy));
  }
}
