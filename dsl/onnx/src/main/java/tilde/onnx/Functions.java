package tilde.onnx;

import java.util.List;

/** Functions that ONNX, or the version of it in a file, writes with several nodes. */
final class Functions {
  private static final float SQRT2 = (float) StrictMath.sqrt(2);

  private Functions() {}

  /** s(x), the factor of x in silu. */
  static boolean isSigmoid(List<Step> way) {
    return way.size() == 1 && is(way.get(0), "Sigmoid");
  }

  /** 1 + erf(x / sqrt(2)), the factor of x in twice gelu. */
  static boolean isTwiceNormal(Source source, List<Step> way) {
    return way.size() == 3
        && is(source, way.get(0), "Div", SQRT2)
        && isComputedFirst(source, way.get(0))
        && is(way.get(1), "Erf")
        && is(source, way.get(2), "Add", 1);
  }

  /** The other half of gelu. */
  static boolean isHalf(Source source, Step step) {
    return is(source, step, "Mul", 0.5f);
  }

  private static boolean is(Step step, String op) {
    return step.is(op) && step.node().attributes().isEmpty();
  }

  private static boolean is(Source source, Step step, String op, float number) {
    return is(step, op) && source.isWith(step.node(), number);
  }

  private static boolean isComputedFirst(Source source, Step step) {
    return source.isComputedFirst(step.node());
  }
}
