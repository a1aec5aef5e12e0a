package tilde;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How well a model does on a dataset. */
public final class Evaluation {
  private final tilde.train.Evaluation values;
  private final List<String> classNames;

  Evaluation(tilde.train.Evaluation values, List<String> classNames) {
    this.values = values;
    this.classNames = classNames;
  }

  /** The mean loss. */
  public double loss() {
    return values.loss();
  }

  /** The share of samples whose class was the most probable, 0..1. */
  public double accuracy() {
    return values.accuracy();
  }

  /** How often class {@code row} was taken for class {@code column}. */
  public int[][] confusion() {
    return Arrays.stream(values.confusion()).map(int[]::clone).toArray(int[][]::new);
  }

  /** The names of the classes, in the order of the confusion matrix. */
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String toString() {
    int samples = Arrays.stream(values.confusion()).flatMapToInt(Arrays::stream).sum();
    return String.format(
        Locale.ROOT, "accuracy %.1f %%, loss %.4f, %d samples", 100 * accuracy(), loss(), samples);
  }
}
