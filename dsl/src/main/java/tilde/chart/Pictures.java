package tilde.chart;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import tilde.file.AtomicFile;

/** What every picture needs from Java2D and the file system. */
final class Pictures {
  private static final int TITLE = 22; // the height of a title's first line
  private static final int LINE = 17;

  private Pictures() {}

  /** Painted once per process: a Java without fonts stays without them. */
  private static final class Trial {
    static final Optional<String> PROBLEM = problem(Pictures::paintOneLetter);
  }

  static byte[] png(Supplier<BufferedImage> picture) {
    Trial.PROBLEM.ifPresent(
        problem -> {
          throw new IllegalStateException(problem);
        });
    return encode(picture.get());
  }

  /** A sans-serif font that Java finds on any machine with fonts. */
  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** A white image to paint on, with smooth text. */
  static Graphics2D graphics(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    return g;
  }

  /** Paints the title of a picture, the first line large, from {@code margin} down. */
  static void title(Graphics2D g, List<String> lines, int margin, int width) {
    g.setColor(Color.BLACK);
    g.setFont(font(Font.BOLD, 14));
    int y = margin + g.getFontMetrics().getAscent();
    for (int i = 0; i < lines.size(); i++) {
      g.drawString(cut(lines.get(i), g.getFontMetrics(), width - 2 * margin), margin, y);
      g.setFont(font(Font.PLAIN, 12));
      y += i == 0 ? TITLE : LINE;
    }
  }

  /** Where the title ends below. */
  static int titleEnd(List<String> lines, int margin) {
    return margin + TITLE + LINE * (lines.size() - 1);
  }

  /** As much of a line as is at most so many pixels wide. */
  static String cut(String line, FontMetrics metrics, int room) {
    String fits = line;
    while (metrics.stringWidth(fits) > room && fits.length() > 1) {
      fits = Text.fit(line, fits.length() - 1);
    }
    return fits;
  }

  /** Why {@code paint} fails on this machine, in one sentence with the cure; empty if it works. */
  static Optional<String> problem(Runnable paint) {
    try {
      paint.run();
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      String cure =
          cause instanceof AWTError
              ? "start Java with -Djava.awt.headless=true"
              : "install a font and fontconfig, such as the packages fontconfig and"
                  + " fonts-dejavu-core, and start Java again";
      return Optional.of(
          "charts cannot be painted as pictures here (%s): %s"
              .formatted(Text.oneLine(String.valueOf(cause.getMessage())), cure));
    }
  }

  private static void paintOneLetter() {
    Graphics2D g = graphics(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
    g.setFont(font(Font.PLAIN, 8));
    g.drawString("a", 0, 8);
    g.dispose();
  }

  static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO's own choice of stream would go through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be encoded in memory", e);
    }
    return bytes.toByteArray();
  }

  static void save(Path file, Supplier<byte[]> png) {
    Path name = file.toAbsolutePath().getFileName();
    if (name == null || !name.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          "a chart is saved as PNG, got the name \"%s\": use one that ends in .png"
              .formatted(file));
    }
    AtomicFile.write(file, out -> out.write(png.get()));
  }
}
