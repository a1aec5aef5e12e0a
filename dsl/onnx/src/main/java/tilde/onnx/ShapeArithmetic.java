package tilde.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tilde.array.Shape;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;

/**
 * The sizes that a graph computes from the shapes of its values, as PyTorch's exporter writes them
 * for {@code x.view(x.size(0), -1)}.
 */
final class ShapeArithmetic {
  /** Stands for the size of the batch, which is known only when the graph runs. */
  static final long BATCH = Long.MIN_VALUE;

  private static final int MOST_SIZES = 8;
  private static final int DEEPEST = 32;

  private final String file;
  private final Structure structure;
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, List<Long>> known = new HashMap<>();

  ShapeArithmetic(String file, Structure structure) {
    this.file = file;
    this.structure = structure;
  }

  /** Learns the shape of the samples in a value. */
  void learn(String value, Shape shape) {
    shapes.put(value, shape);
  }

  /** The numbers of a value, of which a scalar has one. */
  List<Long> sizes(String value, Operation asking) {
    return sizes(value, asking, 0);
  }

  private List<Long> sizes(String value, Operation asking, int depth) {
    if (!known.containsKey(value)) {
      known.put(value, compute(value, asking, depth));
    }
    return known.get(value);
  }

  private List<Long> compute(String value, Operation asking, int depth) {
    TensorProto constant = structure.constants().get(value);
    NodeProto node = structure.shapes().get(value);
    if (constant != null && constant.wholes() != null && constant.wholes().length <= MOST_SIZES) {
      return Arrays.stream(constant.wholes()).boxed().toList();
    }
    if (node == null || depth > DEEPEST) {
      throw asking.problem("a shape that is constant, or made of shapes", "'" + value + "'");
    }
    return switch (node.op()) {
      case "Shape" -> shape(node);
      case "Gather" -> gather(node, depth);
      case "Unsqueeze", "Squeeze", "Cast" -> input(node, 0, depth);
      case "Concat" -> concat(node, depth);
      default -> throw problem(node, "an operator on shapes, such as Gather", node.op());
    };
  }

  private List<Long> input(NodeProto node, int input, int depth) {
    if (input >= node.inputs().size()) {
      throw problem(node, "more inputs", node.inputs());
    }
    Operation here = new Operation(file, node, structure.constants());
    return sizes(node.inputs().get(input), here, depth + 1);
  }

  private OnnxException problem(NodeProto node, String expected, Object got) {
    return Operation.problem(file, node, expected, got);
  }

  private List<Long> shape(NodeProto node) {
    Shape shape = node.inputs().isEmpty() ? null : shapes.get(node.inputs().get(0));
    if (shape == null || !node.attributes().isEmpty()) {
      throw problem(node, "the whole shape of a value between layers", node.inputs());
    }
    List<Long> sizes = new ArrayList<>(List.of(BATCH));
    shape.dims().forEach(size -> sizes.add(size.longValue()));
    return sizes;
  }

  private List<Long> gather(NodeProto node, int depth) {
    List<Long> from = input(node, 0, depth);
    List<Long> index = input(node, 1, depth);
    if (index.size() != 1 || index.get(0) < 0 || index.get(0) >= from.size()) {
      throw problem(node, "one place of " + from.size(), index);
    }
    return List.of(from.get(index.get(0).intValue()));
  }

  private List<Long> concat(NodeProto node, int depth) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      all.addAll(input(node, i, depth));
      if (all.size() > MOST_SIZES) {
        throw problem(node, "a shape of at most " + MOST_SIZES + " sizes", "more");
      }
    }
    return all;
  }
}
