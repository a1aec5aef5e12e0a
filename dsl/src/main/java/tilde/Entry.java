package tilde;

import java.util.List;
import java.util.Optional;
import tilde.array.Shape;
import tilde.data.Augmentation;
import tilde.data.Inputs;
import tilde.loss.Targets;
import tilde.train.Augmenter;
import tilde.train.Examples;
import tilde.train.Mixup;
import tilde.train.Normalization;

/**
 * What happens to samples as they enter a model; the samples of a dataset themselves stay as they
 * are.
 *
 * @param normalization for a model to take over
 * @param augmentation in training only
 */
record Entry(Optional<Normalization> normalization, Augmentation augmentation) {
  /** Samples enter as they are. */
  static final Entry NONE = new Entry(Optional.empty(), Augmentation.NONE);

  Entry normalizedBy(Normalization statistics) {
    return new Entry(Optional.of(statistics), augmentation);
  }

  /** Training changes samples of this shape so too, if they can be, after what it does already. */
  Entry augmentedBy(Augmentation changes, List<Integer> shape) {
    if (changes == null) {
      throw new IllegalArgumentException(
          "augment: the changes are null, expected some such as shift(2).rotate(10)");
    }
    changes.check(shape);
    return new Entry(normalization, augmentation.then(changes));
  }

  /** Checks that samples may still be mapped. */
  void checkMap() {
    if (normalization.isPresent()) {
      throw new IllegalArgumentException(
          "map after normalize() would leave the statistics of other numbers: map first, then"
              + " normalize");
    }
  }

  /** Checks that a dataset whose samples enter so can be joined to this one. */
  void checkAlike(Entry other) {
    if (!normalization.equals(other.normalization)) {
      throw Answers.unlike(statistics(), other.statistics(), "concat first, then normalize");
    }
    if (!augmentation.equals(other.augmentation)) {
      throw Answers.unlike(changes(), other.changes(), "concat first, then augment");
    }
  }

  private String statistics() {
    return normalization.map(n -> "the statistics " + n).orElse("no statistics");
  }

  private String changes() {
    return "the augmentation " + augmentation;
  }

  /** The samples with what a network should say for them. */
  Examples examples(Inputs inputs, Targets targets) {
    Shape shape = new Shape(inputs.shape());
    Examples raw =
        inputs.held()
            ? new Examples(shape, inputs.all(), targets)
            : new Examples(shape, inputs.size(), inputs::read, targets);
    return raw.with(normalization.orElse(null)).augmentedBy(augmenter(inputs));
  }

  private Augmenter augmenter(Inputs inputs) {
    if (augmentation.equals(Augmentation.NONE)) {
      return null;
    }
    double alpha = augmentation.mixup();
    return new Augmenter(
        (key, x, at) -> augmentation.apply(key, inputs.shape(), x, at),
        alpha > 0 ? new Mixup(alpha) : null);
  }

  /** Such as {@code , normalized, in training shift(2).rotate(10.0)}. */
  @Override
  public String toString() {
    return (normalization.isPresent() ? ", normalized" : "")
        + (augmentation.equals(Augmentation.NONE) ? "" : ", in training " + augmentation);
  }
}
