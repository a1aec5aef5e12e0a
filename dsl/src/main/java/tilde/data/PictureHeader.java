package tilde.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import tilde.file.BinaryReader;
import tilde.file.FileKind;

/**
 * What a picture file says of itself. Its sizes and those of its parts are checked against the
 * length of the file before Java's own readers, which take memory for whatever a header says, see
 * it.
 *
 * @param format what Java calls it: png, jpeg or bmp, by the first bytes whatever the file's name
 */
record PictureHeader(String format, int height, int width) {
  private static final long MOST_PIXELS = 100_000_000;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final int IHDR = 0x49484452;
  private static final int FILE_HEADER = 14; // of a BMP file
  private static final int OLD_HEADER = 12; // of OS/2, with 16 bits for a size
  private static final int MOST_PACKING = 3; // above are other files inside
  private static final int JPEG_MARK = 0xff;

  /** Pixels that a byte of a JPEG file can stand for: a bit for each 8 x 8 of one grey. */
  private static final int MOST_BLOCKS = 8 * 64;

  /** Likewise of a BMP file, whose run lengths are below 256, or may end a row early. */
  private static final int MOST_RUN = 1024;

  /** The header of a file with these bytes. */
  static PictureHeader of(String name, byte... bytes) {
    BinaryReader in = BinaryReader.of(name, bytes);
    if (startsWith(bytes, PNG)) {
      return png(in);
    }
    if (startsWith(bytes, (byte) 'B', (byte) 'M')) {
      return bmp(in);
    }
    if (startsWith(bytes, (byte) JPEG_MARK, (byte) 0xd8)) {
      return jpeg(in);
    }
    throw in.error(
        bytes.length == 0
            ? "expected a PNG, JPEG or BMP file, got an empty one"
            : "expected a PNG, JPEG or BMP file, got one that starts with "
                + Hex.of(Arrays.copyOf(bytes, Math.min(PNG.length, bytes.length)))
                + FileKind.hint(Arrays.copyOf(bytes, Math.min(PNG.length, bytes.length))));
  }

  private static boolean startsWith(byte[] bytes, byte... mark) {
    return bytes.length >= mark.length
        && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
  }

  private static PictureHeader png(BinaryReader in) {
    in.next(PNG.length, "the mark of a PNG file");
    ByteBuffer head = in.next(25, "the header");
    if (head.getInt(0) != 13 || head.getInt(4) != IHDR) {
      throw in.error(PNG.length, "expected the chunk IHDR of 13 bytes, got another");
    }
    int width = head.getInt(8);
    int height = head.getInt(12);
    int channels =
        switch (head.get(17)) {
          case 0, 3 -> 1; // grey, or a palette
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw in.error(25, "expected a colour type of 0, 2, 3, 4 or 6, got another");
        };
    int bits = channels * Math.max(head.get(16), 1);
    check(in, 16, height, width, BinaryReader.mostUnpacked(8) / bits);
    while (in.left() > 0) {
      long at = in.offset();
      long length = in.next(8, "the start of a chunk").getInt(0) & 0xffffffffL;
      if (length + 4 > in.left()) {
        throw in.error(
            at,
            "expected a chunk of %s bytes and its checksum, got %s bytes until the end"
                .formatted(length, in.left()));
      }
      in.next((int) length + 4, "a chunk");
    }
    return new PictureHeader("png", height, width);
  }

  private static PictureHeader bmp(BinaryReader in) {
    ByteBuffer head = in.next(26, "the header").order(ByteOrder.LITTLE_ENDIAN);
    long pixels = head.getInt(10) & 0xffffffffL;
    long info = head.getInt(FILE_HEADER) & 0xffffffffL;
    if (FILE_HEADER + info > pixels || pixels >= in.offset() + in.left()) {
      throw in.error(
          10,
          "expected pixels between %s, where the header ends, and the end of the file, got %s"
              .formatted(FILE_HEADER + info, pixels));
    }
    boolean old = info == OLD_HEADER;
    int width = old ? head.getShort(18) & 0xffff : head.getInt(18);
    int height = old ? head.getShort(20) & 0xffff : head.getInt(22);
    int rows = height == Integer.MIN_VALUE ? 0 : Math.abs(height); // below 0: from top to bottom
    check(in, 18, rows, width, MOST_RUN);
    if (!old) {
      checkPacking(in, in.next(12, "the header").order(ByteOrder.LITTLE_ENDIAN));
    }
    return new PictureHeader("bmp", rows, width);
  }

  /** What follows planes: pixels may be packed, and say into how many bytes. */
  private static void checkPacking(BinaryReader in, ByteBuffer fields) {
    int packing = fields.getInt(4);
    if (packing < 0 || packing > MOST_PACKING) {
      throw in.error(30, "expected pixels, plain or as run lengths, got compression " + packing);
    }
    long size = fields.getInt(8) & 0xffffffffL;
    if (size > in.offset() + in.left()) {
      throw in.error(
          34,
          "expected at most %s bytes of pixels, got %s".formatted(in.offset() + in.left(), size));
    }
  }

  /** Goes through the segments before the pixels, until the one that has the sizes. */
  private static PictureHeader jpeg(BinaryReader in) {
    in.next(2, "the mark of a JPEG file");
    while (true) {
      long at = in.offset();
      int mark = in.next(1, "a segment").get(0) & 0xff;
      if (mark != JPEG_MARK) {
        throw in.error(at, "expected a segment, which starts with ff, got %02x".formatted(mark));
      }
      int kind = JPEG_MARK;
      while (kind == JPEG_MARK) { // any number of them may stand before the kind
        kind = in.next(1, "a segment").get(0) & 0xff;
      }
      int length = in.next(2, "the length of a segment").getShort(0) & 0xffff;
      if (length < 2 || kind == 0xd9 || kind == 0xda) {
        throw in.error(at, "expected the sizes of the picture before its pixels, got none");
      }
      ByteBuffer segment = in.next(length - 2, "a segment");
      if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
        if (segment.remaining() < 5) {
          throw in.error(at, "expected the sizes of the picture, got too few bytes for them");
        }
        int height = segment.getShort(1) & 0xffff;
        int width = segment.getShort(3) & 0xffff;
        long sizes = in.offset() - segment.remaining() + 1;
        check(in, sizes, height, width, MOST_BLOCKS);
        if (segment.remaining() > 5 && segment.get(5) == 4) {
          throw in.error(
              sizes + 4,
              "expected grey or colours, got four inks (CMYK): save it as an RGB picture");
        }
        return new PictureHeader("jpeg", height, width);
      }
    }
  }

  private static void check(BinaryReader in, long at, int height, int width, long pixelsPerByte) {
    long most = Math.min(MOST_PIXELS, pixelsPerByte * (in.offset() + in.left()));
    if (height < 1 || width < 1 || (long) height * width > most) {
      throw in.error(
          at,
          "expected a picture of 1 to %s pixels, more do not fit into such a file, got %s x %s"
              .formatted(most, height, width));
    }
  }
}
