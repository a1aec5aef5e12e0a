package tilde;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model takes samples for, one answer a sample. */
public final class Predictions {
  private final Tensor probabilities;
  private final List<String> classNames;
  private final int[] labels;

  Predictions(Tensor probabilities, List<String> classNames) {
    this.probabilities = probabilities;
    this.classNames = classNames;
    this.labels = probabilities.argmax(1);
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
    return probabilities.get(0, labels[0]);
  }

  /** The probability of each class, (N, classes). */
  public Tensor probabilities() {
    return probabilities;
  }

  @Override
  public String toString() {
    if (size() == 1) {
      return String.format(Locale.ROOT, "%s (%.1f %%)", name(), 100 * probability());
    }
    String first = names().stream().limit(12).collect(Collectors.joining(", "));
    String text = size() + " predictions: " + first + (size() > 12 ? ", ..." : "");
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
