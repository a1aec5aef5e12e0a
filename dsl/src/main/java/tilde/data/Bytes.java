package tilde.data;

import java.nio.file.Path;
import java.util.List;
import tilde.file.BinaryReader;

/** Images that a file holds as bytes, 0 to 255, at equal distances: pixels become 0 to 1. */
final class Bytes {
  private static final float WHITE = 255;

  private Bytes() {}

  /** Puts the byte's numbers, each divided by 255, at a place. */
  static void scale(byte[] bytes, int from, int count, float[] to, int at) {
    for (int i = 0; i < count; i++) {
      to[at + i] = (bytes[from + i] & 0xff) / WHITE;
    }
  }

  /**
   * Images that are read from the file whenever they are needed.
   *
   * @param length how long the file is
   * @param first where the first image starts
   * @param distance from the start of an image to that of the next
   */
  static Inputs streamed(
      Path file, long length, long first, int distance, int count, List<Integer> shape) {
    int size = Sizes.product(shape);
    return new Made(
        count,
        shape,
        i -> {
          byte[] bytes = BinaryReader.bytesAt(file, length, first + (long) i * distance, size);
          float[] x = new float[size];
          scale(bytes, 0, size, x, 0);
          return x;
        });
  }
}
