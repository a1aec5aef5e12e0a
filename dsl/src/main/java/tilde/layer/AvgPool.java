package tilde.layer;

import java.util.List;
import tilde.array.Border;
import tilde.array.Doubles;
import tilde.array.Shape;
import tilde.array.WindowSums;

/**
 * {@code y[n,c,e,f] = mean over u, v of x[n,c,s e - p + u,s f - p + v]}, where zeros of the padding
 * count (MATH.md, part D); the gradient of each y is spread evenly over its window. Rows and
 * columns that fill no window are left out.
 *
 * @param padding rows and columns of zeros on each side
 */
public record AvgPool(int height, int width, int stride, int padding) implements Layer {
  public AvgPool {
    Settings.pixels("avgPool", "window height", height);
    Settings.pixels("avgPool", "window width", width);
    Settings.pixels("avgPool", "stride", stride);
    int most = Math.min(height, width) / 2; // more, and some windows would see zeros only
    if (padding < 0 || padding > most) {
      throw new IllegalArgumentException(
          "avgPool: padding must be at least 0 and at most half the window, "
              + (most + " for " + height + " x " + width + ", got " + padding));
    }
  }

  @Override
  public String kind() {
    return "avgpool";
  }

  @Override
  public String describe() {
    return "avgPool " + height + "x" + width;
  }

  @Override
  public String dsl() {
    String window =
        height == width ? "avgPool(" + height + ")" : "avgPool(" + height + ", " + width + ")";
    return window
        + (stride == height ? "" : ".stride(" + stride + ")")
        + (padding == 0 ? "" : ".padding(" + padding + ")");
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    int rows = in.height() + 2 * padding;
    int columns = in.width() + 2 * padding;
    if (rows < height || columns < width) {
      throw new ShapeMismatch(
          "needs an input of at least "
              + (height + " x " + width)
              + " with its padding, got "
              + (rows + " x " + columns + " from " + in)
              + ": use a smaller window, or one pooling layer less");
    }
    return Shape.of(in.channels(), (rows - height) / stride + 1, (columns - width) / stride + 1);
  }

  @Override
  public Border readsBeyondInput(Shape in) {
    Shape out = output(in);
    int bottom = stride * (out.height() - 1) - padding + height - in.height();
    int right = stride * (out.width() - 1) - padding + width - in.width();
    return new Border(padding, Math.max(0, bottom), padding, Math.max(0, right));
  }

  @Override
  public Compute compute(Site at) {
    WindowSums mean = new WindowSums(height, width, stride, padding, (float) height * width);
    return new Compute() {
      @Override
      public void forward(Pass p) {
        mean.sum(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          mean.spread(p.dy(), p.dx());
        }
      }
    };
  }

  /** What the loops below do where y[n,c,e,f] meets x[n,c,i,j]. */
  private interface Term {
    void at(int n, int c, int e, int f, int i, int j);
  }

  private void eachTerm(Doubles y, Term term) {
    for (int n = 0; n < y.size(0); n++) {
      for (int c = 0; c < y.size(1); c++) {
        for (int e = 0; e < y.size(2); e++) {
          for (int f = 0; f < y.size(3); f++) {
            for (int u = 0; u < height; u++) {
              for (int v = 0; v < width; v++) {
                term.at(n, c, e, f, stride * e - padding + u, stride * f - padding + v);
              }
            }
          }
        }
      }
    }
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Shape out = output(Shape.of(x.size(1), x.size(2), x.size(3)));
    Doubles y = new Doubles(x.size(0), out.channels(), out.height(), out.width());
    double count = (double) height * width;
    eachTerm(y, (n, c, e, f, i, j) -> y.add(n, c, e, f, x.orZero(n, c, i, j) / count));
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    double count = (double) height * width;
    eachTerm(dy, (n, c, e, f, i, j) -> dx.addInside(n, c, i, j, dy.get(n, c, e, f) / count));
    return new ReferenceGradients(dx, List.of());
  }
}
