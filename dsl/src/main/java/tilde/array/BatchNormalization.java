package tilde.array;

/**
 * {@code y = w (x - mean) / sqrt(var + eps) + b} for each channel, with its gradients. Sums over
 * pixels are taken in double, channel beside channel, so that their order is that of the pixels.
 */
public final class BatchNormalization {
  private final double epsilon;
  private final int lanes;
  private final int channels;
  private final int pixels;

  /**
   * @param epsilon what keeps the root away from 0
   */
  public BatchNormalization(double epsilon, Shape shape) {
    this.epsilon = epsilon;
    this.channels = shape.channels();
    this.lanes = Layout.padded(channels);
    this.pixels = shape.height() * shape.width();
  }

  /** Mean and 1 / sqrt(var + eps) of each channel, (lanes), 0 in the padding. */
  public record Statistics(float[] mean, float[] inverse) {}

  /** Those of a batch: biased variance from {@code [sum x, sum x^2]}, (2, lanes). */
  public Statistics ofBatch(double[] sums, int images) {
    Statistics statistics = new Statistics(new float[lanes], new float[lanes]);
    for (int c = 0; c < channels; c++) {
      statistics.mean[c] = (float) mean(sums, images, c);
      statistics.inverse[c] = (float) (1 / StrictMath.sqrt(variance(sums, images, c) + epsilon));
    }
    return statistics;
  }

  /** Those kept from training. */
  public Statistics running(float[] mean, float[] variance) {
    Statistics statistics = new Statistics(mean, new float[lanes]);
    for (int c = 0; c < channels; c++) {
      statistics.inverse[c] = (float) (1 / StrictMath.sqrt(variance[c] + epsilon));
    }
    return statistics;
  }

  private double mean(double[] sums, int images, int c) {
    return sums[c] / ((double) images * pixels);
  }

  private double variance(double[] sums, int images, int c) {
    double mean = mean(sums, images, c);
    double variance = sums[lanes + c] / ((double) images * pixels) - mean * mean;
    return variance < 0 ? 0 : variance; // the difference may round below 0; a NaN stays one
  }

  /** The length of the sums: two for each channel. */
  public int sums() {
    return 2 * lanes;
  }

  /** Adds {@code [sum x, sum x^2]} of these images. */
  public void sum(Activations x, double[] sums) {
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        int row = row(x, n, h);
        for (int i = row; i < row + x.layout.width * lanes; i += lanes) {
          for (int c = 0; c < lanes; c++) {
            double v = x.data[i + c];
            sums[c] += v;
            sums[lanes + c] += v * v;
          }
        }
      }
    }
  }

  /** {@code y = w (x - mean) inverse + b}. */
  public void forward(Activations x, Statistics s, float[] w, float[] b, Activations y) {
    float[] mean = s.mean;
    float[] inverse = s.inverse;
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        int from = row(x, n, h);
        int to = row(y, n, h);
        for (int i = 0; i < x.layout.width * lanes; i += lanes) {
          for (int c = 0; c < lanes; c++) {
            float normal = (x.data[from + i + c] - mean[c]) * inverse[c];
            y.data[to + i + c] = Math.fma(normal, w[c], b[c]);
          }
        }
      }
    }
  }

  /** Adds {@code [sum dy, sum dy (x - mean) inverse]} of these images: db and dw. */
  public void sumGradients(Activations x, Statistics s, Activations dy, double[] sums) {
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        int from = row(x, n, h);
        int above = row(dy, n, h);
        for (int i = 0; i < x.layout.width * lanes; i += lanes) {
          for (int c = 0; c < lanes; c++) {
            double d = dy.data[above + i + c];
            sums[c] += d;
            sums[lanes + c] += d * ((x.data[from + i + c] - s.mean[c]) * s.inverse[c]);
          }
        }
      }
    }
  }

  /** Adds db and dw, the two halves of {@code sums}, to the gradients of the parameters. */
  public void parameterGradients(double[] sums, float[] dw, float[] db) {
    for (int c = 0; c < lanes; c++) {
      db[c] += (float) sums[c];
      dw[c] += (float) sums[lanes + c];
    }
  }

  /**
   * {@code dx = w inverse (dy - db/n - (x - mean) inverse dw/n)}, n being all pixels of the batch.
   *
   * @param sums db and dw of the whole batch, as {@link #sumGradients} adds them
   */
  public void inputGradient(
      Activations x,
      Statistics s,
      float[] w,
      Activations dy,
      double[] sums,
      int images,
      Activations dx) {
    float[] scale = new float[lanes];
    float[] meanDy = new float[lanes];
    float[] meanProduct = new float[lanes];
    double all = (double) images * pixels;
    for (int c = 0; c < lanes; c++) {
      scale[c] = w[c] * s.inverse[c];
      meanDy[c] = (float) (sums[c] / all);
      meanProduct[c] = (float) (sums[lanes + c] / all);
    }
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        int from = row(x, n, h);
        int above = row(dy, n, h);
        int to = row(dx, n, h);
        for (int i = 0; i < x.layout.width * lanes; i += lanes) {
          for (int c = 0; c < lanes; c++) {
            float normal = (x.data[from + i + c] - s.mean[c]) * s.inverse[c];
            float centred = dy.data[above + i + c] - meanDy[c];
            dx.data[to + i + c] = scale[c] * Math.fma(-normal, meanProduct[c], centred);
          }
        }
      }
    }
  }

  /**
   * The running statistics after a step, {@code (1 - momentum) running + momentum batch}, with the
   * unbiased variance; a single value has none, and leaves it as it was.
   */
  public void follow(
      double[] sums, int images, double momentum, float[][] running, float[][] next) {
    double all = (double) images * pixels;
    for (int c = 0; c < channels; c++) {
      double mean = mean(sums, images, c);
      next[0][c] = (float) ((1 - momentum) * running[0][c] + momentum * mean);
      double unbiased = variance(sums, images, c) * all / (all - 1);
      next[1][c] =
          all == 1 ? running[1][c] : (float) ((1 - momentum) * running[1][c] + momentum * unbiased);
    }
  }

  private static int row(Activations a, int n, int h) {
    return n * a.layout.image + a.layout.offset(h, 0);
  }
}
