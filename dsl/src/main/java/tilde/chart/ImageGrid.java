package tilde.chart;

import java.util.ArrayList;
import java.util.List;

/** Images side by side, each with a label: grey, or in colour where they have three channels. */
public final class ImageGrid {
  private ImageGrid() {}

  /**
   * Shows images. From black to white go numbers of 0..1; if the scale has others, its smallest to
   * its largest. Of images with neither one nor three channels the first is shown.
   *
   * @param values row-major
   * @param shape (N, channels, height, width)
   * @param scale the numbers that say what is black and what is white; mostly the values
   * @param labels one for each image
   * @throws IllegalArgumentException when the shape does not hold the values, or there are not as
   *     many labels as images
   */
  public static Chart of(
      float[] values, int[] shape, float[] scale, List<String> labels, String title) {
    Images images = Images.of(values, shape, scale, labels);
    String name = Text.fit(title, " " + images.size() + ": " + images.scale(), Text.COLUMNS);
    return new Chart(
        name.strip(),
        text(images, title),
        () -> new ImagePicture(images, Text.oneLine(title)).paint());
  }

  private static String text(Images images, String title) {
    ImageText text = new ImageText(images);
    List<String> lines = new ArrayList<>();
    lines.add(Text.fit(title, " " + images.size(), Text.COLUMNS).strip());
    lines.addAll(images.notes());
    lines.addAll(text.notes());
    lines.addAll(text.lines());
    return String.join("\n", lines);
  }
}
