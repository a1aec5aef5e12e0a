package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Packing;
import tilde.array.SampleNorm;
import tilde.array.Shape;

/**
 * {@code y = w x^ + b}, value by value, where {@code x^ = (x - mean) / sqrt(variance + eps)} with
 * mean and biased variance over all values of the sample; {@code dw = dy x^}, {@code db = dy} and,
 * with {@code g = w dy}, {@code dx = (g - mean(g) - x^ mean(g x^)) / sqrt(variance + eps)}.
 */
public record LayerNorm() implements Layer {
  /** Added to the variance; PyTorch's. */
  public static final double EPSILON = 1e-5;

  @Override
  public String kind() {
    return "layernorm";
  }

  @Override
  public String describe() {
    return "layerNorm";
  }

  @Override
  public String dsl() {
    return "layerNorm()";
  }

  @Override
  public Shape output(Shape in) {
    return in;
  }

  @Override
  public List<ParameterSpec> parameters(Shape in) {
    return List.of(
        ParameterSpec.constant("w", in.dims(), 1), ParameterSpec.constant("b", in.dims(), 0));
  }

  @Override
  public Compute compute(Site at) {
    SampleNorm norm = new SampleNorm(at.x().shape(), EPSILON);
    Packing packing = Packing.sample(at.x().shape());
    return new Compute() {
      @Override
      public List<Packing> packings() {
        return List.of(packing, packing);
      }

      @Override
      public void forward(Pass p) {
        norm.forward(p.x(), p.w()[0], p.w()[1], p.y());
      }

      @Override
      public void backward(Pass p) {
        norm.gradients(p.x(), p.w()[0], p.dy(), p.dw()[0], p.dw()[1], p.dx());
      }
    };
  }

  /** x^ of one sample, and its {@code sqrt(variance + eps)}. */
  private record Normalized(double[] values, double deviation) {
    static Normalized of(Doubles x, int n) {
      double[] values = new double[x.length() / x.size(0)];
      double mean = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = x.get(n * values.length + i);
        mean += values[i] / values.length;
      }
      double variance = 0;
      for (double value : values) {
        variance += (value - mean) * (value - mean) / values.length;
      }
      double deviation = Math.sqrt(variance + EPSILON);
      for (int i = 0; i < values.length; i++) {
        values[i] = (values[i] - mean) / deviation;
      }
      return new Normalized(values, deviation);
    }
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> parameters) {
    Doubles w = parameters.get(0);
    Doubles b = parameters.get(1);
    Doubles y = new Doubles(x.shape());
    for (int n = 0; n < x.size(0); n++) {
      double[] normal = Normalized.of(x, n).values();
      for (int i = 0; i < normal.length; i++) {
        y.set(n * normal.length + i, w.get(i) * normal[i] + b.get(i));
      }
    }
    return y;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> parameters, Doubles dy) {
    Doubles w = parameters.get(0);
    Doubles dw = new Doubles(w.shape());
    Doubles db = new Doubles(w.shape());
    Doubles dx = new Doubles(x.shape());
    int size = w.length();
    for (int n = 0; n < x.size(0); n++) {
      Normalized sample = Normalized.of(x, n);
      double[] normal = sample.values();
      double mean = 0; // of g
      double product = 0; // mean of g x^
      for (int i = 0; i < size; i++) {
        double d = dy.get(n * size + i);
        dw.set(i, dw.get(i) + d * normal[i]);
        db.set(i, db.get(i) + d);
        mean += w.get(i) * d / size;
        product += w.get(i) * d * normal[i] / size;
      }
      for (int i = 0; i < size; i++) {
        double g = w.get(i) * dy.get(n * size + i);
        dx.set(n * size + i, (g - mean - normal[i] * product) / sample.deviation());
      }
    }
    return new ReferenceGradients(dx, List.of(dw, db));
  }
}
