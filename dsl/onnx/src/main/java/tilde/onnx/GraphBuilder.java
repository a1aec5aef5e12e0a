package tilde.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.onnx.format.Attribute;
import tilde.onnx.format.GraphProto;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.TensorProto;
import tilde.onnx.format.ValueInfo;

/** A graph that grows node by node. */
final class GraphBuilder {
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();

  /** A node that is about to be added. */
  final class Call {
    private final String name;
    private final String op;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private String doc = "";

    private Call(String name, String op) {
      this.name = name;
      this.op = op;
    }

    private Call with(String attribute, Attribute value) {
      attributes.put(attribute, value);
      return this;
    }

    Call whole(String attribute, long value) {
      return with(attribute, new Attribute.Whole(value));
    }

    Call wholes(String attribute, long... values) {
      return with(attribute, new Attribute.Wholes(Arrays.stream(values).boxed().toList()));
    }

    Call real(String attribute, double value) {
      return with(attribute, new Attribute.Real((float) value));
    }

    Call text(String attribute, String value) {
      return with(attribute, new Attribute.Text(value));
    }

    /** The words of the DSL that this node stands for, as its comment. */
    Call saying(String words) {
      doc = words;
      return this;
    }

    /** Adds it: the value {@code out} of these values. */
    String of(String out, String... inputs) {
      nodes.add(new NodeProto(name, op, "", List.of(inputs), List.of(out), attributes, doc));
      return out;
    }
  }

  Call call(String name, String op) {
    return new Call(name, op);
  }

  /** A value that is known; of one name there is one. */
  String initializer(TensorProto value) {
    initializers.putIfAbsent(value.name(), value);
    return value.name();
  }

  String constant(String name, double value) {
    return initializer(TensorProto.of(name, List.of(), (float) value));
  }

  GraphProto build(String name, ValueInfo input, ValueInfo output) {
    return new GraphProto(
        name,
        List.copyOf(nodes),
        List.copyOf(initializers.values()),
        List.of(input),
        List.of(output));
  }
}
