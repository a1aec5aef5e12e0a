package tilde.layer;

import java.util.List;
import tilde.array.Packing;

/**
 * A layer made ready for its place in a network. It holds addresses only and is used by several
 * threads; what changes is passed in.
 */
public interface Compute {
  /** How each parameter lies in memory, in the order of {@link Layer#parameters}. */
  default List<Packing> packings() {
    return List.of();
  }

  /** The size of the copies that backward needs of the parameters, such as the flipped kernel. */
  default int derivedSize() {
    return 0;
  }

  /** Makes those copies; called after each change of the parameters. */
  default void derive(float[][] w, float[] derived) {}

  /** Whether forward needs those copies too, so that they are made where nobody asks backward. */
  default boolean derivesForForward() {
    return false;
  }

  /**
   * How many sums over the whole batch this layer needs before its forward, and as many before its
   * backward; 0 if it sees each image by itself. While training all slices of the batch meet there.
   */
  default int sums() {
    return 0;
  }

  /** Adds what the images of this pass have of the sums that forward needs. */
  default void sumForward(Pass pass, double[] sums) {}

  /** Adds what the images of this pass have of the sums that backward needs, and to dw, from dy. */
  default void sumBackward(Pass pass, double[] sums) {}

  /**
   * Computes what the parameters that are not trained are after this step, once for the batch.
   *
   * @param next one array for each parameter; those of trained ones stay untouched
   */
  default void follow(BatchSums batch, float[][] w, float[][] next) {}

  /** Computes y from x. */
  void forward(Pass pass);

  /** Computes dx, unless it is null, and adds to dw, from dy. */
  void backward(Pass pass);
}
