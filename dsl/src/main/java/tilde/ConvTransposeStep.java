package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.ConvTranspose;
import tilde.layer.Layer;
import tilde.layer.Window;

/** A network that ends with a transposed convolution, which can still be refined. */
public final class ConvTransposeStep extends WindowStep<ConvTransposeStep> {
  ConvTransposeStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private ConvTransposeStep with(UnaryOperator<ConvTranspose> change) {
    return new ConvTransposeStep(input(), refined(ConvTranspose.class, change));
  }

  @Override
  ConvTransposeStep window(UnaryOperator<Window> change) {
    return with(c -> new ConvTranspose(change.apply(c.window()), c.filters(), c.bias()));
  }

  /** With this many filters, the channels of the output; 8 unless said. */
  public ConvTransposeStep filters(int count) {
    return with(c -> new ConvTranspose(c.window(), count, c.bias()));
  }

  /** Without a bias. */
  public ConvTransposeStep noBias() {
    return with(c -> new ConvTranspose(c.window(), c.filters(), false));
  }
}
