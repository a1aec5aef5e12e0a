package tilde.layer;

import java.util.List;
import java.util.Optional;
import tilde.array.Border;
import tilde.array.Doubles;
import tilde.array.Shape;

/**
 * The settings of one layer, an immutable value (a record), with everything that follows from them:
 * shape rule, forward, backward, and both once more as the plain loops of MATH.md. A layer is one
 * file.
 */
public interface Layer {
  /** The stable name of this kind of layer, also the stem of parameter names: {@code conv}. */
  String kind();

  /** The call of the DSL that makes this layer, such as {@code conv(3, 3).filters(16)}. */
  String dsl();

  /** A short name for messages and tables, such as {@code conv 3x3}. */
  default String describe() {
    return kind();
  }

  /**
   * The shape of the output for one sample.
   *
   * @throws ShapeMismatch when this layer cannot work on {@code in}
   */
  Shape output(Shape in);

  /** The shape of the output where it is the same for all inputs, as of a dense layer. */
  default Optional<Shape> outputOfAnyInput() {
    return Optional.empty();
  }

  /**
   * The layers inside this one, such as those a residual layer leads around; then this layer itself
   * joins what they compute with its own input, as the second input of its {@link Pass}.
   */
  default List<Layer> body() {
    return List.of();
  }

  /** The parameters of its own, without those of its body, for inputs of this shape. */
  default List<ParameterSpec> parameters(Shape in) {
    return List.of();
  }

  /** What those parameters start with, row-major, where their specifications do not say it. */
  default Optional<List<float[]>> startValues(Shape in) {
    return Optional.empty();
  }

  /** Whether this layer knows no double precision, so that its check is coarser. */
  default boolean singlePrecision() {
    return false;
  }

  /** Multiplications and additions of its own in the forward pass of one sample. */
  default long multiplyAdds(Shape in) {
    return 0;
  }

  /** How far forward reads beyond x. */
  default Border readsBeyondInput(Shape in) {
    return Border.NONE;
  }

  /** How far backward reads beyond dL/dy. */
  default Border readsBeyondGradient(Shape in) {
    return Border.NONE;
  }

  /** Whether images may come without padded channels; a linear map need not multiply the zeros. */
  default boolean takesUnpaddedInput() {
    return false;
  }

  /**
   * Whether about half of the values become 0, so that the layer below starts with He's variance.
   */
  default boolean halvesVariance() {
    return false;
  }

  /** Makes this layer ready for a place in a network. */
  Compute compute(Site site);

  /**
   * Forward as in the equations, in double precision: y from a batch x.
   *
   * @param w the parameters of the body, then its own
   */
  Doubles reference(Doubles x, List<Doubles> w);

  /** Backward as in the equations, in double precision, with dw in the order of w. */
  ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy);

  /**
   * A number that differs when x takes another branch, such as another sign in relu; see MATH.md F.
   */
  default long branch(Doubles x) {
    return 0;
  }

  /** Likewise where the branch depends on the parameters too, as with a body. */
  default long branch(Doubles x, List<Doubles> w) {
    return branch(x);
  }

  /**
   * The gradients of the reference.
   *
   * @param dw one for each parameter
   */
  record ReferenceGradients(Doubles dx, List<Doubles> dw) {}
}
