package tilde;

import java.util.function.Supplier;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.data.Samples;

/** Calls what a user wrote to make samples: what goes wrong there names the sample. */
final class UserFunction {
  private UserFunction() {}

  /**
   * The first sample, whose shape all others must have.
   *
   * @param word that the function was given to
   * @param i the number of the sample
   */
  static Shape shape(String word, int i, Supplier<Tensor> function) {
    Tensor first = call(word, i, function);
    try {
      return Shape.of(first.shape());
    } catch (IllegalArgumentException notASample) {
      throw new IllegalArgumentException(
          word + ": sample " + i + ": " + notASample.getMessage(), notASample);
    }
  }

  /** The numbers of a sample, checked. */
  static float[] numbers(String word, int i, Shape expected, Supplier<Tensor> function) {
    Tensor made = call(word, i, function);
    if (!Sizes.text(made.shape()).equals(expected.toString())) {
      throw new IllegalArgumentException(
          "%s: sample %d has shape %s, the first has %s: make all samples of one shape"
              .formatted(word, i, Sizes.text(made.shape()), expected));
    }
    Samples.checkFiniteSample(i, made.data());
    return made.data();
  }

  private static Tensor call(String word, int i, Supplier<Tensor> function) {
    Tensor made;
    try {
      made = function.get();
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "%s: the function failed at sample %d: %s".formatted(word, i, failed), failed);
    }
    if (made == null) {
      throw new IllegalArgumentException(
          "%s: the function gave null for sample %d, expected a tensor".formatted(word, i));
    }
    return made;
  }
}
