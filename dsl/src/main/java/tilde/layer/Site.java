package tilde.layer;

import tilde.array.Engine;
import tilde.array.Layout;

/**
 * The place of a layer in a network: the engine and the layouts it works between.
 *
 * @param skip the layout of the second input; null where there is none
 * @param dx null when nobody asks for dL/dx, as in the first layer
 * @param dskip null when nobody asks for the gradient by the second input
 * @param images the most images in one call
 * @param number the place in the network, from 0, from which random numbers are keyed
 */
public record Site(
    Engine engine,
    Layout x,
    Layout skip,
    Layout y,
    Layout dy,
    Layout dx,
    Layout dskip,
    int images,
    int number) {

  /** The place of a layer with one input and nothing random. */
  public Site(Engine engine, Layout x, Layout y, Layout dy, Layout dx, int images) {
    this(engine, x, null, y, dy, dx, null, images, 0);
  }
}
