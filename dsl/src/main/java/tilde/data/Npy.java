package tilde.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import tilde.file.AtomicFile;
import tilde.file.BinaryReader;
import tilde.file.FileKind;
import tilde.file.Room;

/**
 * Arrays in NumPy's file format, NEP 1: versions 1 to 3, numbers and booleans of any size and byte
 * order, row by row or column by column. They become floats; written are little-endian floats.
 */
public final class Npy {
  static final String FIX = "split it, or give Java more memory with -Xmx"; // where it is too large

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16; // NumPy itself reads no more than 10,000
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 13;

  private Npy() {}

  /**
   * An array. The numbers are shared, not copied: whoever hands them over or asks for them must not
   * change them.
   *
   * @param shape without sizes for a single number; a size may be 0
   * @param data row-major
   * @param bytes whether the file has them as unsigned bytes, as it mostly has pixels
   */
  public record Array(int[] shape, float[] data, boolean bytes) {
    /** An array of floats. */
    public Array(int[] shape, float... data) {
      this(shape, data, false);
    }

    /**
     * @throws IllegalArgumentException unless there are as many numbers as the shape says
     */
    public Array {
      shape = shape.clone();
      long size = 1;
      for (int extent : shape) {
        size = Math.multiplyExact(size, (long) extent);
      }
      if (size != data.length) {
        throw new IllegalArgumentException(
            "%s numbers do not fill an array of shape %s"
                .formatted(data.length, Arrays.toString(shape)));
      }
    }

    @Override
    public int[] shape() {
      return shape.clone();
    }
  }

  /**
   * Reads a {@code .npy} file.
   *
   * @throws tilde.file.FileFormatException when it is not one, or holds something else than numbers
   */
  public static Array read(Path file) {
    return Room.within(
        "" + file,
        FIX,
        () -> {
          try (BinaryReader in = BinaryReader.open(file)) {
            return read(in);
          }
        });
  }

  /** Writes a {@code .npy} file, replacing an older one as a whole. */
  public static void write(Path file, Array array) {
    AtomicFile.write(file, out -> write(out, array));
  }

  /** Reads all of a file. */
  static Array read(BinaryReader in) {
    byte[] magic = in.bytes(MAGIC.length, "the mark of a NumPy file");
    if (!Arrays.equals(magic, MAGIC)) {
      throw in.error(
          0,
          "expected the mark of a NumPy file, 93 4e 55 4d 50 59, got "
              + Hex.of(magic)
              + FileKind.hint(magic));
    }
    int version = in.next(2, "the version").get(0);
    if (version < 1 || version > 3) {
      throw in.error(MAGIC.length, "expected format version 1, 2 or 3, got " + version);
    }
    ByteBuffer field =
        in.next(version == 1 ? 2 : 4, "the header's length").order(ByteOrder.LITTLE_ENDIAN);
    long length = version == 1 ? field.getShort(0) & 0xffff : field.getInt(0) & 0xffffffffL;
    if (length > LONGEST_HEADER) {
      throw in.error(
          "expected a header of at most %s bytes, got %s".formatted(LONGEST_HEADER, length));
    }
    long at = in.offset();
    NpyHeader header = NpyHeader.parse(in, at, in.bytes((int) length, "the header"));
    long size = Room.product(problem -> in.error(at, "shape: " + problem), header.shape());
    if (size > in.left() / header.numbers().bytes()) {
      throw in.error(
          "expected %s numbers of %s bytes, got at most %s bytes"
              .formatted(size, header.numbers().bytes(), in.left()));
    }
    int count = Room.floats(in.name(), size, FIX);
    float[] data = header.numbers().read(in, count, header.order(), "numbers");
    in.end();
    int[] shape = Arrays.stream(header.shape()).mapToInt(Math::toIntExact).toArray();
    return new Array(
        shape,
        header.columnsFirst() ? rowMajor(data, shape) : data,
        header.numbers() == Numbers.U1);
  }

  /** The numbers, whose first index moves fastest, in an order in which the last does. */
  private static float[] rowMajor(float[] data, int... shape) {
    float[] rows = new float[data.length];
    int[] index = new int[shape.length];
    int[] strides = new int[shape.length]; // in the result
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    int to = 0;
    for (float value : data) {
      rows[to] = value;
      for (int axis = 0; axis < shape.length; axis++) {
        to += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        to -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return rows;
  }

  /** Writes what a {@code .npy} file holds. */
  static void write(OutputStream out, Array array) throws IOException {
    out.write(header(array.shape));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : array.data) {
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
      chunk.putFloat(value);
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  /** Everything before the numbers, padded as NumPy does it. */
  static byte[] header(int... shape) {
    String sizes =
        shape.length == 1
            ? shape[0] + ","
            : Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int before = MAGIC.length + 4;
    int blocks = (before + text.length()) / ALIGNMENT + 1; // with a line end
    int length = blocks * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - before));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
