package tilde.train;

/**
 * How large gradients may be, as in PyTorch: first every value is brought into [-value, value],
 * then all of them are scaled so that their norm is at most {@code norm}.
 *
 * @param norm infinite for no bound
 * @param value infinite for no bound
 */
public record Clipping(double norm, double value) {
  static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  private static final double TINY = 1e-6; // PyTorch's, against division by zero

  Clipping norm(double max) {
    return new Clipping(checked("clipNorm", max), value);
  }

  Clipping value(double max) {
    return new Clipping(norm, checked("clipValue", max));
  }

  private static double checked(String word, double max) {
    if (!Optimizer.isPositive(max)) {
      throw new IllegalArgumentException(
          "train: " + word + " must be positive, got " + max + ", usual are 0.1 to 10");
    }
    return max;
  }

  /** Clips those gradients that are counted, in place. */
  void clip(float[][] dw, boolean[] counted) {
    if (Double.isFinite(value)) {
      float most = (float) value;
      for (int p = 0; p < dw.length; p++) {
        for (int i = 0; counted[p] && i < dw[p].length; i++) {
          dw[p][i] = Math.max(-most, Math.min(most, dw[p][i]));
        }
      }
    }
    if (Double.isFinite(norm)) {
      double factor = norm / (norm(dw, counted) + TINY);
      for (int p = 0; factor < 1 && p < dw.length; p++) {
        for (int i = 0; counted[p] && i < dw[p].length; i++) {
          dw[p][i] *= (float) factor;
        }
      }
    }
  }

  /** The root of the sum of all squares: one chain, in the order of the parameters. */
  private static double norm(float[][] dw, boolean[] counted) {
    double sum = 0;
    for (int p = 0; p < dw.length; p++) {
      for (int i = 0; counted[p] && i < dw[p].length; i++) {
        sum += (double) dw[p][i] * dw[p][i];
      }
    }
    return Math.sqrt(sum);
  }

  /** The words that say so. */
  String dsl() {
    return (Double.isFinite(value) ? ".clipValue(" + value + ")" : "")
        + (Double.isFinite(norm) ? ".clipNorm(" + norm + ")" : "");
  }
}
