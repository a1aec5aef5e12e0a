package tilde.train;

/**
 * Where the gradient of a batch is computed: threads now, a cluster later. Every source gives the
 * same bits, because slices and tree belong to the {@link Batch}.
 */
public interface GradientSource {
  /**
   * Computes the mean loss of a batch and its gradient.
   *
   * @param w the parameters, in the engine's layout
   * @param dw where the gradient goes, likewise; for a parameter that is not trained, such as a
   *     running mean, what it is after this step
   */
  Result gradient(float[][] w, Batch batch, float[][] dw);

  /**
   * Replays a batch to find where a number stopped being finite.
   *
   * @return such as {@code the output of conv2 (layer 3)}; the update itself, if the batch is sound
   */
  String firstNonFinite(float[][] w, Batch batch);

  /**
   * The loss of a batch.
   *
   * @param loss the mean over the batch
   * @param weight the sum of the weights of its samples, by which that mean divides
   * @param hits the accuracies of its samples, added; NaN where the loss knows none
   */
  record Result(double loss, double weight, double hits) {}
}
