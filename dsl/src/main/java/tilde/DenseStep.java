package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.Dense;
import tilde.layer.Layer;

/** A network that ends with a dense layer, which can still be refined. */
public final class DenseStep extends Net {
  DenseStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  /** Without a bias. */
  public DenseStep noBias() {
    UnaryOperator<Dense> change = d -> new Dense(d.units(), false);
    return new DenseStep(input(), refined(Dense.class, change));
  }
}
