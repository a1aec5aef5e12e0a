package tilde.array;

/**
 * Each sample brought to mean 0 and variance 1 over all its values, then scaled and shifted value
 * by value: {@code y = w x^ + b}, {@code x^ = (x - mean) / sqrt(variance + eps)}, with its
 * gradients. Sums are taken in double precision, in the order of memory.
 */
public final class SampleNorm {
  private final Layout parameter;
  private final int channels;
  private final double epsilon;

  /**
   * @param sample the shape of x, y, w and b
   * @param epsilon what is added to the variance
   */
  public SampleNorm(Shape sample, double epsilon) {
    this.parameter = Layout.of(sample, Border.NONE);
    this.channels = sample.channels();
    this.epsilon = epsilon;
  }

  /** {@code y = w x^ + b}. */
  public void forward(Activations x, float[] w, float[] b, Activations y) {
    for (int n = 0; n < x.count(); n++) {
      double mean = mean(x, n);
      double scale = scale(x, n, mean);
      for (int i = 0; i < parameter.height; i++) {
        for (int j = 0; j < parameter.width; j++) {
          int at = parameter.offset(i, j);
          int from = pixel(x, n, i, j);
          int to = pixel(y, n, i, j);
          for (int c = 0; c < channels; c++) {
            double normal = (x.data[from + c] - mean) * scale;
            y.data[to + c] = (float) (w[at + c] * normal + b[at + c]);
          }
        }
      }
    }
  }

  /**
   * {@code dw += dy x^}, {@code db += dy} and, with g = w dy and means over the sample, {@code dx =
   * (g - mean(g) - x^ mean(g x^)) / sqrt(variance + eps)}.
   *
   * @param dx null when nobody asks for it
   */
  public void gradients(
      Activations x, float[] w, Activations dy, float[] dw, float[] db, Activations dx) {
    double size = parameter.shape().size();
    for (int n = 0; n < x.count(); n++) {
      double mean = mean(x, n);
      double scale = scale(x, n, mean);
      double sum = 0; // of g
      double product = 0; // of g x^
      for (int i = 0; i < parameter.height; i++) {
        for (int j = 0; j < parameter.width; j++) {
          int at = parameter.offset(i, j);
          int from = pixel(x, n, i, j);
          int above = pixel(dy, n, i, j);
          for (int c = 0; c < channels; c++) {
            double normal = (x.data[from + c] - mean) * scale;
            double g = (double) w[at + c] * dy.data[above + c];
            sum += g;
            product += g * normal;
            dw[at + c] = (float) (dw[at + c] + dy.data[above + c] * normal);
            db[at + c] += dy.data[above + c];
          }
        }
      }
      if (dx != null) {
        inputGradient(x, w, dy, dx, n, mean, scale, sum / size, product / size);
      }
    }
  }

  private void inputGradient(
      Activations x,
      float[] w,
      Activations dy,
      Activations dx,
      int n,
      double mean,
      double scale,
      double meanOfG,
      double meanOfProduct) {
    for (int i = 0; i < parameter.height; i++) {
      for (int j = 0; j < parameter.width; j++) {
        int at = parameter.offset(i, j);
        int from = pixel(x, n, i, j);
        int above = pixel(dy, n, i, j);
        int to = pixel(dx, n, i, j);
        for (int c = 0; c < channels; c++) {
          double normal = (x.data[from + c] - mean) * scale;
          double g = (double) w[at + c] * dy.data[above + c];
          dx.data[to + c] = (float) ((g - meanOfG - normal * meanOfProduct) * scale);
        }
      }
    }
  }

  private double mean(Activations x, int n) {
    double sum = 0;
    for (int i = 0; i < parameter.height; i++) {
      for (int j = 0; j < parameter.width; j++) {
        int from = pixel(x, n, i, j);
        for (int c = 0; c < channels; c++) {
          sum += x.data[from + c];
        }
      }
    }
    return sum / parameter.shape().size();
  }

  /** {@code 1 / sqrt(variance + eps)}, the variance being the mean of squares. */
  private double scale(Activations x, int n, double mean) {
    double sum = 0;
    for (int i = 0; i < parameter.height; i++) {
      for (int j = 0; j < parameter.width; j++) {
        int from = pixel(x, n, i, j);
        for (int c = 0; c < channels; c++) {
          double d = x.data[from + c] - mean;
          sum += d * d;
        }
      }
    }
    return 1 / Math.sqrt(sum / parameter.shape().size() + epsilon);
  }

  private static int pixel(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }
}
