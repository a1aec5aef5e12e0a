package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Pointwise;
import tilde.array.Shape;

/**
 * {@code y = max(x, 0)}, {@code dx = dy} where x &gt; 0 and 0 elsewhere, also at 0 (MATH.md, part
 * D).
 */
public record Relu() implements Layer {
  @Override
  public String kind() {
    return "relu";
  }

  @Override
  public String dsl() {
    return "relu()";
  }

  @Override
  public Shape output(Shape in) {
    return in;
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  @Override
  public Compute compute(Site at) {
    Pointwise pointwise = new Pointwise(at.engine());
    return new Compute() {
      @Override
      public void forward(Pass p) {
        pointwise.relu(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          pointwise.reluGradient(p.y(), p.dy(), p.dx()); // y > 0 exactly where x > 0
        }
      }
    };
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Doubles y = new Doubles(x.shape());
    for (int i = 0; i < x.length(); i++) {
      y.set(i, Math.max(x.get(i), 0));
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    for (int i = 0; i < x.length(); i++) {
      dx.set(i, x.get(i) > 0 ? dy.get(i) : 0);
    }
    return new ReferenceGradients(dx, List.of());
  }

  @Override
  public long branch(Doubles x) {
    long branch = 0;
    for (int i = 0; i < x.length(); i++) {
      branch = 31 * branch + (x.get(i) > 0 ? 1 : 2);
    }
    return branch;
  }
}
