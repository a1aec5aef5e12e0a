package tilde.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tilde.array.Doubles;
import tilde.array.FullyConnected;
import tilde.array.Packing;
import tilde.array.Shape;

/**
 * The fully connected layer {@code y = W x + b}; {@code dL/dx = W^T dL/dy}, {@code dL/dW = dL/dy
 * x^T} (MATH.md, part B). Images are flattened by itself, in the order channel, row, column.
 */
public record Dense(int units, boolean bias) implements Layer {
  public Dense {
    Settings.atLeastOne("dense", "units", units);
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public String describe() {
    return "dense " + units;
  }

  @Override
  public String dsl() {
    return "dense(" + units + ")" + (bias ? "" : ".noBias()");
  }

  @Override
  public Shape output(Shape in) {
    Settings.weights((long) units * in.size(), in);
    return Shape.of(units);
  }

  @Override
  public Optional<Shape> outputOfAnyInput() {
    return Optional.of(Shape.of(units));
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    ParameterSpec w = ParameterSpec.weights("w", List.of(units, in.size()), in.size(), units);
    return bias ? List.of(w, ParameterSpec.bias(units)) : List.of(w);
  }

  @Override
  public long multiplyAdds(Shape in) {
    return (long) units * in.size();
  }

  @Override
  public boolean takesUnpaddedInput() {
    return true;
  }

  @Override
  public Compute compute(Site at) {
    FullyConnected product =
        new FullyConnected(units, at.engine(), at.x(), at.y(), at.dy(), at.dx(), at.images());
    Packing biasPacking = Packing.vector(units);
    float[] zeroBias = new float[biasPacking.size()];
    return new Compute() {
      @Override
      public List<Packing> packings() {
        Packing matrix = product.matrixPacking();
        return bias ? List.of(matrix, biasPacking) : List.of(matrix);
      }

      @Override
      public int derivedSize() {
        return product.transposedSize();
      }

      @Override
      public void derive(float[][] w, float[] transposed) {
        product.transpose(w[0], transposed);
      }

      @Override
      public void forward(Pass p) {
        product.forward(p.x(), p.w()[0], bias ? p.w()[1] : zeroBias, p.y()); // y = W x + b
      }

      @Override
      public void backward(Pass p) {
        product.matrixGradient(p.x(), p.dy(), p.dw()[0]); // dW = dy x^T
        if (bias) {
          product.biasGradient(p.dy(), p.dw()[1]);
        }
        if (p.dx() != null) {
          product.inputGradient(p.dy(), p.derived(), p.dx()); // dx = W^T dy
        }
      }
    };
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> parameters) {
    Doubles w = parameters.get(0);
    int features = x.length() / x.size(0);
    Doubles y = new Doubles(x.size(0), units);
    for (int n = 0; n < x.size(0); n++) {
      for (int j = 0; j < units; j++) {
        double sum = bias ? parameters.get(1).get(j) : 0;
        for (int i = 0; i < features; i++) {
          sum += w.get(j * features + i) * x.get(n * features + i);
        }
        y.set(n * units + j, sum);
      }
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    int features = x.length() / x.size(0);
    Doubles dx = new Doubles(x.shape());
    Doubles dw = new Doubles(w.shape());
    Doubles db = new Doubles(units);
    for (int n = 0; n < x.size(0); n++) {
      for (int j = 0; j < units; j++) {
        double d = dy.get(n * units + j);
        db.set(j, db.get(j) + d);
        for (int i = 0; i < features; i++) {
          int at = j * features + i;
          dx.set(n * features + i, dx.get(n * features + i) + w.get(at) * d);
          dw.set(at, dw.get(at) + d * x.get(n * features + i));
        }
      }
    }
    List<Doubles> dparameters = new ArrayList<>(List.of(dw));
    if (bias) {
      dparameters.add(db);
    }
    return new ReferenceGradients(dx, dparameters);
  }
}
