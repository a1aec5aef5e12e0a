package tilde.train;

import tilde.layer.BatchSums;

/**
 * What all slices of a batch share while its gradient is computed.
 *
 * @param derived the copies that layers need of the parameters w
 * @param images the size of the batch; 0 when samples are only asked about
 * @param weight by what the mean of its losses divides
 * @param forward for each node where the slices meet their sums before its forward
 * @param backward likewise before its backward
 */
record Round(
    float[][] w,
    float[][] derived,
    int images,
    double weight,
    double[][] forward,
    double[][] backward) {
  /** Samples asked about: no layer looks at the batch. */
  static Round asking(float[][] w, float[][] derived) {
    return new Round(w, derived, 0, 0, null, null);
  }

  /** A batch to train on. */
  static Round training(float[][] w, float[][] derived, int images, double weight, int depth) {
    return new Round(w, derived, images, weight, new double[depth][], new double[depth][]);
  }

  BatchSums sums(int node) {
    return images == 0 ? null : new BatchSums(images, forward[node], backward[node]);
  }
}
