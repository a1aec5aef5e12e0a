package tilde.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The 1,797 handwritten digits that come with the project: E. Alpaydin and C. Kaynak, Optical
 * Recognition of Handwritten Digits, UCI Machine Learning Repository (1998), CC BY 4.0.
 */
public final class Digits {
  private static final String RESOURCE = "digits.csv.gz";
  private static final int SIDE = 8;
  private static final int PIXELS = SIDE * SIDE;
  private static final int INK = 16; // the darkest value in the file
  private static final int CLASSES = 10;

  private Digits() {}

  /** Images (1797,1,8,8) from 0 (paper) to 1 (ink), labels 0 to 9, class names "0" to "9". */
  public static Samples load() {
    try (InputStream file = Digits.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(
            "the built-in digits (%s) are missing beside %s: use the complete tilde-dsl jar"
                .formatted(RESOURCE, Digits.class.getName()));
      }
      return parse(
          new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII), RESOURCE);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException(
          "the built-in digits (%s) are damaged: use the complete tilde-dsl jar"
              .formatted(RESOURCE),
          e);
    }
  }

  /**
   * Reads lines of 64 pixels and a label; {@code name} says in messages which file it is.
   *
   * @throws IllegalArgumentException when a line is not of that form, naming line and column
   */
  static Samples parse(Reader file, String name) {
    List<String> lines = new BufferedReader(file).lines().toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "%s, line 1, column 1: expected %s columns (%s pixels, then the label), got an empty file"
              .formatted(name, PIXELS + 1, PIXELS));
    }
    float[] x = new float[lines.size() * PIXELS]; // (N,1,8,8)
    int[] labels = new int[lines.size()]; // (N)
    for (int n = 0; n < labels.length; n++) {
      String[] fields = lines.get(n).split(",", -1);
      if (fields.length != PIXELS + 1) {
        throw new IllegalArgumentException(
            "%s, line %s, column %s: expected %s columns (%s pixels, then the label), got %s"
                .formatted(
                    name,
                    n + 1,
                    Math.min(fields.length, PIXELS + 1),
                    PIXELS + 1,
                    PIXELS,
                    fields.length));
      }
      for (int i = 0; i < PIXELS; i++) {
        x[n * PIXELS + i] = number(fields[i], INK, "a pixel", name, n, i) / (float) INK;
      }
      labels[n] = number(fields[PIXELS], CLASSES - 1, "a label", name, n, PIXELS);
    }
    return new Samples(x, List.of(1, SIDE, SIDE), labels, Samples.numbered(CLASSES));
  }

  private static int number(String field, int max, String what, String name, int line, int column) {
    try {
      int value = Integer.parseInt(field);
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException notWhole) {
      // the message below says what was found instead
    }
    throw new IllegalArgumentException(
        "%s, line %s, column %s: expected %s from 0 to %s, got \"%s\""
            .formatted(name, line + 1, column + 1, what, max, field));
  }
}
