package tilde.compare;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Compares pictures by what one sees of them. */
final class Pictures {
  // of 255: less is no more than another rounding of colours
  private static final int SEEN = 16;

  private Pictures() {}

  /** What differs, empty if it is no more than {@code tolerance}, a share of all pixels. */
  static Optional<String> difference(byte[] stored, byte[] now, double tolerance) {
    if (Arrays.equals(stored, now)) {
      return Optional.empty();
    }
    BufferedImage before = decoded(stored);
    BufferedImage after = decoded(now);
    if (before == null || after == null) {
      return Optional.of("not the same bytes, and no picture that Java can decode");
    }
    if (before.getWidth() != after.getWidth() || before.getHeight() != after.getHeight()) {
      return Optional.of(size(before) + " stored, " + size(after) + " now");
    }
    double share = differing(before, after) / (1.0 * before.getWidth() * before.getHeight());
    return share <= tolerance
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%.2f %% of the pixels look different, %.2f %% are allowed",
                100 * share,
                100 * tolerance));
  }

  private static long differing(BufferedImage before, BufferedImage after) {
    long pixels = 0;
    for (int y = 0; y < before.getHeight(); y++) {
      for (int x = 0; x < before.getWidth(); x++) {
        if (looksDifferent(before.getRGB(x, y), after.getRGB(x, y))) {
          pixels++;
        }
      }
    }
    return pixels;
  }

  private static boolean looksDifferent(int one, int other) {
    for (int shift = 0; shift < 32; shift += 8) { // blue, green, red, alpha
      if (Math.abs((one >>> shift & 255) - (other >>> shift & 255)) > SEEN) {
        return true;
      }
    }
    return false;
  }

  private static String size(BufferedImage image) {
    return image.getWidth() + " x " + image.getHeight() + " pixels";
  }

  private static BufferedImage decoded(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException broken) { // decoders throw many kinds
      return null;
    }
  }
}
