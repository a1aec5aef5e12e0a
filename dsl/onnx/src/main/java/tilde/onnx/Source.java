package tilde.onnx;

import tilde.array.Border;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.TensorProto;

/** The file that a network is read from: what all its parts share. */
final class Source {
  private static final double MOST_VALUES = 1 << 27; // in all layers, for one sample

  private final String file;
  private final Structure structure;
  private final ShapeArithmetic arithmetic;
  private final Words words;
  private final boolean ours;
  private double values;

  /**
   * @param opset the version of its operators
   * @param ours whether it was written here, so that comments tell words that mean the same apart
   */
  Source(String file, Structure structure, long opset, boolean ours) {
    this.file = file;
    this.structure = structure;
    this.arithmetic = new ShapeArithmetic(file, structure);
    this.words = new Words(opset);
    this.ours = ours;
  }

  String file() {
    return file;
  }

  ShapeArithmetic arithmetic() {
    return arithmetic;
  }

  Words words() {
    return words;
  }

  boolean ours() {
    return ours;
  }

  /** How many samples the file is for; 0 or less for any number. */
  long batch() {
    return structure.input().axes().get(0).size();
  }

  Operation operation(NodeProto node) {
    return new Operation(file, node, structure.constants());
  }

  /** Whether a node has, besides one computed input, only this number. */
  boolean isWith(NodeProto node, float number) {
    return node.inputs().stream()
        .map(structure.constants()::get)
        .anyMatch(constant -> constant != null && isOnly(constant, number));
  }

  /** Whether the first input of a node is computed, as it must be where their order matters. */
  boolean isComputedFirst(NodeProto node) {
    return !structure.constants().containsKey(node.inputs().get(0));
  }

  private static boolean isOnly(TensorProto constant, float number) {
    float[] values = constant.reals();
    return values != null && values.length == 1 && Math.abs(values[0] - number) < 1e-6f;
  }

  /** Counts the room a layer needs, with its borders, before anything is allocated. */
  void count(Operation at, Layer layer, Shape in, Shape out) {
    values += room(in, layer.readsBeyondInput(in)) + room(out, layer.readsBeyondGradient(in));
    if (values > MOST_VALUES) {
      throw at.problem(
          "at most " + (long) MOST_VALUES + " values a sample in all layers",
          "more with its " + out + " of " + in);
    }
  }

  private static double room(Shape shape, Border border) {
    double rows = (double) shape.height() + border.top() + border.bottom();
    double columns = (double) shape.width() + border.left() + border.right();
    return shape.channels() * rows * columns;
  }
}
