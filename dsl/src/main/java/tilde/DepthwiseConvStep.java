package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.DepthwiseConv;
import tilde.layer.Layer;
import tilde.layer.Window;

/** A network that ends with a depthwise convolution, which can still be refined. */
public final class DepthwiseConvStep extends WindowStep<DepthwiseConvStep> {
  DepthwiseConvStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private DepthwiseConvStep with(UnaryOperator<DepthwiseConv> change) {
    return new DepthwiseConvStep(input(), refined(DepthwiseConv.class, change));
  }

  @Override
  DepthwiseConvStep window(UnaryOperator<Window> change) {
    return with(c -> new DepthwiseConv(change.apply(c.window()), c.bias()));
  }

  /** Without a bias. */
  public DepthwiseConvStep noBias() {
    return with(c -> new DepthwiseConv(c.window(), false));
  }
}
