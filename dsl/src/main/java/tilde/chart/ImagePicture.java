package tilde.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Paints images in rows, each under its label; a pixel is a square of whole pixels. */
final class ImagePicture {
  static final int MARGIN = 16;
  static final int LABEL = 16; // above each image
  private static final int GAP = 8;
  private static final int WIDTH = 880;
  private static final int SMALLEST_WIDTH = 440; // leaves room for the title
  private static final int SIDE = 100; // an image grows to about that
  private static final int LONGEST_SIDE = 1024; // pixels further right or down are left out
  private static final int MOST_IMAGES = 400;
  private static final int MOST_PIXELS = 4096; // of the grid's height; more images are left out

  private final Images images;
  private final List<String> lines = new ArrayList<>();
  private final int shownHeight;
  private final int shownWidth;
  private final int cell;
  private final int columns;
  private final int count;

  ImagePicture(Images images, String title) {
    this.images = images;
    shownHeight = Math.min(images.height(), LONGEST_SIDE);
    shownWidth = Math.min(images.width(), LONGEST_SIDE);
    cell = Math.max(1, SIDE / Math.max(shownHeight, shownWidth));
    int fit = Math.max(1, (WIDTH - 2 * MARGIN + GAP) / (shownWidth * cell + GAP));
    int rows = Math.max(1, MOST_PIXELS / (LABEL + shownHeight * cell + GAP));
    count = Math.min(Math.min(images.count(), MOST_IMAGES), rows * fit);
    columns = even(Math.min(fit, count));
    lines.add(title + " " + images.size());
    lines.addAll(images.notes());
    if (count < images.count()) {
      lines.add("the first " + count + " of " + images.count() + " images");
    }
    if (shownHeight < images.height() || shownWidth < images.width()) {
      lines.add("the first " + shownHeight + " rows and " + shownWidth + " columns");
    }
  }

  /** As few columns as need no further row, so that 12 images for 8 columns stand in 2 x 6. */
  private int even(int most) {
    int rows = (count + most - 1) / most;
    return (count + rows - 1) / rows;
  }

  /** The upper edge of the first row's labels. */
  int top() {
    return Pictures.titleEnd(lines, MARGIN);
  }

  /** The left edge of an image. */
  int x(int n) {
    return MARGIN + n % columns * (shownWidth * cell + GAP);
  }

  /** The upper edge of an image. */
  int y(int n) {
    return top() + LABEL + n / columns * (LABEL + shownHeight * cell + GAP);
  }

  /** Pixels of the picture along the side of one of an image. */
  int cell() {
    return cell;
  }

  BufferedImage paint() {
    int width = Math.max(SMALLEST_WIDTH, x(columns - 1) + shownWidth * cell + MARGIN);
    int height = y(count - 1) + shownHeight * cell + MARGIN;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = Pictures.graphics(picture);
    Pictures.title(g, lines, MARGIN, width);
    g.setFont(Pictures.font(Font.PLAIN, 11));
    g.setColor(Color.DARK_GRAY);
    for (int n = 0; n < count; n++) {
      String label =
          Pictures.cut(images.labels().get(n), g.getFontMetrics(), shownWidth * cell + GAP);
      g.drawString(label, x(n), y(n) - 4);
    }
    for (int n = 0; n < count; n++) {
      paintImage(picture, n);
    }
    g.dispose();
    return picture;
  }

  private void paintImage(BufferedImage picture, int n) {
    for (int i = 0; i < shownHeight * cell; i++) {
      for (int j = 0; j < shownWidth * cell; j++) {
        picture.setRGB(x(n) + j, y(n) + i, images.rgb(n, i / cell, j / cell));
      }
    }
  }
}
