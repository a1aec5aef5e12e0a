package tilde.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import tilde.loss.Loss;
import tilde.loss.Targets;
import tilde.loss.Task;

/** Scores, (N, outputs) row-major, beside their targets, to be counted in an {@link Evaluation}. */
final class Comparison {
  private final float[] scores;
  private final Targets targets;
  private final Loss loss;
  private final int outputs;
  private final int samples;
  private final double[] losses;

  /**
   * @param scores of the first samples of the targets, or of all
   */
  Comparison(float[] scores, Targets targets, Loss loss) {
    this.scores = scores;
    this.targets = targets;
    this.loss = loss;
    this.outputs = targets.classes();
    this.samples = scores.length / outputs;
    this.losses = new double[samples];
    Arrays.setAll(losses, n -> loss.forward(row(n), targets, n));
  }

  private float[] row(int n) {
    return Arrays.copyOfRange(scores, n * outputs, (n + 1) * outputs);
  }

  int samples() {
    return samples;
  }

  double meanLoss() {
    return meanLoss(IntStream.range(0, samples).toArray());
  }

  private double meanLoss(int... of) {
    double sum = 0;
    for (int n : of) {
      sum += losses[n];
    }
    return sum / loss.weight(targets, of);
  }

  double accuracy() {
    double sum = 0;
    for (int n = 0; n < samples; n++) {
      sum += loss.accuracy(row(n), targets, n);
    }
    return sum / samples;
  }

  Details details() {
    return switch (loss.task()) {
      case CLASSES -> classes();
      case LABELS -> labels();
      case VALUES -> values();
    };
  }

  private Details classes() {
    int[][] confusion = new int[outputs][outputs];
    int[] ranks = new int[outputs];
    double[] confidences = new double[samples];
    boolean[] right = new boolean[samples];
    boolean probable = true;
    for (int n = 0; n < samples; n++) {
      float[] s = row(n);
      int label = targets.label(n);
      int top = Task.top(s);
      confusion[label][top]++;
      ranks[rank(s, label)]++;
      right[n] = label == top;
      Optional<double[]> p = loss.probabilities(s);
      probable &= p.isPresent();
      confidences[n] = p.map(of -> of[top]).orElse(Double.NaN);
    }
    Calibration calibration = probable ? Calibration.of(confidences, right) : null;
    return new Details.Classes(confusion, ranks, lossPerClass(), calibration);
  }

  /**
   * How many scores come before that of the class: higher ones, and equal ones further in front.
   */
  private static int rank(float[] s, int label) {
    int before = 0;
    for (int k = 0; k < s.length; k++) {
      before += s[k] > s[label] || (s[k] == s[label] && k < label) ? 1 : 0;
    }
    return before;
  }

  private double[] lossPerClass() {
    double[] sums = new double[outputs];
    double[] weights = new double[outputs];
    for (int n = 0; n < samples; n++) {
      sums[targets.label(n)] += losses[n];
      weights[targets.label(n)] += loss.weight(targets, n);
    }
    Arrays.setAll(sums, c -> sums[c] / weights[c]);
    return sums;
  }

  private Details labels() {
    int[][][] confusion = new int[outputs][2][2]; // of each label: meant, then said
    for (int i = 0; i < scores.length; i++) {
      int meant = targets.isYes(i / outputs, i % outputs) ? 1 : 0;
      confusion[i % outputs][meant][scores[i] > 0 ? 1 : 0]++;
    }
    return new Details.Labels(
        Arrays.stream(confusion)
            .map(of -> new Counts(of[1][1], of[0][1], of[1][0], of[0][0]))
            .toList());
  }

  private Details values() {
    double squares = 0;
    double absolutes = 0;
    for (int i = 0; i < scores.length; i++) {
      double error = (double) scores[i] - targets.target(i / outputs, i % outputs);
      squares += error * error;
      absolutes += Math.abs(error);
    }
    return new Details.Values(squares / scores.length, absolutes / scores.length);
  }
}
