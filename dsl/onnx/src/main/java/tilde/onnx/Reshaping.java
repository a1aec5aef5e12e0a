package tilde.onnx;

import java.util.List;
import tilde.array.Shape;
import tilde.onnx.format.NodeProto;

/** What flattens images, one way or another. */
final class Reshaping {
  private Reshaping() {}

  /**
   * Whether a Flatten or Reshape makes vectors of the samples; if not it leaves them as they are.
   */
  static boolean flattens(Source source, Operation at, NodeProto node, Shape in) {
    if (at.op().equals("Flatten")) {
      at.only("axis", 1);
      return true;
    }
    at.only("allowzero", 0);
    if (node.inputs().size() != 2) {
      throw at.problem("two inputs", node.inputs());
    }
    List<Long> to = source.arithmetic().sizes(node.inputs().get(1), at);
    if (isBatch(to, source.batch()) && to.size() == 2 && fits(to, 1, in.size(), in)) {
      return true;
    }
    boolean same = isBatch(to, source.batch()) && to.size() == in.dims().size() + 1;
    for (int axis = 1; same && axis < to.size(); axis++) {
      same = fits(to, axis, in.dims().get(axis - 1), in);
    }
    if (!same) {
      throw at.problem("the shape (N, " + in.size() + "), which flattens " + in, to);
    }
    return false;
  }

  private static boolean isBatch(List<Long> to, long batch) {
    if (to.isEmpty()) {
      return false;
    }
    long first = to.get(0);
    boolean rest = first == -1 && to.stream().filter(size -> size == -1).count() == 1;
    return rest || first == 0 || first == ShapeArithmetic.BATCH || first == batch && batch > 0;
  }

  /** Whether an axis gets this size: said, as the rest, or as it was. */
  private static boolean fits(List<Long> to, int axis, int size, Shape in) {
    long said = to.get(axis);
    boolean rest = said == -1 && to.stream().filter(one -> one == -1).count() == 1;
    boolean kept = said == 0 && axis <= in.dims().size() && in.dims().get(axis - 1) == size;
    return said == size || rest || kept;
  }
}
