package tilde.onnx.format;

import java.util.List;

/**
 * A value that enters or leaves a graph.
 *
 * @param type a number of {@link TensorProto}, such as {@link TensorProto#FLOAT}; 0 if none is said
 * @param axes empty if none are said
 */
public record ValueInfo(String name, int type, List<Axis> axes) {

  /**
   * An axis.
   *
   * @param size 0 or less where it is open
   * @param symbol the name of an open size, such as {@code N}
   */
  public record Axis(long size, String symbol) {
    /** An axis of this size. */
    public static Axis of(long size) {
      return new Axis(size, "");
    }

    /** An axis of any size. */
    public static Axis open(String symbol) {
      return new Axis(0, symbol);
    }

    @Override
    public String toString() {
      return size > 0 ? String.valueOf(size) : symbol.isEmpty() ? "?" : symbol;
    }
  }
}
