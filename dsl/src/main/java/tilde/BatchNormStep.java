package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Shape;
import tilde.layer.BatchNorm;
import tilde.layer.Layer;

/** A network that ends with batch norm, which can still be refined. */
public final class BatchNormStep extends Net {
  BatchNormStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private BatchNormStep with(UnaryOperator<BatchNorm> change) {
    return new BatchNormStep(input(), refined(BatchNorm.class, change));
  }

  /** With this share of the batch in the next running statistics; 0.1 unless said. */
  public BatchNormStep momentum(double share) {
    return with(norm -> new BatchNorm(share, norm.epsilon()));
  }

  /** With this term added to the variance; 1e-5 unless said. */
  public BatchNormStep epsilon(double added) {
    return with(norm -> new BatchNorm(norm.momentum(), added));
  }
}
