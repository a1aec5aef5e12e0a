package tilde.layer;

import tilde.array.Engine;
import tilde.array.Layout;

/**
 * The place of a layer in a network: the engine and the layouts it works between.
 *
 * @param dx null when nobody asks for dL/dx, as in the first layer
 * @param images the most images in one call
 */
public record Site(Engine engine, Layout x, Layout y, Layout dy, Layout dx, int images) {}
