package tilde.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import tilde.output.MimeBundle;
import tilde.output.Rich;

/**
 * A finished chart: an immutable picture that is also text. The picture is painted when it is asked
 * for; no window is ever opened.
 */
public final class Chart implements Rich {
  private final String line;
  private final String text;
  private final Supplier<BufferedImage> picture;

  /**
   * @param line what {@link #toString} says, cut to 80 characters
   * @param picture paints the same picture whenever it is called
   */
  Chart(String line, String text, Supplier<BufferedImage> picture) {
    this.line = Text.fit(line, Text.COLUMNS);
    this.text = Objects.requireNonNull(text);
    this.picture = Objects.requireNonNull(picture);
  }

  /**
   * The picture as a PNG file's bytes.
   *
   * @throws IllegalStateException when this Java cannot paint, mostly because no font is installed
   */
  public byte[] png() {
    return Pictures.png(picture);
  }

  /** The chart in characters for a UTF-8 terminal, at most 80 columns wide. */
  public String text() {
    return text;
  }

  /**
   * The text and the PNG picture. Where Java cannot paint there is only the text, and it ends with
   * the reason.
   */
  @Override
  public MimeBundle mime() {
    try {
      return MimeBundle.text(text).with(MimeBundle.PNG, png());
    } catch (IllegalStateException cannotPaint) {
      return MimeBundle.text(text + "\n(text only: " + cannotPaint.getMessage() + ")");
    }
  }

  /**
   * Saves the picture, replacing the file in one move: a reader sees the old file or the new one.
   *
   * @param file a name that ends in {@code .png}, in a folder that exists
   * @throws IllegalArgumentException when the name or the folder is not like that
   * @throws java.io.UncheckedIOException when the file cannot be written
   */
  public void save(Path file) {
    Pictures.save(file, this::png);
  }

  /** Saves the picture as {@link #save(Path)} does. */
  public void save(String file) {
    save(Path.of(file));
  }

  /** One line of at most 80 characters that says what the chart shows. */
  @Override
  public String toString() {
    return line;
  }
}
