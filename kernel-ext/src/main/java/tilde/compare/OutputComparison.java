package tilde.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tilde.notebook.Cell;
import tilde.notebook.CellOutput;

/**
 * Compares the outputs of cells with those that the notebook had. A stream's text counts as a
 * whole, because how two streams mix is chance; all other outputs are compared one by one. Of an
 * error its name and message count.
 *
 * @param onlyTagged whether only cells tagged {@value #CHECK} are compared
 */
public record OutputComparison(Tolerance tolerance, Sanitizer sanitizer, boolean onlyTagged) {
  public static final String CHECK = "nbval-check-output";
  public static final String IGNORE = "nbval-ignore-output";

  /** Compares all cells, with the default tolerance. */
  public static final OutputComparison DEFAULT =
      new OutputComparison(Tolerance.DEFAULT, Sanitizer.NONE, false);

  /** Whether the outputs of this cell are compared: a cell that never ran has none to compare. */
  public boolean compares(Cell stored) {
    Set<String> tags = stored.tags();
    boolean wanted = onlyTagged ? tags.contains(CHECK) : !tags.contains(IGNORE);
    boolean executed = stored.executionCount().isPresent() || !stored.outputs().isEmpty();
    return wanted && executed;
  }

  /** What differs, nothing if the cell is not compared. */
  public List<Difference> differences(Cell stored, Cell now) {
    return compares(stored)
        ? new OfCell(tolerance.of(stored)).compare(stored.outputs(), now.outputs())
        : List.of();
  }

  private final class OfCell {
    private final Tolerance tolerance;
    private final TolerantText text;
    private final List<Difference> found = new ArrayList<>();

    private OfCell(Tolerance tolerance) {
      this.tolerance = tolerance;
      this.text = new TolerantText(tolerance);
    }

    private List<Difference> compare(List<CellOutput> stored, List<CellOutput> now) {
      Set<String> streams = new TreeSet<>(streams(stored).keySet());
      streams.addAll(streams(now).keySet());
      for (String stream : streams) {
        texts(
            stream,
            streams(stored).getOrDefault(stream, ""),
            streams(now).getOrDefault(stream, ""));
      }
      List<CellOutput> before = withoutStreams(stored);
      List<CellOutput> after = withoutStreams(now);
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        String what = "output " + (i + 1);
        if (i >= after.size()) {
          add(what, "missing now, stored was " + described(before.get(i)));
        } else if (i >= before.size()) {
          add(what, "not stored, there is now " + described(after.get(i)));
        } else {
          outputs(what, before.get(i), after.get(i));
        }
      }
      return found;
    }

    private void outputs(String what, CellOutput stored, CellOutput now) {
      if (stored.getClass() != now.getClass()) {
        add(what, described(stored) + " stored, " + described(now) + " now");
      } else if (stored instanceof CellOutput.Failure before
          && now instanceof CellOutput.Failure after) {
        texts(what, before.ename() + ": " + before.evalue(), after.ename() + ": " + after.evalue());
      } else {
        bundles(what, data(stored), data(now));
      }
    }

    private void bundles(String what, Map<String, Object> stored, Map<String, Object> now) {
      if (!stored.keySet().equals(now.keySet())) {
        add(what, types(stored) + " stored, " + types(now) + " now");
        return;
      }
      stored.forEach((type, before) -> contents(what + ", " + type, before, now.get(type)));
    }

    private void contents(String what, Object stored, Object now) {
      if (stored instanceof byte[] before && now instanceof byte[] after) {
        Pictures.difference(before, after, tolerance.picture())
            .ifPresent(difference -> add(what, difference));
      } else {
        texts(what, stored.toString(), now.toString());
      }
    }

    private void texts(String what, String stored, String now) {
      String before = sanitizer.clean(stored);
      String after = sanitizer.clean(now);
      if (before.endsWith("\n") && after.endsWith("\n")) { // no empty last line to show
        before = before.substring(0, before.length() - 1);
        after = after.substring(0, after.length() - 1);
      }
      List<String> lines =
          LineDiff.of(List.of(before.split("\n", -1)), List.of(after.split("\n", -1)), text::same);
      if (!lines.isEmpty()) {
        found.add(new Difference(what, lines, before, after));
      }
    }

    private void add(String what, String problem) {
      found.add(new Difference(what, List.of(problem), "", ""));
    }
  }

  private static Map<String, String> streams(List<CellOutput> outputs) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (CellOutput output : outputs) {
      if (output instanceof CellOutput.Stream stream) {
        texts.merge(stream.name(), stream.text(), String::concat);
      }
    }
    return texts;
  }

  private static List<CellOutput> withoutStreams(List<CellOutput> outputs) {
    return outputs.stream().filter(output -> !(output instanceof CellOutput.Stream)).toList();
  }

  private static Map<String, Object> data(CellOutput output) {
    return output instanceof CellOutput.Display display
        ? display.data()
        : ((CellOutput.Result) output).data();
  }

  private static String types(Map<String, Object> data) {
    return data.keySet().stream().sorted().collect(Collectors.joining(" + "));
  }

  private static String described(CellOutput output) {
    if (output instanceof CellOutput.Failure error) {
      return "the error " + error.ename() + ": " + error.evalue();
    }
    String kind = output instanceof CellOutput.Result ? "a result" : "a display";
    return kind + " (" + types(data(output)) + ")";
  }
}
