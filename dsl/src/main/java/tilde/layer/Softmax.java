package tilde.layer;

import java.util.List;
import tilde.array.ChannelSoftmax;
import tilde.array.Doubles;
import tilde.array.Shape;

/**
 * {@code p_c = exp(x_c) / sum_j exp(x_j)} over the features of a vector, or over the channels at
 * each pixel of an image; {@code dx_c = p_c (dy_c - sum_j p_j dy_j)}.
 */
public record Softmax() implements Layer {
  @Override
  public String kind() {
    return "softmax";
  }

  @Override
  public String dsl() {
    return "softmax()";
  }

  @Override
  public Shape output(Shape in) {
    return in;
  }

  @Override
  public Compute compute(Site at) {
    return new Compute() {
      @Override
      public void forward(Pass p) {
        ChannelSoftmax.forward(p.x(), p.y());
      }

      @Override
      public void backward(Pass p) {
        if (p.dx() != null) {
          ChannelSoftmax.gradient(p.y(), p.dy(), p.dx());
        }
      }
    };
  }

  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    Doubles p = new Doubles(x.shape());
    for (int n = 0; n < x.size(0); n++) {
      for (int h = 0; h < x.size(2); h++) {
        for (int v = 0; v < x.size(3); v++) {
          double max = Double.NEGATIVE_INFINITY;
          for (int c = 0; c < x.size(1); c++) {
            max = Math.max(max, x.get(n, c, h, v));
          }
          double sum = 0;
          for (int c = 0; c < x.size(1); c++) {
            sum += StrictMath.exp(x.get(n, c, h, v) - max);
          }
          for (int c = 0; c < x.size(1); c++) {
            p.add(n, c, h, v, StrictMath.exp(x.get(n, c, h, v) - max) / sum);
          }
        }
      }
    }
    return p;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    Doubles p = reference(x, w);
    Doubles dx = new Doubles(x.shape());
    for (int n = 0; n < x.size(0); n++) {
      for (int h = 0; h < x.size(2); h++) {
        for (int v = 0; v < x.size(3); v++) {
          double mean = 0;
          for (int c = 0; c < x.size(1); c++) {
            mean += p.get(n, c, h, v) * dy.get(n, c, h, v);
          }
          for (int c = 0; c < x.size(1); c++) {
            dx.add(n, c, h, v, p.get(n, c, h, v) * (dy.get(n, c, h, v) - mean));
          }
        }
      }
    }
    return new ReferenceGradients(dx, List.of());
  }
}
