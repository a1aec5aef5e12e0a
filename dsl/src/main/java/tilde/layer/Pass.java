package tilde.layer;

import tilde.array.Activations;
import tilde.random.Keyed;

/**
 * What one layer sees in one pass of a few images: activations, their gradients, and its parameters
 * in the engine's layout, in the order of {@link Layer#parameters}.
 *
 * @param skip the second input of a layer that has one; else null
 * @param dx null when nobody asks for it
 * @param dskip the gradient by the second input; null when nobody asks for it
 * @param w the parameters
 * @param derived what {@link Compute#derive} made of them
 * @param dw the sums to which backward adds the parameters' gradients
 * @param batch what is known of the whole batch; null when samples are only asked about
 * @param keys what each image draws random numbers from; null where nothing is random
 */
public record Pass(
    Activations x,
    Activations skip,
    Activations y,
    Activations dy,
    Activations dx,
    Activations dskip,
    float[][] w,
    float[] derived,
    float[][] dw,
    BatchSums batch,
    Keyed[] keys) {

  /** A pass of a layer that sees each image by itself, as most do. */
  public Pass(
      Activations x,
      Activations y,
      Activations dy,
      Activations dx,
      float[][] w,
      float[] derived,
      float[][] dw) {
    this(x, null, y, dy, dx, null, w, derived, dw, null, null);
  }

  /** Whether this pass belongs to training, where batch norm looks at the batch. */
  public boolean training() {
    return batch != null;
  }
}
