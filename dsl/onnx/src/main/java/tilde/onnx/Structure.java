package tilde.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tilde.onnx.format.Attribute;
import tilde.onnx.format.GraphProto;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;
import tilde.onnx.format.ValueInfo;

/**
 * Finds the row of steps in a graph: what is constant, what is computed, and where two ways from
 * one value meet again. That value is the last one that all ways to both have passed, their nearest
 * common dominator.
 */
final class Structure {
  private static final int MOST_NODES = 4096;
  private static final int MOST_NESTED = 10; // each level doubles the work of checking shapes

  /**
   * A value that depends on the input.
   *
   * @param first what it is computed from; null for the input itself
   * @param second the other, where there are two
   * @param dominator the last value that all ways to this one pass
   * @param depth how many dominators it has
   */
  private record Value(
      NodeProto node, String first, Optional<String> second, String dominator, int depth) {}

  private final String file;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> shapes = new HashMap<>(); // made of shapes and constants
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> passed = new HashSet<>();
  private final ValueInfo input;
  private final ValueInfo output;

  Structure(String file, GraphProto graph) {
    this.file = file;
    if (graph.nodes().size() > MOST_NODES) {
      throw problem("at most " + MOST_NODES + " nodes", graph.nodes().size());
    }
    graph.initializers().forEach(tensor -> constants.put(tensor.name(), tensor));
    input =
        only(
            "input",
            graph.inputs().stream().filter(in -> !constants.containsKey(in.name())).toList());
    output = only("output", graph.outputs());
    values.put(input.name(), new Value(null, null, Optional.empty(), null, 0));
    graph.nodes().forEach(this::add);
    if (!values.containsKey(output.name())) {
      throw problem("an output that is computed from its input", "'" + output.name() + "'");
    }
  }

  private ValueInfo only(String what, List<ValueInfo> found) {
    if (found.size() != 1) {
      throw problem(
          "one " + what, found.size() + ": " + found.stream().map(ValueInfo::name).toList());
    }
    return found.get(0);
  }

  private OnnxException problem(String expected, Object got) {
    return new OnnxException(
        "%s: expected a network with %s, got %s".formatted(file, expected, got));
  }

  private void add(NodeProto node) {
    if (node.outputs().isEmpty()) {
      throw Operation.problem(file, node, "an output", "none");
    }
    String made = node.outputs().get(0);
    if (isKnown(made)) {
      throw Operation.problem(file, node, "a new output", "'" + made + "', which is there already");
    }
    for (String in : node.inputs()) {
      if (!in.isEmpty() && !isKnown(in)) {
        throw Operation.problem(
            file, node, "inputs made before it", "'" + in + "', which no node before it makes");
      }
    }
    List<String> computed = node.inputs().stream().filter(values::containsKey).toList();
    if (node.op().equals("Shape") || computed.isEmpty()) {
      addKnown(node, made);
    } else {
      values.put(made, value(node, computed));
    }
  }

  private boolean isKnown(String value) {
    return constants.containsKey(value) || shapes.containsKey(value) || values.containsKey(value);
  }

  /** Something that does not depend on the numbers of the input. */
  private void addKnown(NodeProto node, String made) {
    TensorProto same = node.inputs().size() == 1 ? constants.get(node.inputs().get(0)) : null;
    if (node.op().equals("Constant")
        && node.attributes().get("value") instanceof Attribute.Constant constant) {
      constants.put(made, constant.value());
    } else if (node.op().equals("Identity") && same != null) {
      constants.put(made, same);
    } else {
      shapes.put(made, node);
    }
  }

  private Value value(NodeProto node, List<String> from) {
    if (from.size() > 2) {
      throw Operation.problem(file, node, "at most two computed inputs", from);
    }
    String first = from.get(0);
    Optional<String> second = from.size() == 2 ? Optional.of(from.get(1)) : Optional.empty();
    String dominator = second.map(other -> meeting(first, other)).orElse(first);
    return new Value(node, first, second, dominator, values.get(dominator).depth() + 1);
  }

  /** The last value that all ways to both pass. */
  private String meeting(String one, String other) {
    String a = one;
    String b = other;
    while (!a.equals(b)) {
      Value va = values.get(a);
      Value vb = values.get(b);
      if (va.depth() >= vb.depth()) {
        a = va.dominator();
      } else {
        b = vb.dominator();
      }
    }
    return a;
  }

  /** The steps from the input to the output; to be asked for once. */
  List<Step> steps() {
    return steps(output.name(), input.name(), 0);
  }

  private List<Step> steps(String to, String from, int nesting) {
    Deque<Step> steps = new ArrayDeque<>();
    String at = to;
    while (!at.equals(from)) {
      Value value = values.get(at);
      if (nesting > MOST_NESTED || !passed.add(at)) {
        throw Operation.problem(
            file,
            value.node(),
            "a row of layers with ways around some of them, nested at most "
                + MOST_NESTED
                + " deep",
            "a graph of another form");
      }
      if (value.second().isPresent()) {
        List<Step> first = steps(value.first(), value.dominator(), nesting + 1);
        List<Step> second = steps(value.second().get(), value.dominator(), nesting + 1);
        steps.addFirst(new Step.Join(value.node(), first, second));
      } else {
        steps.addFirst(new Step.Operator(value.node()));
      }
      at = value.dominator();
    }
    return List.copyOf(steps);
  }

  ValueInfo input() {
    return input;
  }

  /** The constants by the name of the value. */
  Map<String, TensorProto> constants() {
    return constants;
  }

  /** The nodes that work on shapes and constants, by the name of what they make. */
  Map<String, NodeProto> shapes() {
    return shapes;
  }
}
