package tilde;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.output.MimeBundle;
import tilde.output.Rich;
import tilde.train.Memory;

/** The table of a network: layer, output shape, parameters, multiply-adds. */
public final class Summary implements Rich {
  private static final List<String> HEAD =
      List.of("name", "layer", "output", "parameters", "multiply-adds");

  private final List<List<String>> rows = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>(); // of each kind, as in Network.nodes
  private final String memory; // empty unless asked for
  private Optional<Long> parameters = Optional.of(0L);
  private Optional<Long> multiplyAdds = Optional.of(0L);

  /**
   * @param input empty when it is left to the first data; what depends on it is then {@code ?}
   */
  Summary(List<Layer> layers, Optional<Shape> input) {
    input.ifPresentOrElse(
        shape -> new Network(shape, layers), () -> Network.outputOfAnyInput(layers)); // all fit
    rows.add(List.of("", "input", text(input), "", ""));
    addRows(layers, input, "");
    rows.add(List.of("", "total", "", count(parameters), count(multiplyAdds)));
    memory = "";
  }

  /** A row for each layer; those of a body stand indented before the layer that joins them. */
  private void addRows(List<Layer> layers, Optional<Shape> input, String indent) {
    Optional<Shape> in = input;
    for (Layer layer : layers) {
      addRows(layer.body(), in, indent + "  ");
      Optional<Shape> out = in.isPresent() ? in.map(layer::output) : layer.outputOfAnyInput();
      Optional<Long> own =
          in.map(shape -> layer.parameters(shape).stream().mapToLong(ParameterSpec::size).sum());
      Optional<Long> work = in.map(layer::multiplyAdds);
      String call = layer.body().isEmpty() ? layer.dsl() : layer.describe();
      String name = layer.kind() + counts.merge(layer.kind(), 1, Integer::sum);
      rows.add(List.of(name, indent + call, text(out), count(own), count(work)));
      parameters = sum(parameters, own);
      multiplyAdds = sum(multiplyAdds, work);
      in = out;
    }
  }

  private Summary(List<List<String>> rows, String memory) {
    this.rows.addAll(rows);
    this.memory = memory;
  }

  /** With a line about the memory for batches of this size. */
  Summary withMemory(int batchSize, Optional<Network> network) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "summary: the batch size must be at least 1, got " + batchSize);
    }
    if (network.isEmpty()) {
      throw new IllegalStateException(
          "the memory depends on the input shape, which the first data decides: train first, or"
              + " give it, e.g. net(1, 28, 28)");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    Memory needed = Memory.of(network.get(), Engine.chosen(), batchSize, threads);
    return new Summary(rows, needed.toString());
  }

  private static String text(Optional<Shape> shape) {
    return shape.map(Shape::toString).orElse("?");
  }

  private static Optional<Long> sum(Optional<Long> a, Optional<Long> b) {
    return a.flatMap(x -> b.map(y -> x + y));
  }

  private static String count(Optional<Long> number) {
    return number.map(Summary::count).orElse("?");
  }

  private static String count(long number) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,d", number);
  }

  @Override
  public MimeBundle mime() {
    String html = table().html() + (memory.isEmpty() ? "" : "\n<p>" + memory + "</p>");
    return MimeBundle.text(text()).with(MimeBundle.HTML, html);
  }

  /** The table after a line break, to start it on a line of its own in JShell. */
  @Override
  public String toString() {
    return System.lineSeparator() + text();
  }

  private String text() {
    String table = table().text();
    return memory.isEmpty() ? table : table + System.lineSeparator() + memory;
  }

  private Table table() {
    return new Table(3, HEAD, rows);
  }
}
