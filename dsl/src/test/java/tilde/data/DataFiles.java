package tilde.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small sound files of the formats that are read. */
public final class DataFiles {
  private DataFiles() {}

  /** An IDX file of bytes 0, 1, 2, ... */
  public static byte[] idx(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + count);
    file.put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      file.putInt(size);
    }
    for (int i = 0; i < count; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  /** The same bytes, compressed. */
  public static byte[] gzip(byte... bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** So many CIFAR-10 images; image i has label i and bytes 0, 1, 2, ... */
  public static byte[] cifar10(int count) {
    ByteBuffer file = ByteBuffer.allocate(count * 3073);
    for (int i = 0; i < count; i++) {
      file.put((byte) i);
      for (int pixel = 0; pixel < 3072; pixel++) {
        file.put((byte) (pixel + i));
      }
    }
    return file.array();
  }

  /** Text as a file. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A picture as a file, png, jpeg or bmp. */
  public static byte[] picture(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer of " + format + " for " + image);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A picture of this type of BufferedImage, whose pixel (i, j) is the colour 16 i + j in all. */
  public static BufferedImage image(int type, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        int grey = (16 * i + j) & 0xff;
        image.setRGB(j, i, 0xff000000 | grey << 16 | (255 - grey) << 8 | grey);
      }
    }
    return image;
  }
}
