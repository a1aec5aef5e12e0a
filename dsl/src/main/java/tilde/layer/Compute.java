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

  /**
   * The size of the copies that backward, and perhaps forward, needs of the parameters, such as the
   * flipped kernel.
   */
  default int derivedSize() {
    return 0;
  }

  /** Whether the copies made by {@link #derive} are needed by forward too. */
  default boolean derivesForForward() {
    return false;
  }

  /** Makes those copies; called after each change of the parameters. */
  default void derive(float[][] w, float[] derived) {}

  /** Computes y from x. */
  void forward(Pass pass);

  /** Computes dx, unless it is null, and adds to dw, from dy. */
  void backward(Pass pass);
}
