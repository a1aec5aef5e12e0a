package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.Conv;
import tilde.layer.Layer;
import tilde.layer.Window;

/** A network that ends with a convolution, which can still be refined. */
public final class ConvStep extends WindowStep<ConvStep> {
  ConvStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private ConvStep with(UnaryOperator<Conv> change) {
    return new ConvStep(input(), refined(Conv.class, change));
  }

  @Override
  ConvStep window(UnaryOperator<Window> change) {
    return with(c -> new Conv(change.apply(c.window()), c.filters(), c.bias()));
  }

  /** With this many filters, the channels of the output; 8 unless said. */
  public ConvStep filters(int count) {
    return with(c -> new Conv(c.window(), count, c.bias()));
  }

  /** Without a bias. */
  public ConvStep noBias() {
    return with(c -> new Conv(c.window(), c.filters(), false));
  }
}
