package tilde.onnx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tilde.layer.Layer;
import tilde.onnx.format.Attribute;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;

/** What one node says, to be asked for: a setting that nobody asks for is an error. */
final class Operation {
  private final String file;
  private final NodeProto node;
  private final Map<String, TensorProto> constants;
  private final Set<String> asked = new HashSet<>();

  Operation(String file, NodeProto node, Map<String, TensorProto> constants) {
    this.file = file;
    this.node = node;
    this.constants = constants;
  }

  /** An error at a node. */
  static OnnxException problem(String file, NodeProto node, String expected, Object got) {
    return new OnnxException(
        "%s, %s: expected %s, got %s".formatted(file, name(node), expected, got));
  }

  private static String name(NodeProto node) {
    String name = node.name().isEmpty() ? "that makes " + node.outputs() : "'" + node.name() + "'";
    return "node " + name + " (" + node.op() + ")";
  }

  OnnxException problem(String expected, Object got) {
    return problem(file, node, expected, got);
  }

  /** The same problem as another found, of this node. */
  OnnxException problem(IllegalArgumentException found) {
    return new OnnxException("%s, %s: %s".formatted(file, name(node), found.getMessage()), found);
  }

  /** A layer that does not fit what comes to this node. */
  OnnxException problem(Layer layer, IllegalArgumentException found) {
    return new OnnxException(
        "%s, %s: %s %s".formatted(file, name(node), layer.describe(), found.getMessage()), found);
  }

  String op() {
    return node.op();
  }

  String doc() {
    return node.doc();
  }

  private <A extends Attribute, T> T attribute(
      String name, T otherwise, Class<A> type, Function<A, T> value) {
    asked.add(name);
    Attribute found = node.attributes().get(name);
    if (found == null) {
      return otherwise;
    }
    if (!type.isInstance(found)) {
      throw problem(name + " of another type", found);
    }
    return value.apply(type.cast(found));
  }

  long whole(String name, long otherwise) {
    return attribute(name, otherwise, Attribute.Whole.class, Attribute.Whole::value);
  }

  double real(String name, double otherwise) {
    return attribute(name, otherwise, Attribute.Real.class, a -> typed(a.value()));
  }

  /** A number as it would be typed: 0.01, and not 0.009999999776482582. */
  static double typed(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  String text(String name, String otherwise) {
    return attribute(name, otherwise, Attribute.Text.class, Attribute.Text::value);
  }

  /** Whole numbers that fit an int, as many as otherwise. */
  int[] wholes(String name, int... otherwise) {
    List<Long> without = Arrays.stream(otherwise).asLongStream().boxed().toList();
    List<Long> found = attribute(name, without, Attribute.Wholes.class, Attribute.Wholes::values);
    if (found.size() != otherwise.length
        || found.stream().anyMatch(value -> value != value.intValue())) {
      throw problem(name + " of " + otherwise.length + " numbers", found);
    }
    return found.stream().mapToInt(Long::intValue).toArray();
  }

  boolean has(String attribute) {
    return node.attributes().containsKey(attribute);
  }

  /** An attribute that must be absent or this. */
  void only(String name, long value) {
    long found = whole(name, value);
    if (found != value) {
      throw problem(name + " " + value + ", which is what layers here do", found);
    }
  }

  /** Likewise. */
  void only(String name, String value) {
    String found = text(name, value);
    if (!found.equals(value)) {
      throw problem(name + " " + value + ", which is what layers here do", found);
    }
  }

  /** An attribute that changes nothing. */
  void ignore(String name) {
    asked.add(name);
  }

  /** Complains of attributes that were not asked for. */
  void done() {
    for (String name : node.attributes().keySet()) {
      if (!asked.contains(name)) {
        throw problem("no attributes but " + asked.stream().sorted().toList(), "'" + name + "'");
      }
    }
  }

  /** A constant among the inputs, counted from 0; empty where the input is left out. */
  Optional<TensorProto> optional(int input) {
    if (input >= node.inputs().size() || node.inputs().get(input).isEmpty()) {
      return Optional.empty();
    }
    String name = node.inputs().get(input);
    if (!constants.containsKey(name)) {
      throw problem("input " + input + " to be constant", "'" + name + "', which is computed");
    }
    return Optional.of(constants.get(name));
  }

  TensorProto constant(int input) {
    return optional(input).orElseThrow(() -> problem("a constant as input " + input, "none"));
  }

  /** The only constant of a node with two inputs, on whichever side. */
  TensorProto operand() {
    List<TensorProto> found =
        node.inputs().stream().filter(constants::containsKey).map(constants::get).toList();
    if (node.inputs().size() != 2 || found.size() != 1) {
      throw problem("a computed input and a constant", node.inputs());
    }
    return found.get(0);
  }

  /** The numbers of a constant, which must be real and finite. */
  float[] reals(TensorProto tensor) {
    float[] values = tensor.reals();
    if (values == null) {
      throw problem("real numbers in '" + tensor.name() + "'", "whole ones");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw problem("finite numbers in '" + tensor.name() + "'", values[i] + " at place " + i);
      }
    }
    return values;
  }
}
