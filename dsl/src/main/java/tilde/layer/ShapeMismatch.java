package tilde.layer;

/**
 * A layer cannot work on the shape it gets; the message says what it needs, what came, and the fix.
 */
public final class ShapeMismatch extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param problem reads on after the name of the layer: {@code needs ..., got ...: do ...}
   */
  public ShapeMismatch(String problem) {
    super(problem);
  }

  /** The same problem, named with the layer and its place in the network, counted from 1. */
  ShapeMismatch at(Layer layer, int place) {
    return new ShapeMismatch(layer.describe() + " (layer " + place + ") " + getMessage());
  }
}
