package tilde;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tilde.loss.Loss;
import tilde.loss.Task;

/** What a model takes samples for, one answer a sample: a class, or after sigmoidCE some labels. */
public final class Predictions {
  private static final double MORE_LIKELY_THAN_NOT = 0.5;

  private final Loss loss;
  private final Tensor probabilities; // null where scores stand for none
  private final List<String> classNames;
  private final int[] labels;

  /**
   * @param scores (N, classes)
   * @param probabilities likewise; null where scores stand for none
   */
  Predictions(Loss loss, Tensor scores, Tensor probabilities, List<String> classNames) {
    this.loss = loss;
    this.probabilities = probabilities;
    this.classNames = classNames;
    this.labels = scores.argmax(1);
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
    Tensor p = probabilities();
    int[][] above = new int[size()][];
    for (int n = 0; n < above.length; n++) {
      int sample = n;
      above[n] =
          IntStream.range(0, p.size(1)).filter(k -> p.get(sample, k) > probability).toArray();
    }
    return above;
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
    return probabilities().get(0, labels[0]);
  }

  /** The probability of each class, (N, classes). */
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
    if (size() == 1 && loss.task() == Task.CLASSES) {
      return probabilities == null
          ? name()
          : String.format(Locale.ROOT, "%s (%.1f %%)", name(), 100 * probability());
    }
    String first = answers().stream().limit(12).collect(Collectors.joining(", "));
    String many = size() + " predictions: " + first + (size() > 12 ? ", ..." : "");
    String text = size() == 1 ? first : many;
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private List<String> answers() {
    if (loss.task() == Task.CLASSES) {
      return names();
    }
    return IntStream.range(0, size()).mapToObj(n -> several(n)).toList();
  }

  private String several(int n) {
    String said =
        IntStream.of(labelsAbove(MORE_LIKELY_THAN_NOT)[n])
            .mapToObj(classNames::get)
            .collect(Collectors.joining(" + "));
    return said.isEmpty() ? "none" : said;
  }
}
