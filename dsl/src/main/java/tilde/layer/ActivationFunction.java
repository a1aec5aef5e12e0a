package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Pointwise;
import tilde.array.Shape;

/** A layer that is one smooth function of each value by itself: {@code y = f(x)}. */
interface ActivationFunction extends Layer {
  /** {@code f(x)}. */
  double value(double x);

  /** {@code f'(x)}, from x and {@code y = f(x)}, whichever is cheaper. */
  double slope(double x, double y);

  @Override
  default String dsl() {
    return kind() + "()";
  }

  @Override
  default Shape output(Shape in) {
    return in;
  }

  @Override
  default Compute compute(Site at) {
    Pointwise pointwise = new Pointwise(at.engine());
    return new Compute() {
      @Override
      public void forward(Pass p) {
        pointwise.map(ActivationFunction.this::value, p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          pointwise.mapGradient(ActivationFunction.this::slope, p.x(), p.y(), p.dy(), p.dx());
        }
      }
    };
  }

  @Override
  default Doubles reference(Doubles x, List<Doubles> w) {
    Doubles y = new Doubles(x.shape());
    for (int i = 0; i < x.length(); i++) {
      y.set(i, value(x.get(i)));
    }
    return y;
  }

  @Override
  default ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles dx = new Doubles(x.shape());
    for (int i = 0; i < x.length(); i++) {
      dx.set(i, dy.get(i) * slope(x.get(i), value(x.get(i))));
    }
    return new ReferenceGradients(dx, List.of());
  }
}
