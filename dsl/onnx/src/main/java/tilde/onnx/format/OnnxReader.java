package tilde.onnx.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads ONNX files that may be damaged or made to do harm: sizes are checked before anything is
 * allocated, messages are read to a fixed depth, and whatever is wrong is an {@link OnnxException}.
 * Weights are never looked for in other files.
 */
public final class OnnxReader {
  private static final int LARGEST_FILE = 1 << 30;

  private final Wire wire;
  private final Map<String, Long> opsets = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private long version;
  private String producer = "";
  private GraphProto graph;

  private OnnxReader(Wire wire) {
    this.wire = wire;
  }

  /**
   * Reads a whole file.
   *
   * @throws OnnxException if it is no ONNX file, or damaged, or larger than 1 GB
   * @throws UncheckedIOException if it cannot be read
   */
  public static ModelProto read(Path file) {
    return new OnnxReader(new Wire(file.toString(), bytes(file))).model(file);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size == 0 || size > LARGEST_FILE) {
        throw new OnnxException(
            "%s: expected an ONNX file of 1 to %s bytes, got %s"
                .formatted(file, LARGEST_FILE, size));
      }
      return in.readNBytes((int) size);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e), e);
    }
  }

  private ModelProto model(Path file) {
    wire.all(this::modelField);
    if (graph == null) {
      throw new OnnxException(
          file + ": expected a model with a graph, got none: is this an ONNX file?");
    }
    return new ModelProto(version, producer, opsets, metadata, graph);
  }

  private void modelField(int number) throws IOException {
    switch (number) {
      case Schema.MODEL_IR_VERSION -> version = wire.whole("the version");
      case Schema.MODEL_PRODUCER -> producer = wire.text("the producer");
      case Schema.MODEL_GRAPH -> graph = graph();
      case Schema.MODEL_OPSET -> opset();
      case Schema.MODEL_METADATA -> entry();
      case Schema.MODEL_FUNCTIONS ->
          throw wire.problem("operators of ONNX only", "functions of the file's own");
      default -> wire.skip();
    }
  }

  private void opset() throws IOException {
    String[] domain = {""};
    long[] newest = {0};
    wire.message(
        "a set of operators",
        number -> {
          switch (number) {
            case Schema.OPSET_DOMAIN -> domain[0] = wire.text("a domain");
            case Schema.OPSET_VERSION -> newest[0] = wire.whole("a version");
            default -> wire.skip();
          }
        });
    opsets.put(domain(domain[0]), newest[0]);
  }

  /** The operators of ONNX have two names. */
  static String domain(String name) {
    return name.equals("ai.onnx") ? "" : name;
  }

  private void entry() throws IOException {
    String[] entry = {"", ""};
    wire.message(
        "metadata",
        number -> {
          switch (number) {
            case Schema.ENTRY_KEY -> entry[0] = wire.text("a key");
            case Schema.ENTRY_VALUE -> entry[1] = wire.text("a value");
            default -> wire.skip();
          }
        });
    metadata.put(entry[0], entry[1]);
  }

  private GraphProto graph() throws IOException {
    String[] name = {""};
    List<NodeProto> nodes = new ArrayList<>();
    List<TensorProto> initializers = new ArrayList<>();
    List<ValueInfo> inputs = new ArrayList<>();
    List<ValueInfo> outputs = new ArrayList<>();
    wire.message(
        "the graph",
        number -> {
          switch (number) {
            case Schema.GRAPH_NODE -> nodes.add(new NodeReader(wire).read());
            case Schema.GRAPH_NAME -> name[0] = wire.text("the name of the graph");
            case Schema.GRAPH_INITIALIZER -> initializers.add(new TensorReader(wire).read());
            case Schema.GRAPH_INPUT -> inputs.add(new ValueReader(wire).read());
            case Schema.GRAPH_OUTPUT -> outputs.add(new ValueReader(wire).read());
            case Schema.GRAPH_SPARSE -> throw wire.problem("all weights", "sparse ones");
            default -> wire.skip();
          }
        });
    return new GraphProto(name[0], nodes, initializers, inputs, outputs);
  }
}
