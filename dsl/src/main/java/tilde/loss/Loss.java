package tilde.loss;

import tilde.array.Shape;

/**
 * What a network is to make small: for each sample a number from its scores s and target t, with
 * the gradient by the scores. A batch takes the mean.
 */
public interface Loss {
  /** The stable name, and the word of the DSL: {@code softmaxCE}. */
  String kind();

  /**
   * Checks the shape of the scores.
   *
   * @throws IllegalArgumentException if this loss cannot be taken of them
   */
  void checkScores(Shape scores);

  /** The loss of sample {@code n} of the targets. */
  double forward(float[] s, Targets t, int n);

  /**
   * The gradient of the loss by the scores, times {@code scale}.
   *
   * @param scale 1/N for the mean of a batch
   * @param ds where it goes
   */
  void backward(float[] s, Targets t, int n, double scale, float[] ds);

  /** {@link #forward} as in the equation, all in double precision. */
  double reference(double[] s, Targets t, int n);

  /** {@link #backward} as in the equation, all in double precision. */
  double[] referenceGradient(double[] s, Targets t, int n, double scale);
}
