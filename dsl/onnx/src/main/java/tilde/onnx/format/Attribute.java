package tilde.onnx.format;

import java.util.List;

/** A setting of an operator. */
public sealed interface Attribute {
  /** One number. */
  record Real(float value) implements Attribute {}

  /** One whole number, also a yes or no. */
  record Whole(long value) implements Attribute {}

  /** A word. */
  record Text(String value) implements Attribute {}

  /** Whole numbers. */
  record Wholes(List<Long> values) implements Attribute {}

  /** A constant. */
  record Constant(TensorProto value) implements Attribute {}

  /** Of a type that no operator here has, such as a graph; only its number is kept. */
  record Other(long type) implements Attribute {}
}
