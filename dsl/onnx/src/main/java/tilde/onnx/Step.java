package tilde.onnx;

import java.util.List;
import tilde.onnx.format.NodeProto;

/** A step on the way from the input of a graph to its output. */
sealed interface Step {
  NodeProto node();

  /** Whether this is that operator on one computed value. */
  default boolean is(String op) {
    return this instanceof Operator && node().op().equals(op) && node().domain().isEmpty();
  }

  /** An operator on one value that is computed, and on constants. */
  record Operator(NodeProto node) implements Step {}

  /** Two ways from one value, either of which may be empty, and the operator that joins them. */
  record Join(NodeProto node, List<Step> first, List<Step> second) implements Step {}
}
