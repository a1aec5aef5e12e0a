package tilde.chart;

import java.util.ArrayList;
import java.util.List;

/** Numbers as colours: blue below zero, white at zero, red above, on one symmetric scale. */
public final class Heatmap {
  private Heatmap() {}

  /**
   * Shows an array of rank 1 to 4: a vector as a row (wrapped after 32 numbers), a matrix as it is,
   * an array (K,h,w) as K panels and (K,C,h,w) as K times C panels, a filter's channels side by
   * side, all on one scale.
   *
   * <p>Each number is a square of one colour. NaN and infinite numbers are grey, and what does not
   * fit (more than 64 panels, more than 1024 rows or columns) is left out; the title lines say so,
   * beside the smallest and largest number and the norm, the root of the sum of squares.
   *
   * @param values row-major
   * @throws IllegalArgumentException when the rank is not 1 to 4 or the shape does not hold the
   *     values
   */
  public static Chart of(float[] values, int[] shape, String title) {
    Panels panels = Panels.of(values, shape);
    String name = Text.fit(title, " " + panels.shapeName(), Text.COLUMNS).strip();
    String end = " " + panels.shapeName() + ": " + panels.stats();
    return new Chart(
        Text.fit(title, end, Text.COLUMNS).strip(),
        text(panels, name),
        () -> picture(panels, name).paint());
  }

  static HeatmapPicture picture(Panels panels, String name) {
    return new HeatmapPicture(panels, HeatmapLayout.of(panels), titleLines(panels, name));
  }

  /** What the picture says above its panels. */
  static List<String> titleLines(Panels panels, String name) {
    HeatmapLayout layout = HeatmapLayout.of(panels);
    List<String> lines = new ArrayList<>(List.of(name, panels.stats().toString()));
    lines.addAll(notes(panels, "grey"));
    lines.addAll(cropped(panels, layout.count(), layout.shownHeight(), layout.shownWidth()));
    return lines;
  }

  private static String text(Panels panels, String name) {
    HeatmapText text = new HeatmapText(panels);
    List<String> lines = new ArrayList<>(List.of(name, panels.stats().toString()));
    lines.addAll(notes(panels, "shown as ?"));
    lines.addAll(text.notes());
    lines.addAll(text.lines());
    return String.join("\n", lines);
  }

  private static List<String> notes(Panels panels, String how) {
    List<String> notes = new ArrayList<>();
    if (panels.values().length == 0) {
      notes.add("nothing to show");
    } else if (panels.stats().notFinite() > 0) {
      notes.add(
          "%s of %s NaN or infinite, %s"
              .formatted(panels.stats().notFinite(), panels.values().length, how));
    }
    return notes;
  }

  /** One note for each thing of which only the first are shown. */
  static List<String> cropped(Panels panels, int count, int height, int width) {
    List<String> notes = new ArrayList<>();
    if (count < panels.count()) {
      notes.add("the first " + count + " of " + panels.count() + " panels");
    }
    if (height < panels.height()) {
      notes.add("the first " + height + " of " + panels.height() + " rows");
    }
    if (width < panels.width()) {
      notes.add("the first " + width + " of " + panels.width() + " columns");
    }
    return notes;
  }
}
