package tilde.loss;

import java.util.Optional;
import tilde.array.Shape;

/**
 * What a network is to make small: for each sample a number from its scores s and target t, with
 * the gradient by the scores. A batch takes the mean, the sum of the losses by that of the weights.
 */
public interface Loss {
  /** The stable name, and the word of the DSL: {@code softmaxCE}. */
  String kind();

  /** The call of the DSL that makes this loss, such as {@code softmaxCE()}. */
  default String dsl() {
    return kind() + "()";
  }

  /** What the scores say. */
  Task task();

  /**
   * Checks the shape of the scores.
   *
   * @throws IllegalArgumentException if this loss cannot be taken of them
   */
  void checkScores(Shape scores);

  /**
   * Checks that the targets are of a kind that this loss knows.
   *
   * @throws IllegalArgumentException if they are not
   */
  void checkTargets(Targets t);

  /**
   * Targets from a row of numbers for each sample, as this loss reads them.
   *
   * @throws IllegalArgumentException if they cannot be read so
   */
  Targets targets(float[][] rows);

  /** The loss of sample {@code n} of the targets. */
  double forward(float[] s, Targets t, int n);

  /**
   * The gradient of the loss by the scores, times {@code scale}.
   *
   * @param scale 1 by the sum of the weights, for the mean of a batch
   * @param ds where it goes
   */
  void backward(float[] s, Targets t, int n, double scale, float[] ds);

  /** How much sample {@code n} counts when a mean divides. */
  default double weight(Targets t, int n) {
    return 1;
  }

  /** The sum of the weights of some samples, added in their order. */
  default double weight(Targets t, int[] samples) {
    double sum = 0;
    for (int n : samples) {
      sum += weight(t, n);
    }
    return sum;
  }

  /** {@link #forward} as in the equation, all in double precision. */
  double reference(double[] s, Targets t, int n);

  /** {@link #backward} as in the equation, all in double precision. */
  double[] referenceGradient(double[] s, Targets t, int n, double scale);

  /** A number that differs when the scores take another branch of the loss; see MATH.md F. */
  default long branch(double[] s, Targets t, int n) {
    return 0;
  }

  /** The derivation of {@link #backward} from {@link #forward}, Markdown with LaTeX. */
  String derivation();

  /** The probabilities that the scores stand for; empty where they stand for none. */
  default Optional<double[]> probabilities(float[] s) {
    return Optional.empty();
  }

  /** How right the scores of sample {@code n} are, 0..1; NaN where nothing is right or wrong. */
  default double accuracy(float[] s, Targets t, int n) {
    return task().accuracy(s, t, n);
  }
}
