package tilde.array;

/** Softmax over the channels of each pixel, or over the features of a vector, and its gradient. */
public final class ChannelSoftmax {
  private ChannelSoftmax() {}

  /** {@code p_c = exp(x_c) / sum_j exp(x_j)}. */
  public static void forward(Activations x, Activations p) {
    double[] e = new double[x.shape().channels()];
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        for (int w = 0; w < x.layout.width; w++) {
          pixel(x.data, place(x, n, h, w), e, p.data, place(p, n, h, w));
        }
      }
    }
  }

  private static void pixel(float[] x, int from, double[] e, float[] p, int to) {
    float max = x[from];
    for (int c = 1; c < e.length; c++) {
      max = Math.max(max, x[from + c]); // a NaN wins, so that all become NaN
    }
    double sum = 0;
    for (int c = 0; c < e.length; c++) {
      e[c] = StrictMath.exp((double) x[from + c] - max); // at most 1: exp overflows above 709
      sum += e[c];
    }
    for (int c = 0; c < e.length; c++) {
      p[to + c] = (float) (e[c] / sum);
    }
  }

  /** {@code dx_c = p_c (dy_c - sum_j p_j dy_j)}. */
  public static void gradient(Activations p, Activations dy, Activations dx) {
    int channels = p.shape().channels();
    for (int n = 0; n < p.count(); n++) {
      for (int h = 0; h < p.layout.height; h++) {
        for (int w = 0; w < p.layout.width; w++) {
          int at = place(p, n, h, w);
          int from = place(dy, n, h, w);
          int to = place(dx, n, h, w);
          double mean = 0;
          for (int c = 0; c < channels; c++) {
            mean += (double) p.data[at + c] * dy.data[from + c];
          }
          for (int c = 0; c < channels; c++) {
            dx.data[to + c] = (float) (p.data[at + c] * (dy.data[from + c] - mean));
          }
        }
      }
    }
  }

  private static int place(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }
}
