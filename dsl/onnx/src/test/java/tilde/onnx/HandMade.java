package tilde.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tilde.file.AtomicFile;
import tilde.onnx.GraphBuilder.Call;
import tilde.onnx.format.ModelProto;
import tilde.onnx.format.OnnxWriter;
import tilde.onnx.format.TensorProto;
import tilde.onnx.format.ValueInfo;
import tilde.random.Keyed;

/**
 * An ONNX file made node by node, as other programs might write it: from {@code x} to {@code y}.
 */
final class HandMade {
  private final GraphBuilder graph = new GraphBuilder();
  private final List<ValueInfo.Axis> input = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long opset = 17;
  private int type = TensorProto.FLOAT;
  private Map<String, String> metadata = Map.of();

  private HandMade() {}

  /** For samples of this shape, in batches of any size. */
  static HandMade on(int... sample) {
    HandMade made = new HandMade();
    made.input.add(ValueInfo.Axis.open("N"));
    for (int size : sample) {
      made.input.add(ValueInfo.Axis.of(size));
    }
    return made;
  }

  HandMade batchOf(int samples) {
    input.set(0, ValueInfo.Axis.of(samples));
    return this;
  }

  HandMade opset(long version) {
    opset = version;
    return this;
  }

  HandMade type(int number) {
    type = number;
    return this;
  }

  HandMade metadata(String... keysAndValues) {
    metadata = Map.of(keysAndValues[0], keysAndValues[1]);
    return this;
  }

  /** Random weights around 0. */
  HandMade weights(String name, Integer... dims) {
    return constant(name, List.of(dims), i -> Keyed.of(name.hashCode()).normal(i) / 4);
  }

  HandMade constant(String name, List<Integer> dims, Function<Integer, Float> values) {
    float[] data = new float[dims.stream().reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < data.length; i++) {
      data[i] = values.apply(i);
    }
    graph.initializer(TensorProto.of(name, dims, data));
    return this;
  }

  HandMade number(String name, double value) {
    graph.constant(name, value);
    return this;
  }

  HandMade wholes(String name, long... values) {
    graph.initializer(TensorProto.ofWholes(name, values));
    return this;
  }

  /** A node named after its operator that makes {@code out}. */
  HandMade node(String op, String out, String... inputs) {
    return node(op, call -> call, out, inputs);
  }

  HandMade node(String op, UnaryOperator<Call> settings, String out, String... inputs) {
    int count = counts.merge(op, 1, Integer::sum);
    String name = "the " + op + (count == 1 ? "" : " " + count);
    settings.apply(graph.call(name, op)).of(out, inputs);
    return this;
  }

  ModelProto model(String... outputs) {
    var built =
        graph.build(
            "hand-made",
            new ValueInfo("x", type, input),
            new ValueInfo(outputs[0], TensorProto.FLOAT, List.of()));
    return new ModelProto(9, "hand", Map.of("", opset), metadata, built);
  }

  Path save(Path folder) {
    Path file = folder.resolve("made.onnx");
    AtomicFile.write(file, out -> OnnxWriter.write(model("y"), out));
    return file;
  }
}
