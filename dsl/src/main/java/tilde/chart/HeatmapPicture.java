package tilde.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** Paints a heatmap: title lines, panels, colour bar. */
final class HeatmapPicture {
  static final int MARGIN = 16;
  private static final int BAR = 16; // the colour bar's width
  private static final int BAR_LABELS = 64;
  private static final int SMALLEST_WIDTH = 440; // leaves room for the title lines
  private static final int SMALLEST_BAR = 80;
  private static final Color FRAME = new Color(190, 190, 190);

  private final Panels values;
  private final HeatmapLayout layout;
  private final List<String> lines; // the title, then smaller ones
  private final int width;
  private final int top; // of the grid
  private final int barHeight;

  HeatmapPicture(Panels values, HeatmapLayout layout, List<String> lines) {
    this.values = values;
    this.layout = layout;
    this.lines = lines;
    int barSpace = MARGIN + BAR + BAR_LABELS;
    int needed = 2 * MARGIN + layout.width() + barSpace;
    width = Math.max(SMALLEST_WIDTH, needed);
    top = Pictures.titleEnd(lines, MARGIN) + 4;
    barHeight = Math.max(SMALLEST_BAR, layout.height() - layout.label());
  }

  /** The upper edge of the grid; its left edge is {@link #MARGIN}. */
  int top() {
    return top;
  }

  BufferedImage paint() {
    int height = top + layout.label() + barHeight + MARGIN;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = Pictures.graphics(image);
    Pictures.title(g, lines, MARGIN, width);
    for (int place = 0; place < layout.count(); place++) {
      paintPanel(g, place, MARGIN + layout.x(place), top + layout.y(place));
    }
    paintLabels(g);
    paintBar(g, MARGIN + layout.width() + MARGIN, top + layout.label());
    g.dispose();
    return image;
  }

  private void paintPanel(Graphics2D g, int panel, int x, int y) {
    int cell = layout.cell();
    g.setColor(FRAME);
    g.drawRect(x - 1, y - 1, layout.shownWidth() * cell + 1, layout.shownHeight() * cell + 1);
    double limit = values.stats().limit();
    for (int i = 0; i < layout.shownHeight(); i++) {
      for (int j = 0; j < layout.shownWidth(); j++) {
        if (values.has(panel, i, j)) {
          g.setColor(Diverging.color(values.at(panel, i, j), limit));
          g.fillRect(x + j * cell, y + i * cell, cell, cell);
        }
      }
    }
  }

  private void paintLabels(Graphics2D g) {
    g.setColor(Color.DARK_GRAY);
    g.setFont(Pictures.font(Font.PLAIN, 10));
    FontMetrics metrics = g.getFontMetrics();
    int room = layout.x(1) - layout.x(0);
    boolean fit =
        layout.columns() == 1
            || IntStream.range(0, layout.count())
                .allMatch(panel -> metrics.stringWidth(values.label(panel)) < room);
    for (int place = 0; fit && place < layout.count(); place++) {
      String label = values.label(place);
      g.drawString(label, MARGIN + layout.x(place), top + layout.y(place) - 3);
    }
  }

  private void paintBar(Graphics2D g, int x, int y) {
    double limit = values.stats().limit();
    for (int i = 0; i < barHeight; i++) {
      g.setColor(Diverging.color(limit * (1 - 2.0 * i / (barHeight - 1)), limit));
      g.fillRect(x, y + i, BAR, 1);
    }
    g.setColor(FRAME);
    g.drawRect(x - 1, y - 1, BAR + 1, barHeight + 1);
    g.setColor(Color.BLACK);
    g.setFont(Pictures.font(Font.PLAIN, 11));
    int ascent = g.getFontMetrics().getAscent();
    int textX = x + BAR + 6;
    if (limit > 0) {
      g.drawString(Text.number(limit), textX, y + ascent - 1);
      g.drawString(Text.number(-limit), textX, y + barHeight);
    }
    g.drawString("0", textX, y + (barHeight + ascent) / 2 - 1);
  }
}
