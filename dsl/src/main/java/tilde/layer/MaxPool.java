package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.MaxPooling;
import tilde.array.Shape;

/**
 * {@code y[n,c,e,f] = max over u, v of x[n,c,s e + u,s f + v]}; the gradient goes to the first
 * maximum of each window (MATH.md, part D). Rows and columns that fill no window are left out.
 */
public record MaxPool(int height, int width, int stride) implements Layer {
  public MaxPool {
    Settings.atLeastOne("maxPool", "window height", height);
    Settings.atLeastOne("maxPool", "window width", width);
    Settings.atLeastOne("maxPool", "stride", stride);
  }

  @Override
  public String kind() {
    return "maxpool";
  }

  @Override
  public String describe() {
    return "maxPool " + height + "x" + width;
  }

  @Override
  public String dsl() {
    String window =
        height == width ? "maxPool(" + height + ")" : "maxPool(" + height + ", " + width + ")";
    return window + (stride == height ? "" : ".stride(" + stride + ")");
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    if (in.height() < height || in.width() < width) {
      throw new ShapeMismatch(
          "needs an input of at least "
              + height
              + " x "
              + width
              + ", got "
              + in
              + ": use a smaller window, or one pooling layer less");
    }
    return Shape.of(
        in.channels(), (in.height() - height) / stride + 1, (in.width() - width) / stride + 1);
  }

  @Override
  public Compute compute(Site at) {
    MaxPooling pooling = new MaxPooling(height, width, stride, at.engine(), at.x(), at.dx());
    return new Compute() {
      @Override
      public void forward(Pass p) {
        pooling.forward(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          pooling.gradient(p.x(), p.y(), p.dy(), p.dx());
        }
      }
    };
  }

  /** The place in x, counted row-major, of the first maximum of the window of each y. */
  private int[] firstMaxima(Doubles x) {
    Shape out = output(Shape.of(x.size(1), x.size(2), x.size(3)));
    int[] places = new int[x.size(0) * out.size()];
    int at = 0;
    for (int image = 0; image < x.size(0) * x.size(1); image++) {
      for (int e = 0; e < out.height(); e++) {
        for (int f = 0; f < out.width(); f++) {
          int best = -1;
          for (int u = 0; u < height; u++) {
            for (int v = 0; v < width; v++) {
              int place = (image * x.size(2) + stride * e + u) * x.size(3) + stride * f + v;
              double value = x.get(place);
              if (best < 0 || value > x.get(best) || Double.isNaN(value)) { // a NaN wins
                best = place;
              }
            }
          }
          places[at++] = best;
        }
      }
    }
    return places;
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Shape out = output(Shape.of(x.size(1), x.size(2), x.size(3)));
    Doubles y = new Doubles(x.size(0), out.channels(), out.height(), out.width());
    int[] places = firstMaxima(x);
    for (int i = 0; i < places.length; i++) {
      y.set(i, x.get(places[i]));
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    int[] places = firstMaxima(x);
    for (int i = 0; i < places.length; i++) {
      dx.set(places[i], dx.get(places[i]) + dy.get(i));
    }
    return new ReferenceGradients(dx, List.of());
  }

  @Override
  public long branch(Doubles x) {
    return java.util.Arrays.hashCode(firstMaxima(x));
  }
}
