package tilde.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of loading or saving weights.
 *
 * @param summary how much went where, in a line
 * @param names what went: tensors of the file with the parameters of the network, in its order
 * @param notes what else there is to know, a line each: what stays out, what was rounded
 */
public record Transfer(String summary, Map<String, String> names, List<String> notes) {
  private static final int MOST_LINES = 40;

  public Transfer {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    notes = List.copyOf(notes);
  }

  /** Lines for a message, not too many. */
  static String text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.stream().limit(MOST_LINES).forEach(line -> text.append("\n  ").append(line));
    if (lines.size() > MOST_LINES) {
      text.append("\n  and ").append(lines.size() - MOST_LINES).append(" more");
    }
    return text.toString();
  }

  @Override
  public String toString() {
    List<String> pairs =
        names.entrySet().stream().map(e -> Names.shown(e.getKey()) + " = " + e.getValue()).toList();
    return summary + text(pairs) + text(notes);
  }
}
