package tilde.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tilde.array.Doubles;
import tilde.array.Shape;

/**
 * Layers in a row with the shape between any two of them: the shape rules of all layers hold.
 *
 * @param input the shape of one sample
 */
public record Network(Shape input, List<Layer> layers) {
  /**
   * @throws ShapeMismatch naming the first layer that cannot work on what it gets
   */
  public Network {
    layers = List.copyOf(layers);
    shapes(input, layers);
  }

  /**
   * One layer at work, in a list where bodies stand before the layers they belong to. Value 0 is
   * the input of the network; node i makes value i + 1 of value i.
   *
   * @param name its kind and a count, such as {@code conv2}
   * @param place which of the layers in the row it is or belongs to, counted from 1
   * @param skip the value that is its second input, of shape {@code in}; -1 where there is none
   */
  public record Node(String name, int place, Layer layer, int skip, Shape in, Shape out) {
    /** The parameters of its own. */
    public List<ParameterSpec> parameters() {
      return layer.parameters(in);
    }

    @Override
    public String toString() {
      return name + " (layer " + place + ")";
    }
  }

  /** A parameter of the network, such as {@code conv1.w}, of the node with this number. */
  public record Parameter(String name, int node, ParameterSpec spec) {}

  private static List<Shape> shapes(Shape input, List<Layer> layers) {
    List<Shape> shapes = new ArrayList<>(List.of(input));
    for (int i = 0; i < layers.size(); i++) {
      shapes.add(output(layers, i, shapes.get(i)));
    }
    return shapes;
  }

  private static Shape output(List<Layer> layers, int i, Shape in) {
    try {
      return layers.get(i).output(in);
    } catch (ShapeMismatch problem) {
      throw problem.at(layers.get(i), i + 1);
    }
  }

  /**
   * The output of layers whose input is not known yet, as far as it can be told: from the first
   * dense layer on.
   *
   * @throws ShapeMismatch naming a layer that cannot work whatever the input is
   */
  public static Optional<Shape> outputOfAnyInput(List<Layer> layers) {
    Optional<Shape> shape = Optional.empty();
    for (int i = 0; i < layers.size(); i++) {
      int layer = i;
      shape =
          shape.isPresent()
              ? shape.map(in -> output(layers, layer, in))
              : layers.get(i).outputOfAnyInput();
    }
    return shape;
  }

  /** The shapes between the layers: the input, then the output of each layer. */
  public List<Shape> shapes() {
    return shapes(input, layers);
  }

  /** The shape that comes out of the last layer. */
  public Shape output() {
    List<Shape> shapes = shapes();
    return shapes.get(shapes.size() - 1);
  }

  /** All layers at work, those of bodies before the layer they belong to. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    Shape in = input;
    for (int i = 0; i < layers.size(); i++) {
      in = addNodes(layers.get(i), i + 1, in, nodes, counts);
    }
    return nodes;
  }

  private static Shape addNodes(
      Layer layer, int place, Shape in, List<Node> nodes, Map<String, Integer> counts) {
    int start = nodes.size();
    Shape through = in;
    for (Layer inner : layer.body()) {
      through = addNodes(inner, place, through, nodes, counts);
    }
    boolean joins = !layer.body().isEmpty();
    String name = layer.kind() + counts.merge(layer.kind(), 1, Integer::sum);
    Shape out = layer.output(in);
    nodes.add(new Node(name, place, layer, joins ? start : -1, in, out));
    return out;
  }

  /** All parameters, node by node. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    List<Node> nodes = nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (ParameterSpec spec : nodes.get(i).parameters()) {
        all.add(new Parameter(nodes.get(i).name() + "." + spec.name(), i, spec));
      }
    }
    return all;
  }

  /** The input of each layer in double precision, and the output of the last. */
  private List<Doubles> values(Doubles x, List<List<Doubles>> w) {
    List<Doubles> values = new ArrayList<>(List.of(x));
    for (int i = 0; i < layers.size(); i++) {
      values.add(layers.get(i).reference(values.get(i), w.get(i)));
    }
    return values;
  }

  /** The parameters of each layer, its body included, out of those of all. */
  private List<List<Doubles>> byLayer(List<Doubles> w) {
    List<List<Doubles>> all = new ArrayList<>();
    layers.forEach(layer -> all.add(new ArrayList<>()));
    List<Node> nodes = nodes();
    List<Parameter> parameters = parameters();
    for (int p = 0; p < parameters.size(); p++) {
      all.get(nodes.get(parameters.get(p).node()).place() - 1).add(w.get(p));
    }
    return all;
  }

  /** All layers on the reference loops: y from a batch x. */
  public Doubles reference(Doubles x, List<Doubles> w) {
    return values(x, byLayer(w)).get(layers.size());
  }

  /** Backward through all layers on the reference loops. */
  public Layer.ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
    List<List<Doubles>> own = byLayer(w);
    List<Doubles> values = values(x, own);
    List<Doubles> dw = new ArrayList<>();
    Doubles gradient = dy;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer.ReferenceGradients back =
          layers.get(i).referenceGradients(values.get(i), own.get(i), gradient);
      dw.addAll(0, back.dw());
      gradient = back.dx();
    }
    return new Layer.ReferenceGradients(gradient, dw);
  }

  /** A number that differs when x takes another branch in a layer; see MATH.md, part F. */
  public long branch(Doubles x, List<Doubles> w) {
    List<List<Doubles>> own = byLayer(w);
    List<Doubles> values = values(x, own);
    long branch = 0;
    for (int i = 0; i < layers.size(); i++) {
      branch = 31 * branch + layers.get(i).branch(values.get(i), own.get(i));
    }
    return branch;
  }

  /**
   * Whether the first node above {@code node} that is not only a reshaping or a normalisation makes
   * half of it 0.
   */
  boolean isHalvedAbove(int node) {
    List<Node> nodes = nodes();
    for (Node above : nodes.subList(node + 1, nodes.size())) {
      if (above.layer().halvesVariance()) {
        return true;
      }
      if (hasWeights(above)) {
        return false;
      }
    }
    return false;
  }

  /** Whether no node above {@code node} has weights that are drawn. */
  boolean isLastWithWeights(int node) {
    List<Node> nodes = nodes();
    return nodes.subList(node + 1, nodes.size()).stream().noneMatch(Network::hasWeights);
  }

  private static boolean hasWeights(Node node) {
    return node.parameters().stream().anyMatch(spec -> spec.fanIn() > 0);
  }
}
