package tilde.chart;

import java.util.ArrayList;
import java.util.List;

/** A heatmap in characters: a sign and a shade for each number, panels side by side. */
final class HeatmapText {
  private static final String SHADES = "░▒▓█";
  private static final int MOST_COLUMNS = 39; // of a panel, two characters each
  private static final int MOST_ROWS = 32; // of a panel
  private static final int MOST_LINES = 48; // of all panels together
  private static final String BETWEEN = "  ";

  private final Panels values;
  private final int height; // rows shown of each panel
  private final int width;
  private final int span; // characters from one panel to the next
  private final int columns; // panels in a row
  private final int shown; // panels

  HeatmapText(Panels values) {
    this.values = values;
    height = Math.min(values.height(), MOST_ROWS);
    width = Math.min(values.width(), MOST_COLUMNS);
    int count = values.count();
    int label = count == 0 ? 0 : values.label(count - 1).length();
    span = Math.max(2 * width, label) + BETWEEN.length();
    int fit = Math.max(1, (Text.COLUMNS + BETWEEN.length()) / span);
    int channels = values.channels();
    // A row of panels holds whole filters where it can.
    columns = channels <= fit ? fit - fit % channels : fit;
    shown = Math.min(count, columns * Math.max(1, MOST_LINES / (height + 2)));
  }

  /** What the text leaves out; empty if nothing. */
  List<String> notes() {
    return Heatmap.cropped(values, shown, height, width);
  }

  /** The panels, then the scale. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int first = 0; first < shown; first += columns) {
      int end = Math.min(shown, first + columns);
      if (!values.stack().isEmpty()) {
        StringBuilder labels = new StringBuilder();
        for (int panel = first; panel < end; panel++) {
          String label = values.label(panel);
          labels.append(label).append(" ".repeat(span - label.length()));
        }
        lines.add(labels.toString().stripTrailing());
      }
      for (int row = 0; row < height; row++) {
        lines.add(row(first, end, row));
      }
    }
    lines.add(scale());
    return lines;
  }

  private String row(int first, int end, int row) {
    StringBuilder line = new StringBuilder();
    for (int panel = first; panel < end; panel++) {
      StringBuilder cells = new StringBuilder();
      for (int column = 0; column < width && values.has(panel, row, column); column++) {
        cells.append(cell(values.at(panel, row, column)));
      }
      line.append(cells).append(" ".repeat(span - cells.length()));
    }
    return line.toString().stripTrailing();
  }

  private String cell(float value) {
    if (!Float.isFinite(value)) {
      return " ?";
    }
    if (value == 0) {
      return " ·";
    }
    int shade = Math.min(3, (int) (Math.abs(value) / values.stats().limit() * 4));
    return (value < 0 ? "-" : "+") + SHADES.charAt(shade);
  }

  private String scale() {
    String limit = Text.number(values.stats().limit());
    return values.stats().limit() == 0
        ? "· is 0"
        : "-█ is -%s  -▓ -▒ -░  · is 0  +░ +▒ +▓  +█ is %s".formatted(limit, limit);
  }
}
