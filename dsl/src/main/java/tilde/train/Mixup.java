package tilde.train;

import tilde.loss.Loss;
import tilde.loss.Targets;
import tilde.random.Keyed;

/**
 * Makes of each sample of a batch a mixture with the next one, of the last with the first: {@code s
 * x + (1 - s) x'}, and of what the network should say likewise (Zhang et al., "mixup: Beyond
 * Empirical Risk Minimization", 2018). The order of a batch is random already, so the next one may
 * be any.
 *
 * @param alpha the share s is drawn from Beta(alpha, alpha), for each sample from its own key
 */
public record Mixup(double alpha) {
  /**
   * Checks that a loss takes what mixing makes of these targets.
   *
   * @throws IllegalArgumentException if it does not
   */
  void check(Targets targets, Loss loss) {
    try {
      loss.checkTargets(targets.mixed(new int[] {0}, new double[] {1}));
    } catch (IllegalArgumentException onlyLabels) {
      throw new IllegalArgumentException(
          "train: mixup makes mixtures of classes, which "
              + loss.kind()
              + " does not take: leave mixup out, or end the network with softmaxCE()",
          onlyLabels);
    }
  }

  /** The share of a sample in its mixture, 0..1. */
  double share(Keyed key) {
    double own = logGamma(key.key(0));
    double other = logGamma(key.key(1));
    return 1 / (1 + StrictMath.exp(other - own));
  }

  /**
   * The logarithm of a draw from the gamma distribution of shape alpha, which itself would be 0 for
   * small alphas (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000).
   */
  private double logGamma(Keyed key) {
    double d = alpha + 1 - 1.0 / 3; // of shape alpha + 1, and from there by a power of a uniform
    double c = 1 / StrictMath.sqrt(9 * d);
    Keyed normals = key.key(0);
    Keyed uniforms = key.key(1);
    for (long counter = 0; ; counter++) {
      double x = normals.normal(counter);
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0 && logUniform(uniforms, counter) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
        return StrictMath.log(d * v) + logUniform(key.key(2), 0) / alpha;
      }
    }
  }

  private static double logUniform(Keyed key, long counter) {
    return StrictMath.log(key.uniformDouble(counter) + 0x1p-54); // never of 0
  }

  /**
   * Puts the mixture of a sample of {@code x} and one of {@code other} in the place of the first.
   */
  static void mix(double share, float[] x, int at, float[] other, int otherAt, int size) {
    for (int i = 0; i < size; i++) {
      x[at + i] = (float) (share * x[at + i] + (1 - share) * other[otherAt + i]);
    }
  }
}
