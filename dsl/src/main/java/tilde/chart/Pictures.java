package tilde.chart;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import tilde.file.AtomicFile;

/** What every picture needs from Java2D and the file system. */
final class Pictures {
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

  private static byte[] encode(BufferedImage image) {
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
