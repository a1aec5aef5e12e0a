package tilde.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** A parameter of the network, such as {@code conv1.w}. */
  public record Parameter(String name, int layer, ParameterSpec spec) {}

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

  /** The names of the layers: their kind and a count, such as {@code conv1, relu1, conv2}. */
  public List<String> names() {
    Map<String, Integer> counts = new HashMap<>();
    return layers.stream()
        .map(layer -> layer.kind() + counts.merge(layer.kind(), 1, Integer::sum))
        .toList();
  }

  /** All parameters, layer by layer. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    List<String> names = names();
    List<Shape> shapes = shapes();
    for (int i = 0; i < layers.size(); i++) {
      for (ParameterSpec spec : layers.get(i).parameters(shapes.get(i))) {
        all.add(new Parameter(names.get(i) + "." + spec.name(), i, spec));
      }
    }
    return all;
  }

  /**
   * Whether the first layer above {@code layer} that is not only a reshaping makes half of it 0.
   */
  boolean isHalvedAbove(int layer) {
    for (int i = layer + 1; i < layers.size(); i++) {
      if (layers.get(i).halvesVariance()) {
        return true;
      }
      if (!layers.get(i).parameters(shapes().get(i)).isEmpty()) {
        return false;
      }
    }
    return false;
  }

  /** Whether no layer above {@code layer} has parameters. */
  boolean isLastWithParameters(int layer) {
    List<Shape> shapes = shapes();
    for (int i = layer + 1; i < layers.size(); i++) {
      if (!layers.get(i).parameters(shapes.get(i)).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
