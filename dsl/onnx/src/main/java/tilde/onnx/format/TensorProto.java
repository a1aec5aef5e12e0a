package tilde.onnx.format;

import java.util.List;

/**
 * Numbers in a shape, row-major: {@code reals} of the types FLOAT and DOUBLE, {@code wholes} of the
 * others; not copied.
 *
 * @param reals null for whole numbers
 * @param wholes null for real numbers
 */
public record TensorProto(String name, int type, List<Integer> dims, float[] reals, long[] wholes) {
  /** The number of the type of 32-bit floats. */
  public static final int FLOAT = 1;

  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;
  static final int DOUBLE = 11;

  /** Floats in a shape. */
  public static TensorProto of(String name, List<Integer> dims, float... values) {
    return new TensorProto(name, FLOAT, dims, values, null);
  }

  /** A vector of whole numbers. */
  public static TensorProto ofWholes(String name, long... values) {
    return new TensorProto(name, INT64, List.of(values.length), null, values);
  }
}
