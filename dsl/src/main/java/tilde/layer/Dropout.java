package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Dropping;
import tilde.array.Shape;

/**
 * In training {@code y = x / (1 - p)}, or 0 with probability p, drawn for each value by itself
 * (Srivastava et al. 2014); {@code dx = dy / (1 - p)} or 0 alike. Else y = x. Which values drop
 * follows from the seed, the epoch and the sample alone (MATH.md, part E).
 *
 * @param p the share of values that drop, at least 0 and below 1
 */
public record Dropout(double p) implements Layer {
  public Dropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(
          "dropout: the share to drop must be at least 0 and below 1, got "
              + p
              + ", usual are 0.1 to 0.5");
    }
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public String describe() {
    return "dropout " + p;
  }

  @Override
  public String dsl() {
    return "dropout(" + p + ")";
  }

  @Override
  public Shape output(Shape in) {
    return in;
  }

  @Override
  public Compute compute(Site at) {
    Dropping dropping = new Dropping(p, at.number());
    return new Compute() {
      @Override
      public void forward(Pass pass) {
        dropping.apply(pass.x(), pass.keys(), pass.y());
      }

      @Override
      public void backward(Pass pass) {
        if (pass.dx() != null) {
          dropping.apply(pass.dy(), pass.keys(), pass.dx());
        }
      }
    };
  }

  /** Nothing drops where nothing is random. */
  @Override
  public Doubles reference(Doubles x, List<Doubles> w) {
    return x;
  }

  @Override
  public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    return new ReferenceGradients(dy, List.of());
  }
}
