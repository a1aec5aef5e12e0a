package tilde.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * The IDX files in which MNIST and its relatives come, plain or compressed by gzip: a big-endian
 * header of sizes, then a byte for each pixel or label.
 */
public final class Idx {
  private static final String FIX = "read it with stream()"; // where it is too large
  private static final int UBYTE = 0x08;
  private static final int INT = 0x0c;
  private static final int MOST_AXES = 4;
  private static final int CHUNK = 1 << 16;

  private Idx() {}

  /** Reads images, pixels in 0..1, and their labels. */
  public static Labelled read(Path images, Path labels) {
    return Room.within("" + images, FIX, () -> all(images, labels));
  }

  private static Labelled all(Path images, Path labels) {
    try (BinaryReader in = BinaryReader.openUnpacked(images)) {
      Header header = Header.images(in);
      List<Integer> shape = header.sampleShape();
      int count = header.count();
      int size = Sizes.product(shape);
      int numbers = Room.floats(in.name(), (long) count * size, FIX);
      return labelled(new Held(pixels(in, numbers), shape), labels);
    }
  }

  /** The same, but the images stay in their file, which is not compressed, until needed. */
  public static Labelled stream(Path images, Path labels) {
    try (BinaryReader in = BinaryReader.openUnpacked(images)) {
      Header header = Header.images(in);
      if (header.packed()) {
        throw in.error(
            0,
            "expected a plain file, got one compressed by gzip: unpack it first, gunzip -k "
                + images
                + ", or use load()");
      }
      int size = Sizes.product(header.sampleShape());
      Inputs inputs =
          Bytes.streamed(
              images,
              BinaryReader.length(images),
              in.offset(),
              size,
              header.count(),
              header.sampleShape());
      return labelled(inputs, labels);
    }
  }

  private static float[] pixels(BinaryReader in, int count) {
    float[] x = new float[(int) in.firstRoom(count)];
    byte[] chunk = new byte[Math.min(CHUNK, count)];
    for (int done = 0; done < count; done += chunk.length) {
      int some = Math.min(chunk.length, count - done);
      in.fill(chunk, 0, some, "pixels");
      if (done + some > x.length) {
        x = Arrays.copyOf(x, (int) Math.min(count, 2L * x.length));
      }
      Bytes.scale(chunk, 0, some, x, done);
    }
    in.end();
    return x;
  }

  private static Labelled labelled(Inputs inputs, Path file) {
    int[] labels = labels(file);
    if (labels.length != inputs.size()) {
      throw FileFormatException.of(
          "" + file,
          "expected %s labels, one for each image, got %s: do both files belong together?"
              .formatted(inputs.size(), labels.length));
    }
    int highest = Arrays.stream(labels).max().orElseThrow();
    return new Labelled(inputs, labels, Samples.numbered(highest + 1));
  }

  /** Reads labels, from 0 on. */
  static int[] labels(Path file) {
    try (BinaryReader in = BinaryReader.openUnpacked(file)) {
      Header header = Header.read(in);
      if (header.sizes.length != 1 || header.type != UBYTE && header.type != INT) {
        throw in.error(
            0,
            "expected labels, a list of bytes or 32-bit numbers, got %s of %s"
                .formatted(header.typeName(), Sizes.times(header.shape())));
      }
      Numbers numbers = header.type == UBYTE ? Numbers.U1 : Numbers.I4;
      float[] values = numbers.read(in, header.count(), ByteOrder.BIG_ENDIAN, "labels");
      in.end();
      int[] labels = new int[values.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (int) values[i];
        if (labels[i] < 0 || labels[i] >= Classes.MOST) {
          throw in.error(
              header.start + (long) i * numbers.bytes(),
              "expected a label from 0 to %s, got %s".formatted(Classes.MOST - 1, labels[i]));
        }
      }
      return labels;
    }
  }

  /**
   * What a file says of itself.
   *
   * @param start where the data starts
   */
  private record Header(int type, long start, boolean packed, int... sizes) {

    static Header images(BinaryReader in) {
      Header header = read(in);
      if (header.type != UBYTE || header.sizes.length < 2) {
        throw in.error(
            0,
            "expected images, bytes of (count, height, width), got %s of %s: are labels and images"
                    .formatted(header.typeName(), Sizes.times(header.shape()))
                + " in each other's place?");
      }
      // of one image; that of all is no matter where they are streamed
      Room.floats(in.name(), header.numbers() / header.count(), "are these images?");
      return header;
    }

    static Header read(BinaryReader in) {
      byte[] mark = in.bytes(4, "the mark of an IDX file");
      ByteBuffer magic = ByteBuffer.wrap(mark);
      int type = magic.get(2);
      int axes = magic.get(3);
      if (magic.get(0) != 0 || magic.get(1) != 0) {
        boolean turned = magic.get(2) == 0 && magic.get(3) == 0;
        throw in.error(
            0,
            "expected an IDX file, 00 00 08 and the number of axes, got %s%s"
                .formatted(Hex.of(mark), turned ? ": its bytes are in the wrong order" : ""));
      }
      if (axes < 1 || axes > MOST_AXES) {
        throw in.error(3, "expected 1 to %s axes, got %s".formatted(MOST_AXES, axes & 0xff));
      }
      long numbers = 1;
      int[] sizes = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        sizes[axis] = in.next(4, "the size of an axis").getInt(0);
        if (sizes[axis] < 1 || numbers > Long.MAX_VALUE / sizes[axis]) {
          throw in.error(
              in.offset() - 4,
              "expected a size of at least 1 and a sensible product, got " + sizes[axis]);
        }
        numbers *= sizes[axis];
      }
      Header header = new Header(type, in.offset(), !in.exact(), sizes);
      long bytes = type == INT ? 4 : 1;
      if (numbers > in.left() / bytes || in.exact() && numbers * bytes != in.left()) {
        throw in.error(
            "expected %s bytes of %s, got %s%s: the file is cut off, or something else"
                .formatted(
                    numbers > Long.MAX_VALUE / bytes ? "too many" : numbers * bytes,
                    Sizes.times(header.shape()),
                    in.exact() ? "" : "at most ",
                    in.left()));
      }
      return header;
    }

    int count() {
      return sizes[0];
    }

    long numbers() {
      return Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
    }

    List<Integer> shape() {
      return Arrays.stream(sizes).boxed().toList();
    }

    List<Integer> sampleShape() {
      List<Integer> all = shape();
      return all.size() == 3 ? List.of(1, all.get(1), all.get(2)) : all.subList(1, all.size());
    }

    String typeName() {
      return switch (type) {
        case UBYTE -> "bytes";
        case 0x09 -> "signed bytes";
        case 0x0b -> "16-bit numbers";
        case INT -> "32-bit numbers";
        case 0x0d -> "floats";
        case 0x0e -> "doubles";
        default -> "an unknown type %02x".formatted(type & 0xff);
      };
    }
  }
}
