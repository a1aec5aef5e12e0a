package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Shape;
import tilde.array.WindowSums;

/** {@code y[n,c] = mean over i, j of x[n,c,i,j]}; the gradient is spread evenly over the image. */
public record GlobalAvgPool() implements Layer {
  @Override
  public String kind() {
    return "globalavgpool";
  }

  @Override
  public String describe() {
    return "globalAvgPool";
  }

  @Override
  public String dsl() {
    return "globalAvgPool()";
  }

  @Override
  public Shape output(Shape in) {
    Settings.image(in);
    return Shape.of(in.channels());
  }

  @Override
  public Compute compute(Site at) {
    Shape in = at.x().shape();
    float count = in.height() * in.width();
    WindowSums mean = new WindowSums(in.height(), in.width(), 1, 0, count); // a single window
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

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Doubles y = new Doubles(x.size(0), x.size(1));
    int image = x.size(2) * x.size(3);
    for (int i = 0; i < x.length(); i++) {
      y.set(i / image, y.get(i / image) + x.get(i) / image);
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    int image = x.size(2) * x.size(3);
    for (int i = 0; i < x.length(); i++) {
      dx.set(i, dy.get(i / image) / image);
    }
    return new ReferenceGradients(dx, List.of());
  }
}
