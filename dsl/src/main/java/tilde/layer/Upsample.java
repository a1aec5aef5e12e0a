package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Shape;
import tilde.array.WindowSums;

/**
 * Each pixel repeated in a block of {@code factor x factor}: {@code y[n,c,e,f] = x[n,c,e / factor,f
 * / factor]}, rounded down; the gradient sums each block.
 */
public record Upsample(int factor) implements Layer {
  public Upsample {
    Settings.pixels("upsample", "factor", factor);
  }

  @Override
  public String kind() {
    return "upsample";
  }

  @Override
  public String describe() {
    return "upsample " + factor;
  }

  @Override
  public String dsl() {
    return "upsample(" + factor + ")";
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    long size = (long) in.size() * factor * factor;
    if (size > Shape.MOST_VALUES) {
      throw new ShapeMismatch(
          "would make "
              + size
              + " values of "
              + in
              + ", more than a sample can have: use a smaller factor");
    }
    return Shape.of(in.channels(), in.height() * factor, in.width() * factor);
  }

  @Override
  public Compute compute(Site at) {
    WindowSums blocks = new WindowSums(factor, factor, factor, 0, 1);
    return new Compute() {
      @Override
      public void forward(Pass p) {
        blocks.spread(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          blocks.sum(p.dy(), p.dx());
        }
      }
    };
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Doubles y = new Doubles(x.size(0), x.size(1), factor * x.size(2), factor * x.size(3));
    for (int i = 0; i < y.length(); i++) {
      y.set(i, x.get(source(i, y)));
    }
    return y;
  }

  /** The place in x, counted row-major, of value {@code i} of y. */
  private int source(int i, Doubles y) {
    int f = i % y.size(3);
    int e = i / y.size(3) % y.size(2);
    int image = i / y.size(3) / y.size(2);
    return (image * (y.size(2) / factor) + e / factor) * (y.size(3) / factor) + f / factor;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    for (int i = 0; i < dy.length(); i++) {
      int at = source(i, dy);
      dx.set(at, dx.get(at) + dy.get(i));
    }
    return new ReferenceGradients(dx, List.of());
  }
}
