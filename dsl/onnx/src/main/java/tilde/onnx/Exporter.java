package tilde.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tilde.Model;
import tilde.array.Shape;
import tilde.layer.Dropout;
import tilde.layer.Network;
import tilde.loss.SigmoidCrossEntropy;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.onnx.format.GraphProto;
import tilde.onnx.format.ModelProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.TensorProto;
import tilde.onnx.format.ValueInfo;
import tilde.train.Normalization;

/** Makes an ONNX model of one of ours. */
final class Exporter {
  static final String PRODUCER = "tilde";
  static final String SCORES = "scores";
  static final String PROBABILITIES = "probabilities";

  private static final long IR_VERSION = 8; // that of opset 17
  private static final long OPSET = 17; // the first with layer normalisation
  private static final String INPUT = "input";

  private final GraphBuilder graph = new GraphBuilder();
  private final Model model;

  private Exporter(Model model) {
    this.model = model;
  }

  /**
   * The model as it is now.
   *
   * @param probabilities whether they come out, and not the scores
   */
  static ModelProto model(Model model, boolean probabilities) {
    Network network =
        model
            .network()
            .orElseThrow(
                () ->
                    new OnnxException(
                        "an ONNX file needs the input shape, which the first data decides: train"
                            + " first, or give it, e.g. net(1, 28, 28)"));
    Model still = model.copy(); // another thread may train
    return new ModelProto(
        IR_VERSION,
        PRODUCER,
        Map.of("", OPSET),
        Notes.of(still, probabilities ? PROBABILITIES : SCORES),
        new Exporter(still).graph(network, probabilities));
  }

  private GraphProto graph(Network network, boolean probabilities) {
    List<Network.Node> nodes = network.nodes();
    LayerWriter writer = new LayerWriter(graph, model.parameters());
    List<String> values = new ArrayList<>();
    values.add(model.normalization().map(by -> normalized(by, network.input())).orElse(INPUT));
    int last = lastThatComputes(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      String skip = node.skip() < 0 ? null : values.get(node.skip());
      String y = i == last ? SCORES : node.name();
      values.add(writer.write(node, y, values.get(i), skip));
    }
    if (last < 0) {
      graph.call(SCORES, "Identity").of(SCORES, values.get(0));
    }
    String output = probabilities ? probabilities() : SCORES;
    return graph.build(PRODUCER, batch(INPUT, network.input()), batch(output, network.output()));
  }

  private static int lastThatComputes(List<Network.Node> nodes) {
    int last = nodes.size() - 1;
    while (last >= 0 && nodes.get(last).layer() instanceof Dropout) {
      last--;
    }
    return last;
  }

  private String normalized(Normalization by, Shape in) {
    int channels = in.channels();
    List<Integer> shape = in.isImage() ? List.of(channels, 1, 1) : List.of(channels);
    String mean = graph.initializer(TensorProto.of("mean", shape, floats(by.mean())));
    String std = graph.initializer(TensorProto.of("std", shape, floats(by.std())));
    String centred = graph.call("centred", "Sub").of("centred", INPUT, mean);
    return graph.call("normalized", "Div").of("normalized", centred, std);
  }

  private static float[] floats(double... values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private String probabilities() {
    if (model.loss() instanceof SoftmaxCrossEntropy) {
      return graph.call(PROBABILITIES, "Softmax").whole("axis", 1).of(PROBABILITIES, SCORES);
    }
    if (model.loss() instanceof SigmoidCrossEntropy) {
      return graph.call(PROBABILITIES, "Sigmoid").of(PROBABILITIES, SCORES);
    }
    throw new OnnxException(
        "the scores of %s are no probabilities: save the scores with Onnx.save(model, file)"
            .formatted(model.loss().kind()));
  }

  /** A batch of samples of this shape, of any number. */
  private static ValueInfo batch(String name, Shape sample) {
    List<ValueInfo.Axis> axes = new ArrayList<>(List.of(ValueInfo.Axis.open("N")));
    sample.dims().forEach(size -> axes.add(ValueInfo.Axis.of(size)));
    return new ValueInfo(name, TensorProto.FLOAT, axes);
  }
}
