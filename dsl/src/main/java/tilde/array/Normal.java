package tilde.array;

/**
 * The standard normal distribution in double precision: what gelu weighs its input with, and the
 * error function in other words, {@code below(x) = (1 + erf(x / sqrt(2))) / 2}.
 *
 * <p>It rests on Mills' ratio {@code m(a) = P(X > a) / density(a)}, which is smooth where both of
 * them vanish, so that the tails keep all their digits. A table has the Taylor series of m at every
 * eighth; beyond it the continued fraction {@code 1/(a + 1/(a + 2/(a + 3/(a + ...))))} is short.
 */
public final class Normal {
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private static final int NODES_PER_UNIT = 8;
  private static final int LAST = 64; // the node at 8
  private static final int TERMS = 12; // the next one is below 1e-17 of the sum, 1/16 from a node
  private static final int FRACTIONS = 40; // enough digits from 8 on
  private static final double[] SERIES = table();

  private Normal() {}

  /** {@code exp(-x^2 / 2) / sqrt(2 pi)}, the derivative of {@link #below(double)}. */
  public static double density(double x) {
    return StrictMath.exp(-x * x / 2) / SQRT_TWO_PI;
  }

  /** P(X &lt;= x). */
  public static double below(double x) {
    return below(x, density(x));
  }

  /** P(X &lt;= x) for a caller that has the density at x already. */
  public static double below(double x, double density) {
    double tail = density * mills(Math.abs(x));
    return x > 0 ? 1 - tail : tail;
  }

  /** Mills' ratio at {@code a >= 0}. */
  private static double mills(double a) {
    if (a * NODES_PER_UNIT < LAST) {
      int node = (int) (a * NODES_PER_UNIT + 0.5);
      double t = (double) node / NODES_PER_UNIT - a;
      int first = node * TERMS;
      double sum = SERIES[first + TERMS - 1];
      for (int k = TERMS - 2; k >= 0; k--) {
        sum = sum * t + SERIES[first + k];
      }
      return sum;
    }
    double fraction = a; // a NaN comes here too, and stays one
    for (int k = FRACTIONS; k >= 1; k--) {
      fraction = a + k / fraction;
    }
    return 1 / fraction;
  }

  /**
   * For each node a the numbers q in {@code m(a - t) = q_0 + q_1 t + q_2 t^2 + ...}, that is {@code
   * k! q_k} = integral over s from 0 on of {@code s^k exp(-a s - s^2/2)}. Integration by parts
   * gives {@code q_{k-1} = a q_k + (k+1) q_{k+1}}, with 1 for {@code q_{-1}}.
   */
  private static double[] table() {
    double[] table = new double[(LAST + 1) * TERMS];
    for (int node = 0; node <= LAST; node++) {
      double a = (double) node / NODES_PER_UNIT;
      double[] q = a < 1.5 ? upwards(a) : downwards(a);
      System.arraycopy(q, 0, table, node * TERMS, TERMS);
    }
    return table;
  }

  /** The recurrence upwards, which loses digits with growing a; q_0 by its series at 0. */
  private static double[] upwards(double a) {
    double[] atZero = new double[60];
    atZero[0] = Math.sqrt(Math.PI / 2);
    atZero[1] = 1;
    for (int k = 2; k < atZero.length; k++) {
      atZero[k] = atZero[k - 2] / k;
    }
    double[] q = new double[TERMS];
    for (int k = atZero.length - 1; k >= 0; k--) {
      q[0] = atZero[k] - a * q[0];
    }
    q[1] = 1 - a * q[0];
    for (int k = 2; k < TERMS; k++) {
      q[k] = (q[k - 2] - a * q[k - 1]) / k;
    }
    return q;
  }

  /**
   * The recurrence downwards from far above, a sum of positive terms, up to a factor; then that.
   */
  private static double[] downwards(double a) {
    double[] q = new double[240];
    q[q.length - 2] = 1e-300; // what starts here is forgotten on the way
    for (int k = q.length - 2; k >= 1; k--) {
      q[k - 1] = a * q[k] + (k + 1) * q[k + 1];
    }
    double factor = a * q[0] + q[1];
    for (int k = 0; k < q.length; k++) {
      q[k] /= factor;
    }
    return q;
  }
}
