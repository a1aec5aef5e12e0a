package tilde.layer;

import tilde.array.Activations;

/**
 * What one layer sees in one pass of a few images: activations, their gradients, and its parameters
 * in the engine's layout, in the order of {@link Layer#parameters}.
 *
 * @param dx null when nobody asks for it
 * @param w the parameters
 * @param derived what {@link Compute#derive} made of them; in forward only for a layer that {@link
 *     Compute#derivesForForward}
 * @param dw the sums to which backward adds the parameters' gradients
 */
public record Pass(
    Activations x,
    Activations y,
    Activations dy,
    Activations dx,
    float[][] w,
    float[] derived,
    float[][] dw) {}
