package tilde.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.Net;
import tilde.Tilde;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.ParameterSpec;
import tilde.layer.Residual;
import tilde.onnx.Word.Weights;
import tilde.onnx.format.Attribute;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;

/** Puts a network together from steps, word by word, with the parameters of its layers. */
final class Assembly {
  private final Source source;
  private final List<Weights> weights = new ArrayList<>();
  private Net net;
  private Shape shape;

  Assembly(Source source, Net start, Shape in) {
    this.source = source;
    this.net = start;
    this.shape = in;
  }

  Net net() {
    return net;
  }

  /** The parameters of all layers, in their order. */
  List<Weights> weights() {
    return weights;
  }

  /** The shape of the samples after the steps up to now. */
  Shape shape() {
    return shape;
  }

  void add(List<Step> steps) {
    int i = 0;
    while (i < steps.size()) {
      Optional<Step> next = Optional.of(i + 1).filter(n -> n < steps.size()).map(steps::get);
      boolean both =
          steps.get(i) instanceof Step.Join join
              ? add(join, next)
              : add((Step.Operator) steps.get(i), next);
      i += both ? 2 : 1;
      source.arithmetic().learn(steps.get(i - 1).node().outputs().get(0), shape);
    }
  }

  /** Returns whether the next step was taken too. */
  private boolean add(Step.Operator step, Optional<Step> next) {
    Operation at = source.operation(step.node());
    if (!step.node().domain().isEmpty()) {
      throw unknown(at, "one of the domain " + step.node().domain());
    }
    switch (at.op()) {
      case "GlobalAveragePool" -> {
        return globalAveragePool(at, next);
      }
      case "MatMul" -> {
        return matMul(at, next);
      }
      case "Pad" -> {
        NodeProto behind =
            next.filter(n -> n.is("Conv") || n.is("AveragePool"))
                .orElseThrow(() -> at.problem("a Conv or AveragePool behind it", "none"))
                .node();
        return !add(new Step.Operator(Pads.into(source, step.node(), behind)), Optional.empty());
      }
      case "Flatten", "Reshape" -> flatten(at, step, next);
      default ->
          add(
              at,
              source
                  .words()
                  .of(at, shape)
                  .orElseThrow(() -> unknown(at, "one that no layer here stands for")));
    }
    return false;
  }

  private static OnnxException unknown(Operation at, String got) {
    return at.problem("an operator of the layers here, such as Conv, Gemm, Relu or MaxPool", got);
  }

  /** Adds a word, and checks that its layer fits what is there, and its weights the layer. */
  private void add(Operation at, Word word) {
    at.done();
    apply(at, word.add()).ifPresent(layer -> follow(at, layer, word.weights()));
  }

  /** The layer that a word adds; empty if it adds none. */
  private Optional<Layer> apply(Operation at, UnaryOperator<Net> word) {
    int before = net.layers().size();
    try {
      net = word.apply(net);
    } catch (OnnxException named) {
      throw named;
    } catch (IllegalArgumentException wrong) {
      throw at.problem(wrong);
    }
    return net.layers().stream().skip(before).findFirst();
  }

  private void follow(Operation at, Layer layer, List<Weights> found) {
    Shape out;
    try {
      out = layer.output(shape);
    } catch (IllegalArgumentException doesNotFit) {
      throw at.problem(layer, doesNotFit);
    }
    source.count(at, layer, shape, out);
    check(at, layer.parameters(shape), found);
    weights.addAll(found);
    shape = out;
  }

  private static void check(Operation at, List<ParameterSpec> specs, List<Weights> found) {
    for (int i = 0; i < specs.size(); i++) {
      if (!specs.get(i).shape().equals(found.get(i).shape())) {
        throw at.problem(
            "'%s' of shape %s".formatted(found.get(i).name(), specs.get(i).shape()),
            found.get(i).shape());
      }
    }
  }

  // ---- operators that look at what follows

  /** A vector where a Flatten follows; else an image of one pixel, as in the file. */
  private boolean globalAveragePool(Operation at, Optional<Step> next) {
    boolean flattened = next.filter(Assembly::isFlatten).isPresent();
    int height = shape.height();
    int width = shape.width();
    add(at, Word.of(flattened ? Net::globalAvgPool : n -> n.avgPool(height, width).stride(height)));
    return flattened;
  }

  private static boolean isFlatten(Step step) {
    Map<String, Attribute> axis = Map.of("axis", new Attribute.Whole(1));
    Map<String, Attribute> found = step.node().attributes();
    return step.is("Flatten") && (found.isEmpty() || found.equals(axis));
  }

  private boolean matMul(Operation at, Optional<Step> next) {
    Optional<TensorProto> bias =
        next.filter(step -> step.is("Add")).map(step -> source.operation(step.node()).operand());
    add(at, Words.dense(at, shape, at.constant(1), false, bias));
    return bias.isPresent();
  }

  private void flatten(Operation at, Step.Operator step, Optional<Step> next) {
    boolean flattens = Reshaping.flattens(source, at, step.node(), shape);
    boolean dense = next.filter(n -> n.is("Gemm")).isPresent();
    if (flattens && dense && source.ours() && at.doc().isEmpty()) {
      at.done();
      shape = Shape.of(shape.size()); // a dense layer flattens by itself, and this is its part
    } else {
      boolean word = flattens && (shape.isImage() || at.doc().equals("flatten()"));
      add(at, Word.of(word ? Net::flatten : n -> n));
    }
  }

  // ---- two ways

  /** Returns whether the next step was taken too. */
  private boolean add(Step.Join join, Optional<Step> next) {
    Operation at = source.operation(join.node());
    List<Step> first = join.first();
    List<Step> second = join.second();
    at.done();
    if (at.op().equals("Mul") && (first.isEmpty() || second.isEmpty())) {
      return product(at, first.isEmpty() ? second : first, next);
    }
    if (!at.op().equals("Add")) {
      throw unknown(at, "two computed inputs");
    }
    if (second.isEmpty() || isProjection(second) && !first.isEmpty()) {
      residual(at, first, second);
    } else if (first.isEmpty() || isProjection(first)) {
      residual(at, second, first);
    } else {
      throw at.problem(
          "a layer or more on one way, and nothing or a 1x1 convolution without bias on the other",
          first.size() + " and " + second.size() + " nodes");
    }
    return false;
  }

  /** {@code x s(x)}, or twice {@code x (1 + erf(x / sqrt(2))) / 2}. */
  private boolean product(Operation at, List<Step> factor, Optional<Step> next) {
    if (Functions.isSigmoid(factor)) {
      add(at, Word.of(Net::silu));
      return false;
    }
    if (Functions.isTwiceNormal(source, factor)
        && next.filter(step -> Functions.isHalf(source, step)).isPresent()) {
      add(at, Word.of(Net::gelu));
      return true;
    }
    throw unknown(at, "a product that is neither silu nor gelu");
  }

  private static boolean isProjection(List<Step> way) {
    return way.size() == 1
        && List.of("Conv", "Gemm", "MatMul").stream().anyMatch(way.get(0)::is)
        && way.get(0).node().inputs().size() == 2;
  }

  private void residual(Operation at, List<Step> body, List<Step> way) {
    Shape in = shape;
    Optional<Layer> added =
        apply(
            at,
            outer ->
                outer.residual(
                    inner -> {
                      Assembly inside = new Assembly(source, inner, in);
                      inside.add(body);
                      weights.addAll(inside.weights());
                      // As is left of a body of dropout alone: a value and itself.
                      return inside.net().layers().isEmpty() ? inner.dropout(0) : inside.net();
                    }));
    Residual layer = (Residual) added.orElseThrow();
    follow(at, layer, way.isEmpty() ? sum(at, layer) : projection(layer, way.get(0)));
  }

  private List<Weights> sum(Operation at, Residual layer) {
    if (projected(at, layer)) {
      throw at.problem("two values of one shape", "another than " + shape + " on one way");
    }
    return List.of();
  }

  private boolean projected(Operation at, Residual layer) {
    try {
      return layer.projectionLayer(shape).isPresent();
    } catch (IllegalArgumentException doesNotFit) {
      throw at.problem(layer, doesNotFit);
    }
  }

  private List<Weights> projection(Residual layer, Step way) {
    Operation at = source.operation(way.node());
    if (!projected(at, layer)) {
      throw at.problem(
          "nothing on this way, as the layers on the other keep the shape " + shape,
          "a layer of its own");
    }
    Assembly alone = new Assembly(source, Tilde.net(shape.toArray()), shape);
    alone.add(List.of(way));
    if (!Projections.isThat(layer.projectionLayer(shape).orElseThrow(), alone.net(), shape)) {
      throw at.problem(
          "a 1x1 convolution without padding, with the smallest stride that fits",
          alone.net().layers().get(0).dsl());
    }
    Weights w = alone.weights().get(0);
    List<Integer> shape4 = List.of(w.shape().get(0), w.shape().get(1), 1, 1);
    return List.of(new Weights(w.name(), shape4, w.values()));
  }
}
