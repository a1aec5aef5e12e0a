package tilde.train;

import tilde.loss.Loss;
import tilde.loss.Targets;

/**
 * How well scores meet targets.
 *
 * @param loss the mean over the examples
 * @param accuracy the share of examples whose class has the highest score
 * @param confusion how often class {@code row} was taken for class {@code column}
 */
public record Evaluation(double loss, double accuracy, int[][] confusion) {
  /** Compares scores, (N, classes) row-major, with targets. */
  static Evaluation of(float[] scores, Targets targets, Loss loss) {
    int classes = targets.classes();
    int[][] confusion = new int[classes][classes];
    float[] s = new float[classes];
    double sum = 0;
    int hits = 0;
    for (int n = 0; n < targets.size(); n++) {
      System.arraycopy(scores, n * classes, s, 0, classes);
      sum += loss.forward(s, targets, n);
      int top = top(s, 0, classes);
      hits += top == targets.label(n) ? 1 : 0;
      confusion[targets.label(n)][top]++;
    }
    return new Evaluation(sum / targets.size(), (double) hits / targets.size(), confusion);
  }

  /** The index, from {@code from} on, of the first of the highest of {@code length} scores. */
  public static int top(float[] scores, int from, int length) {
    int top = 0;
    for (int k = 1; k < length; k++) {
      top = scores[from + k] > scores[from + top] ? k : top;
    }
    return top;
  }
}
