package tilde;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tilde.loss.Loss;
import tilde.loss.Task;

/**
 * What a model takes samples for, one answer a sample: a class, or after sigmoidCE some labels. Of
 * a single output after sigmoidCE the classes are 0, "no", and 1, "yes".
 */
public final class Predictions {
  private static final double MORE_LIKELY_THAN_NOT = 0.5;
  private static final int MOST_SHOWN = 12;

  private final Loss loss;
  private final Tensor probabilities; // null where scores stand for none
  private final List<String> classNames;
  private final boolean yesOrNo; // one output: the highest of all scores would say nothing
  private final int[] labels;

  /**
   * @param scores (N, classes)
   * @param probabilities likewise; null where scores stand for none
   */
  Predictions(Loss loss, Tensor scores, Tensor probabilities, List<String> classNames) {
    this.loss = loss;
    this.probabilities = probabilities;
    this.yesOrNo = loss.task() == Task.LABELS && scores.size(1) == 1;
    this.classNames = yesOrNo ? List.of("no", "yes") : classNames;
    this.labels =
        yesOrNo
            ? IntStream.range(0, scores.size(0)).map(n -> scores.get(n, 0) > 0 ? 1 : 0).toArray()
            : scores.argmax(1);
  }

  /** The number of samples. */
  public int size() {
    return labels.length;
  }

  /** The most probable class of the first, or only, sample. */
  public int label() {
    return labels[0];
  }

  /** The most probable class of each sample. */
  public int[] labels() {
    return labels.clone();
  }

  /** The labels of each sample that are more probable than this, none or several. */
  public int[][] labelsAbove(double probability) {
    return IntStream.range(0, size()).mapToObj(n -> above(n, probability)).toArray(int[][]::new);
  }

  private int[] above(int n, double probability) {
    Tensor p = probabilities();
    return IntStream.range(0, p.size(1)).filter(k -> p.get(n, k) > probability).toArray();
  }

  /** The name of the most probable class of the first, or only, sample. */
  public String name() {
    return classNames.get(labels[0]);
  }

  /** The name of the most probable class of each sample. */
  public List<String> names() {
    return IntStream.of(labels).mapToObj(classNames::get).toList();
  }

  /** The probability of the most probable class of the first, or only, sample. */
  public float probability() {
    if (!yesOrNo) {
      return probabilities().get(0, labels[0]);
    }
    float yes = probabilities().get(0, 0);
    return labels[0] == 1 ? yes : 1 - yes;
  }

  /** The probability of each class, (N, classes); of a single output that of yes, (N, 1). */
  public Tensor probabilities() {
    if (probabilities == null) {
      throw new IllegalStateException(
          "the scores of "
              + loss.kind()
              + " are no probabilities: ask model.scores(x), or end the network with softmaxCE()");
    }
    return probabilities;
  }

  @Override
  public String toString() {
    if (size() == 1 && saysClasses()) {
      String sure =
          probabilities == null
              ? ""
              : String.format(Locale.ROOT, " (%.1f %%)", 100 * probability());
      return cut(name(), 80 - sure.length()) + sure;
    }
    String first =
        IntStream.range(0, Math.min(size(), MOST_SHOWN))
            .mapToObj(this::answer)
            .collect(Collectors.joining(", "));
    String many = size() + " predictions: " + first + (size() > MOST_SHOWN ? ", ..." : "");
    String text = size() == 1 ? first : many;
    return cut(text, 80);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  private boolean saysClasses() {
    return loss.task() == Task.CLASSES || yesOrNo;
  }

  private String answer(int n) {
    return saysClasses() ? classNames.get(labels[n]) : several(n);
  }

  private String several(int n) {
    String said =
        IntStream.of(above(n, MORE_LIKELY_THAN_NOT))
            .mapToObj(classNames::get)
            .collect(Collectors.joining(" + "));
    return said.isEmpty() ? "none" : said;
  }
}
