package tilde.chart;

import java.util.Arrays;

/**
 * Lines in braille characters, two dots wide and four high each, with axes. Points come in data
 * coordinates and must be finite.
 */
final class TextPlot {
  static final int WIDTH = 60; // characters
  private static final int HEIGHT = 12;
  private static final char BLANK = '\u2800';
  // the bit of each dot, by row and column within a character
  private static final int[][] DOT = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private final char[][] cells = new char[HEIGHT][WIDTH];
  private final int x0;
  private final int x1;
  private final Range y;

  /** A plot over x from {@code x0} to {@code x1}. */
  TextPlot(int x0, int x1, Range y) {
    for (char[] row : cells) {
      Arrays.fill(row, BLANK);
    }
    this.x0 = x0;
    this.x1 = x1;
    this.y = y;
  }

  /** Joins the points in order; a single one is a dot. */
  void line(Points points) {
    for (int i = 0; i < points.size(); i++) {
      int from = Math.max(0, i - 1);
      segment(from, i, points);
    }
  }

  /** Puts a character at each point. */
  void marks(Points points, char mark) {
    for (int i = 0; i < points.size(); i++) {
      cells[dotY(points.y()[i]) / 4][dotX(points.x()[i]) / 2] = mark;
    }
  }

  /** Puts a character at each point where nothing else is. */
  void marksBehind(Points points, char mark) {
    for (int i = 0; i < points.size(); i++) {
      char[] row = cells[dotY(points.y()[i]) / 4];
      int column = dotX(points.x()[i]) / 2;
      row[column] = row[column] == BLANK ? mark : row[column];
    }
  }

  /** The plot with numbers at its axes, at most 80 columns wide. */
  String render(String xLabel) {
    String[] labels = new String[HEIGHT];
    Arrays.fill(labels, "");
    labels[0] = Text.number(y.to());
    labels[HEIGHT / 2] = Text.number(y.to() - (y.to() - y.from()) * (HEIGHT / 2 + 0.5) / HEIGHT);
    labels[HEIGHT - 1] = Text.number(y.from());
    int margin = Arrays.stream(labels).mapToInt(String::length).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < HEIGHT; row++) {
      out.append(" ".repeat(margin - labels[row].length())).append(labels[row]);
      out.append(labels[row].isEmpty() ? " │" : " ┤").append(withoutEnd(cells[row])).append('\n');
    }
    out.append(" ".repeat(margin)).append(" └").append("─".repeat(WIDTH)).append('\n');
    String left = Integer.toString(x0);
    String right = Integer.toString(x1);
    String middle = centred(xLabel, WIDTH - left.length() - right.length());
    return out.append(" ".repeat(margin + 2)).append(left).append(middle).append(right).toString();
  }

  private static String withoutEnd(char[] row) {
    int end = row.length;
    while (end > 0 && row[end - 1] == BLANK) {
      end--;
    }
    return new String(row, 0, end);
  }

  private static String centred(String text, int width) {
    int before = (width - text.length()) / 2;
    return " ".repeat(before) + text + " ".repeat(width - before - text.length());
  }

  private int dotX(double x) {
    return dot((x - x0) / ((double) x1 - x0), 2 * WIDTH);
  }

  private int dotY(double value) {
    return dot((y.to() - value) / (y.to() - y.from()), 4 * HEIGHT);
  }

  private static int dot(double share, int dots) {
    return (int) Math.round(Math.min(1, Math.max(0, share)) * (dots - 1));
  }

  private void segment(int from, int to, Points points) {
    int fromX = dotX(points.x()[from]);
    int fromY = dotY(points.y()[from]);
    int wide = dotX(points.x()[to]) - fromX;
    int high = dotY(points.y()[to]) - fromY;
    int steps = Math.max(1, Math.max(Math.abs(wide), Math.abs(high)));
    for (int i = 0; i <= steps; i++) {
      int x = fromX + Math.round(wide * (float) i / steps);
      int y = fromY + Math.round(high * (float) i / steps);
      cells[y / 4][x / 2] |= (char) DOT[y % 4][x % 2];
    }
  }
}
