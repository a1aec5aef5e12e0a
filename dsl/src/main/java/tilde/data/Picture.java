package tilde.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * A picture file whose header was found to be sound, and whose pixels are not decoded yet.
 *
 * @param header what it says of itself
 * @param bytes the whole file
 */
record Picture(Path file, PictureHeader header, byte... bytes) {
  private static final int LONGEST_FILE = 1 << 28;

  /** Reads a file, and checks its header. */
  static Picture read(Path file) {
    try (BinaryReader in = BinaryReader.open(file)) {
      if (in.left() > LONGEST_FILE) {
        throw in.error(
            "expected a picture of at most %s bytes, got %s".formatted(LONGEST_FILE, in.left()));
      }
      byte[] bytes = in.bytes((int) in.left(), "the picture");
      return new Picture(file, PictureHeader.of("" + file, bytes), bytes);
    }
  }

  int height() {
    return header.height();
  }

  int width() {
    return header.width();
  }

  /** Decodes the pixels. */
  Pixels pixels(boolean grey) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(header.format());
    if (!readers.hasNext()) {
      throw FileFormatException.of("" + file, "this Java has no reader of " + header.format());
    }
    Room.floats("" + file, 3L * height() * width(), "make the picture smaller");
    ImageReader reader = readers.next();
    // ImageIO's own choice of stream would go through a temporary file
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true); // without texts and profiles, which may be packed bombs
      BufferedImage image = reader.read(0);
      if (image.getHeight() != height() || image.getWidth() != width()) {
        throw new IOException(
            "its header says %s x %s, its pixels are %s x %s"
                .formatted(height(), width(), image.getHeight(), image.getWidth()));
      }
      return Pixels.of(image, grey);
    } catch (IOException | RuntimeException e) { // Java's readers fail in any way they like
      throw FileFormatException.of(
          "" + file,
          "expected a whole %s picture, got one that is damaged or of a kind Java does not read: %s"
              .formatted(header.format(), e),
          e);
    } finally {
      reader.dispose();
    }
  }
}
