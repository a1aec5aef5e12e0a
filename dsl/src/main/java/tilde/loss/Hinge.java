package tilde.loss;

import tilde.array.Shape;

/**
 * {@code L = 1/C sum_{i != a} max(0, 1 - s_a + s_i)} for the class a: each other score is to stay 1
 * below that of the class. At the kink itself the gradient is 0, as in PyTorch.
 */
public record Hinge() implements Loss {
  @Override
  public String kind() {
    return "hinge";
  }

  @Override
  public Task task() {
    return Task.CLASSES;
  }

  @Override
  public void checkScores(Shape scores) {
    if (scores.isImage() || scores.size() < 2) {
      throw new IllegalArgumentException(
          "hinge needs one score a class, of at least 2 classes, got "
              + scores
              + ": put a dense layer with one unit a class before it, e.g. dense(10).hinge()");
    }
  }

  @Override
  public void checkTargets(Targets t) {
    if (t.kind() != Targets.Kind.LABELS) {
      throw onlyLabels();
    }
  }

  @Override
  public Targets targets(float[][] rows) {
    throw onlyLabels();
  }

  private static IllegalArgumentException onlyLabels() {
    return new IllegalArgumentException(
        "hinge needs one class for each sample, got rows of numbers: give labels, or end the"
            + " network with softmaxCE() for distributions or mse() for numbers");
  }

  /**
   * How far score i is from being 1 below that of class a; not 1 - s_a + s_i: at 3e38 1 is lost.
   */
  private static double margin(double[] s, int a, int i) {
    return s[i] - s[a] + 1;
  }

  private static double[] wide(float[] s) {
    double[] wide = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      wide[k] = s[k];
    }
    return wide;
  }

  @Override
  public double forward(float[] s, Targets t, int n) {
    double[] scores = wide(s);
    int a = t.label(n);
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      sum += i == a ? 0 : Math.max(0, margin(scores, a, i)); // NaN stays NaN
    }
    return sum / s.length;
  }

  @Override
  public void backward(float[] s, Targets t, int n, double scale, float[] ds) {
    double[] scores = wide(s);
    int a = t.label(n);
    int above = 0;
    for (int i = 0; i < s.length; i++) {
      boolean counts = i != a && margin(scores, a, i) > 0;
      ds[i] = counts ? (float) (scale / s.length) : 0;
      above += counts ? 1 : 0;
    }
    ds[a] = (float) (-above * scale / s.length);
  }

  @Override
  public double reference(double[] s, Targets t, int n) {
    double loss = 0;
    for (int i = 0; i < s.length; i++) {
      if (i != t.label(n)) {
        loss += Math.max(0, 1 - s[t.label(n)] + s[i]) / s.length;
      }
    }
    return loss;
  }

  @Override
  public double[] referenceGradient(double[] s, Targets t, int n, double scale) {
    double[] ds = new double[s.length];
    int a = t.label(n);
    for (int i = 0; i < s.length; i++) {
      if (i != a && 1 - s[a] + s[i] > 0) {
        ds[i] += scale / s.length;
        ds[a] -= scale / s.length;
      }
    }
    return ds;
  }

  @Override
  public long branch(double[] s, Targets t, int n) {
    long branch = 0;
    for (int i = 0; i < s.length; i++) {
      branch = 31 * branch + (1 - s[t.label(n)] + s[i] > 0 ? 1 : 2);
    }
    return branch;
  }

  @Override
  public String derivation() {
    return """
        Multi-class hinge loss of $C$ scores $s$ for the class $a$, the target $t$ with $t_a = 1$:

        $$L = \\frac{1}{C} \\sum_{i \\neq a} \\max(0,\\; 1 - s_a + s_i)$$

        A term is 0 where $s_i \\le s_a - 1$, and there it has no gradient; elsewhere it is
        $1 - s_a + s_i$, with the derivative $1$ by $s_i$ and $-1$ by $s_a$. With
        $m_i = 1$ where $1 - s_a + s_i > 0$ and $m_i = 0$ elsewhere

        $$\\frac{\\partial L}{\\partial s_k} = \\frac{m_k}{C} \\quad (k \\neq a), \\qquad
          \\frac{\\partial L}{\\partial s_a} = -\\frac{1}{C} \\sum_{i \\neq a} m_i$$

        At the kink, $1 - s_a + s_i = 0$, any value between both is a subgradient; taken is 0. A
        batch takes the mean over its $N$ samples, so that its gradient carries $1/N$.
        """;
  }
}
