package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.AvgPool;
import tilde.layer.Layer;

/** A network that ends with average pooling, which can still be refined. */
public final class AvgPoolStep extends Net {
  AvgPoolStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private AvgPoolStep with(UnaryOperator<AvgPool> change) {
    return new AvgPoolStep(input(), refined(AvgPool.class, change));
  }

  /** With the window moving by {@code step} pixels. */
  public AvgPoolStep stride(int step) {
    return with(p -> new AvgPool(p.height(), p.width(), step, p.padding()));
  }

  /**
   * With this many rows and columns of zeros on all four sides, which count in the means; at most
   * half the window.
   */
  public AvgPoolStep padding(int all) {
    return with(p -> new AvgPool(p.height(), p.width(), p.stride(), all));
  }
}
