package tilde.loss;

/** What the scores of a loss say about a sample. */
public enum Task {
  /** One class, that of the highest score. */
  CLASSES,
  /** For each output a yes or no: yes where the score is above 0. */
  LABELS,
  /** Numbers, which are what they are. */
  VALUES;

  /** The index of the first of the highest scores. */
  public static int top(float[] s) {
    int top = 0;
    for (int k = 1; k < s.length; k++) {
      top = s[k] > s[top] ? k : top;
    }
    return top;
  }

  /**
   * How right the scores of sample {@code n} are: 1 or 0 for a class, the share of right answers
   * for labels, NaN for numbers.
   */
  double accuracy(float[] s, Targets t, int n) {
    return switch (this) {
      case CLASSES -> top(s) == t.label(n) ? 1 : 0;
      case LABELS -> {
        int right = 0;
        for (int k = 0; k < s.length; k++) {
          right += (s[k] > 0) == t.isYes(n, k) ? 1 : 0;
        }
        yield (double) right / s.length;
      }
      case VALUES -> Double.NaN;
    };
  }
}
