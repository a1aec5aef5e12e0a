package tilde;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.output.MimeBundle;
import tilde.output.Rich;

/** The table of a network: layer, output shape, parameters, multiply-adds. */
public final class Summary implements Rich {
  private static final List<String> HEAD =
      List.of("layer", "output", "parameters", "multiply-adds");

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param input empty when it is left to the first data; what depends on it is then {@code ?}
   */
  Summary(List<Layer> layers, Optional<Shape> input) {
    rows.add(List.of("input", text(input), "", ""));
    Optional<List<Shape>> shapes = input.map(shape -> new Network(shape, layers).shapes());
    Optional<Shape> in = input;
    Optional<Long> parameters = Optional.of(0L);
    Optional<Long> multiplyAdds = Optional.of(0L);
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      int next = i + 1;
      Optional<Shape> out =
          shapes.isPresent()
              ? shapes.map(known -> known.get(next))
              : Network.outputOfAnyInput(layers.subList(0, next));
      Optional<Long> own =
          in.map(shape -> layer.parameters(shape).stream().mapToLong(ParameterSpec::size).sum());
      Optional<Long> work = in.map(layer::multiplyAdds);
      rows.add(List.of(layer.dsl(), text(out), count(own), count(work)));
      parameters = sum(parameters, own);
      multiplyAdds = sum(multiplyAdds, work);
      in = out;
    }
    rows.add(List.of("total", "", count(parameters), count(multiplyAdds)));
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
    return MimeBundle.text(table().text()).with(MimeBundle.HTML, table().html());
  }

  /** The table after a line break, to start it on a line of its own in JShell. */
  @Override
  public String toString() {
    return System.lineSeparator() + table().text();
  }

  private Table table() {
    return new Table(2, HEAD, rows);
  }
}
