package tilde.array;

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
    return n * a.layout.image + a.layout.offset(h, 0);
  }

  private static int length(Activations a) {
    return a.layout.width * a.layout.lanes;
  }
}
