package tilde.train;

import tilde.array.Shape;
import tilde.loss.Targets;

/**
 * Samples with what the network should say for them.
 *
 * @param x the values of all samples, row-major, sample after sample; not copied
 * @param targets null where only scores are wanted
 */
public record Examples(Shape shape, float[] x, Targets targets) {
  /** The number of samples. */
  public int size() {
    return x.length / shape.size();
  }

  /** The shape of all samples, (N, ...). */
  public int[] batchShape() {
    int[] sample = shape.toArray();
    int[] batch = new int[sample.length + 1];
    batch[0] = size();
    System.arraycopy(sample, 0, batch, 1, sample.length);
    return batch;
  }
}
