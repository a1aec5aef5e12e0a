package tilde.array;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What happens to each value by itself, row by row because borders may differ. */
public final class Pointwise {
  private final Kernels kernels;

  public Pointwise(Engine engine) {
    this.kernels = engine.kernels();
  }

  /** {@code y = max(x, 0)}; a NaN stays one. */
  public void relu(Activations x, Activations y) {
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        kernels.relu(x.data, row(x, n, h), y.data, row(y, n, h), length(x));
      }
    }
  }

  /** {@code dx = y > 0 ? dy : 0}. */
  public void reluGradient(Activations y, Activations dy, Activations dx) {
    for (int n = 0; n < y.count(); n++) {
      for (int h = 0; h < y.layout.height; h++) {
        kernels.reluGradient(
            y.data, row(y, n, h), dy.data, row(dy, n, h), dx.data, row(dx, n, h), length(y));
      }
    }
  }

  /**
   * {@code y = x > 0 ? x : slope x}. Without a branch, which a processor would guess wrong half of
   * the time; a NaN stays one.
   */
  public void leakyRelu(float slope, Activations x, Activations y) {
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        leakyRelu(slope, x.data, row(x, n, h), y.data, row(y, n, h), length(x));
      }
    }
  }

  private static void leakyRelu(float slope, float[] x, int from, float[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      float v = x[from + i];
      y[to + i] = Math.max(v, 0) + slope * Math.min(v, 0);
    }
  }

  /**
   * {@code dx = x > 0 ? dy : slope dy}, as relu's {@code dx = x > 0 ? dy : 0} and what is missing.
   */
  public void leakyReluGradient(float slope, Activations x, Activations dy, Activations dx) {
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        int from = row(dy, n, h);
        int to = row(dx, n, h);
        kernels.reluGradient(x.data, row(x, n, h), dy.data, from, dx.data, to, length(x));
        addShare(slope, dy.data, from, dx.data, to, length(x));
      }
    }
  }

  private static void addShare(float share, float[] dy, int from, float[] dx, int to, int length) {
    for (int i = 0; i < length; i++) {
      dx[to + i] += share * (dy[from + i] - dx[to + i]);
    }
  }

  /** {@code y = f(x)}; padded channels stay 0, whatever f(0) is. */
  public void map(DoubleUnaryOperator f, Activations x, Activations y) {
    int channels = x.shape().channels();
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        for (int w = 0; w < x.layout.width; w++) {
          int from = pixel(x, n, h, w);
          int to = pixel(y, n, h, w);
          for (int c = 0; c < channels; c++) {
            y.data[to + c] = (float) f.applyAsDouble(x.data[from + c]);
          }
        }
      }
    }
  }

  /** {@code dx = dy f'(x)}, where {@code slope} gives f' from x and y. */
  public void mapGradient(
      DoubleBinaryOperator slope, Activations x, Activations y, Activations dy, Activations dx) {
    int channels = x.shape().channels();
    for (int n = 0; n < x.count(); n++) {
      for (int h = 0; h < x.layout.height; h++) {
        for (int w = 0; w < x.layout.width; w++) {
          int in = pixel(x, n, h, w);
          int out = pixel(y, n, h, w);
          int from = pixel(dy, n, h, w);
          int to = pixel(dx, n, h, w);
          for (int c = 0; c < channels; c++) {
            double d = slope.applyAsDouble(x.data[in + c], y.data[out + c]);
            dx.data[to + c] = (float) (dy.data[from + c] * d);
          }
        }
      }
    }
  }

  /** {@code to = from}; their borders may differ. */
  public static void copy(Activations from, Activations to) {
    for (int n = 0; n < from.count(); n++) {
      for (int h = 0; h < from.layout.height; h++) {
        System.arraycopy(from.data, row(from, n, h), to.data, row(to, n, h), length(from));
      }
    }
  }

  /** {@code sum += a}, value by value. */
  public static void add(Activations a, Activations sum) {
    for (int n = 0; n < a.count(); n++) {
      for (int h = 0; h < a.layout.height; h++) {
        int from = row(a, n, h);
        int to = row(sum, n, h);
        for (int i = 0; i < length(a); i++) {
          sum.data[to + i] += a.data[from + i];
        }
      }
    }
  }

  /** {@code sum += a}, value by value. */
  public void add(float[] a, float[] sum) {
    kernels.add(a, sum);
  }

  private static int row(Activations a, int n, int h) {
    return pixel(a, n, h, 0);
  }

  private static int pixel(Activations a, int n, int h, int w) {
    return n * a.layout.image + a.layout.offset(h, w);
  }

  private static int length(Activations a) {
    return a.layout.width * a.layout.lanes;
  }
}
