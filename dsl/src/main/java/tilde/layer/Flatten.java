package tilde.layer;

import java.util.List;
import tilde.array.Activations;
import tilde.array.Doubles;
import tilde.array.Shape;

/** An image as a vector, in the order channel, row, column; the gradient takes the way back. */
public record Flatten() implements Layer {
  @Override
  public String kind() {
    return "flatten";
  }

  @Override
  public String dsl() {
    return "flatten()";
  }

  @Override
  public Shape output(Shape in) {
    return Shape.of(in.size());
  }

  @Override
  public Compute compute(Site at) {
    return new Compute() {
      @Override
      public void forward(Pass p) {
        reorder(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          reorder(p.dy(), p.dx());
        }
      }
    };
  }

  private static void reorder(Activations from, Activations to) {
    float[] rowMajor = new float[from.shape().size()];
    for (int n = 0; n < from.count(); n++) {
      from.write(n, rowMajor, 0);
      to.read(n, rowMajor, 0);
    }
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    return x.reshape(x.size(0), x.length() / x.size(0));
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    return new ReferenceGradients(dy.reshape(x.shape()), List.of());
  }
}
