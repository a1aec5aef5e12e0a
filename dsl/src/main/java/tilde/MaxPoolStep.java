package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.MaxPool;

/** A network that ends with max pooling, which can still be refined. */
public final class MaxPoolStep extends Net {
  MaxPoolStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  /** With the window moving by {@code step} pixels. */
  public MaxPoolStep stride(int step) {
    UnaryOperator<MaxPool> change = p -> new MaxPool(p.height(), p.width(), step);
    return new MaxPoolStep(input(), refined(MaxPool.class, change));
  }
}
