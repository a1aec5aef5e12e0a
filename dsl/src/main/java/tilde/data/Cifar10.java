package tilde.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * The binary version of CIFAR-10 (A. Krizhevsky, 2009): in each file a label and 32 x 32 pixels of
 * red, then of green, then of blue, over and over.
 */
public final class Cifar10 {
  /** What the classes are called. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final List<Integer> SHAPE = List.of(3, 32, 32);
  private static final int PIXELS = Sizes.product(SHAPE);
  private static final int RECORD = 1 + PIXELS;

  private Cifar10() {}

  /** Reads all images of the files, pixels in 0..1. */
  public static Labelled read(List<Path> files) {
    int[] counts = counts(files);
    long total = IntStream.of(counts).asLongStream().sum();
    float[] x = new float[Room.floats("" + files, total * PIXELS, "read it with stream()")];
    int[] labels = new int[(int) total];
    int n = 0;
    for (int f = 0; f < counts.length; f++) {
      try (BinaryReader in = BinaryReader.open(files.get(f))) {
        for (int i = 0; i < counts[f]; i++, n++) {
          byte[] image = in.bytes(RECORD, "a label and an image");
          labels[n] = label(in, image[0]);
          Bytes.scale(image, 1, PIXELS, x, n * PIXELS);
        }
        in.end();
      }
    }
    return new Labelled(new Held(x, SHAPE), labels, CLASS_NAMES);
  }

  /** The same, but the images stay in their files until needed. */
  public static Labelled stream(List<Path> files) {
    int[] counts = counts(files);
    long total = IntStream.of(counts).asLongStream().sum();
    int[] labels = new int[Room.floats("" + files, total, "take fewer files")];
    List<Inputs> parts = new ArrayList<>();
    int n = 0;
    for (int f = 0; f < counts.length; f++) {
      Path file = files.get(f);
      long length = BinaryReader.length(file);
      try (BinaryReader in = BinaryReader.open(file)) {
        for (int i = 0; i < counts[f]; i++, n++) {
          labels[n] = label(in, in.bytes(RECORD, "a label and an image")[0]);
        }
      }
      parts.add(Bytes.streamed(file, length, 1, RECORD, counts[f], SHAPE));
    }
    return new Labelled(
        parts.size() == 1 ? parts.get(0) : Inputs.concat(parts), labels, CLASS_NAMES);
  }

  /** How many images each file has, by its length. */
  private static int[] counts(List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "CIFAR-10: expected at least one file such as data_batch_1.bin, got none");
    }
    return files.stream()
        .mapToInt(
            file -> {
              long length = BinaryReader.length(file);
              if (length == 0 || length % RECORD != 0 || length / RECORD > Integer.MAX_VALUE) {
                throw FileFormatException.of(
                    "" + file,
                    ("expected images of %s bytes each, a label and 3 x 32 x 32 pixels, got %s"
                            + " bytes: is this the binary version, and complete?")
                        .formatted(RECORD, length));
              }
              return (int) (length / RECORD);
            })
        .toArray();
  }

  private static int label(BinaryReader in, byte label) {
    if (label < 0 || label >= CLASS_NAMES.size()) {
      throw in.error(in.offset() - RECORD, "expected a label from 0 to 9, got " + (label & 0xff));
    }
    return label;
  }
}
