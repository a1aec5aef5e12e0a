package tilde.chart;

import java.util.ArrayList;
import java.util.List;

/** Images in characters, the brighter the fuller: each character is the mean of some pixels. */
final class ImageText {
  private static final String SHADES = " ░▒▓█";
  private static final int WIDEST = 25; // three side by side
  private static final int SMALL = WIDEST / 2; // images that get two characters a pixel
  private static final int LONGEST_LABEL = 14; // of images that are narrower
  private static final int MOST_LINES = 72;
  private static final String BETWEEN = "  ";

  private final Images images;
  private final int wide; // characters of an image
  private final int high;
  private final int span; // characters of an image and its label
  private final int columns; // images in a row
  private final int shown;

  ImageText(Images images) {
    this.images = images;
    int natural = images.width() <= SMALL ? 2 * images.width() : images.width();
    wide = Math.min(natural, WIDEST);
    // A character is about twice as high as wide.
    double pixels = (double) images.width() / wide;
    high = (int) Math.max(1, Math.min(MOST_LINES, Math.round(images.height() / pixels / 2)));
    int longest = images.labels().stream().mapToInt(String::length).max().orElse(0);
    span = Math.max(wide, Math.min(longest, LONGEST_LABEL));
    columns = (Text.COLUMNS + BETWEEN.length()) / (span + BETWEEN.length());
    int rows = Math.max(1, MOST_LINES / (high + 1));
    shown = Math.min(images.count(), rows * columns);
  }

  /** What the text leaves out. */
  List<String> notes() {
    return shown == images.count()
        ? List.of()
        : List.of("the first " + shown + " of " + images.count() + " images");
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int first = 0; first < shown; first += columns) {
      StringBuilder labels = new StringBuilder();
      int end = Math.min(shown, first + columns);
      for (int n = first; n < end; n++) {
        String label = Text.fit(images.labels().get(n), span);
        labels.append(label).append(" ".repeat(span - label.length())).append(BETWEEN);
      }
      lines.add(labels.toString().stripTrailing());
      for (int row = 0; row < high; row++) {
        StringBuilder line = new StringBuilder();
        for (int n = first; n < end; n++) {
          for (int column = 0; column < wide; column++) {
            line.append(SHADES.charAt(shade(n, row, column)));
          }
          line.append(" ".repeat(span - wide)).append(BETWEEN);
        }
        lines.add(line.toString().stripTrailing());
      }
    }
    return lines;
  }

  private int shade(int image, int row, int column) {
    int top = row * images.height() / high;
    int left = column * images.width() / wide;
    int bottom = Math.max(top + 1, (row + 1) * images.height() / high);
    int right = Math.max(left + 1, (column + 1) * images.width() / wide);
    double sum = 0;
    for (int i = top; i < bottom; i++) {
      for (int j = left; j < right; j++) {
        sum += images.brightness(image, i, j);
      }
    }
    double mean = sum / ((bottom - top) * (right - left));
    return (int) Math.min(SHADES.length() - 1, Math.round(mean * (SHADES.length() - 1)));
  }
}
