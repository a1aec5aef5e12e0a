package tilde;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of cells under a head, as text and as HTML.
 *
 * @param left how many of the columns begin at the left; the others, numbers, end at the right
 */
record Table(int left, List<String> head, List<List<String>> rows) {
  Table {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  String html() {
    String body =
        rows.stream()
            .map(row -> "<tr>" + cells(row, "td") + "</tr>")
            .collect(Collectors.joining("\n"));
    return "<table>\n<tr>" + cells(head, "th") + "</tr>\n" + body + "\n</table>";
  }

  private static String cells(List<String> row, String tag) {
    return row.stream()
        .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
        .collect(Collectors.joining());
  }

  /** Names come from users, and may hold what HTML reads as its own; an indent is to be seen. */
  private static String escaped(String cell) {
    return cell.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("  ", "&emsp;");
  }

  String text() {
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < head.size(); c++) {
      int column = c;
      int width = all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      line.append(c == 0 ? "" : "  ").append(c < left ? "%-" : "%").append(width).append('s');
    }
    return all.stream()
        .map(row -> String.format(line.toString(), row.toArray()).stripTrailing())
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
