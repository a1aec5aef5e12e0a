package tilde.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import tilde.file.AtomicFile;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;
import tilde.file.FileKind;
import tilde.file.Room;

/** Arrays by name in NumPy's zip files, {@code .npz}: one {@code .npy} file for each. */
public final class Npz {
  private static final float WHITE = 255;
  private static final String ENDING = ".npy";
  private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");
  // the earliest a zip file knows; the same arrays give the same bytes whenever they are written
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays of a file, in its order.
   *
   * @throws FileFormatException when it is damaged, or holds something else than arrays of numbers
   */
  public static Map<String, Npy.Array> read(Path file) {
    return Room.within("" + file, Npy.FIX, () -> all(file));
  }

  private static Map<String, Npy.Array> all(Path file) {
    long length = BinaryReader.length(file);
    Map<String, Npy.Array> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = checkedName(file, entry.getName());
        if (arrays.put(name, read(file, length, zip, entry)) != null) {
          throw FileFormatException.of(
              "" + file, "expected arrays of different names, got " + name + " twice");
        }
      }
    } catch (IOException e) {
      throw FileFormatException.of(
          "" + file,
          "expected a zip file of arrays as numpy.savez writes it, got something else, or it is"
              + " damaged: "
              + e.getMessage()
              + FileKind.hint(file),
          e);
    } catch (FileFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // what older Javas say of names that are not UTF-8
      throw FileFormatException.of(
          "" + file, "the list of arrays is damaged: " + e.getMessage(), e);
    }
    return arrays;
  }

  /**
   * Reads samples and their classes. Unsigned bytes are taken for pixels, 0 to 255, and become 0 to
   * 1; images without channels get one.
   *
   * @param x the name of an array (N, features), (N, height, width) or (N, channels, height, width)
   * @param y the name of an array (N) of whole numbers from 0 on
   */
  public static Labelled read(Path file, String x, String y) {
    Map<String, Npy.Array> arrays = read(file);
    Npy.Array samples = array(file, arrays, x);
    int[] labels = labels(file + ", " + y, array(file, arrays, y));
    int[] shape = samples.shape();
    if (shape.length < 2 || shape.length > 4 || samples.data().length == 0) {
      throw FileFormatException.of(
          file + ", " + x,
          "expected samples (N, features) or (N, channels, height, width), got an array of shape "
              + Arrays.toString(shape));
    }
    if (shape[0] != labels.length) {
      throw FileFormatException.of(
          "" + file,
          "expected as many samples as classes, got %s in %s and %s in %s"
              .formatted(shape[0], x, labels.length, y));
    }
    float[] data = samples.data();
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        int size = data.length / shape[0];
        throw FileFormatException.of(
            file + ", " + x,
            "expected finite numbers, got %s at index %s of sample %s"
                .formatted(data[i], i % size, i / size));
      }
      if (samples.bytes()) {
        data[i] /= WHITE; // nobody else has the array
      }
    }
    List<Integer> sample =
        shape.length == 3
            ? List.of(1, shape[1], shape[2])
            : Arrays.stream(shape).skip(1).boxed().toList();
    int highest = Arrays.stream(labels).max().orElseThrow();
    return new Labelled(new Held(data, sample), labels, Samples.numbered(highest + 1));
  }

  private static Npy.Array array(Path file, Map<String, Npy.Array> arrays, String name) {
    Npy.Array array = arrays.get(name);
    if (array == null) {
      throw FileFormatException.of(
          "" + file, "there is no array %s: expected one of %s".formatted(name, arrays.keySet()));
    }
    return array;
  }

  private static int[] labels(String where, Npy.Array array) {
    float[] values = array.data();
    int[] shape = array.shape();
    if (shape.length == 0 || shape[0] != values.length) {
      throw FileFormatException.of(
          where,
          "expected a class for each sample, (N), got an array of shape " + Arrays.toString(shape));
    }
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || labels[i] < 0 || labels[i] >= Classes.MOST) {
        throw FileFormatException.of(
            where,
            "expected whole numbers from 0 to %s, got %s for sample %s"
                .formatted(Classes.MOST - 1, values[i], i));
      }
    }
    return labels;
  }

  private static Npy.Array read(Path file, long length, ZipFile zip, ZipEntry entry)
      throws IOException {
    long packed = entry.getCompressedSize();
    if (packed < 0 || packed > length) {
      throw FileFormatException.of(
          "" + file,
          "%s: expected at most %s bytes, got a size of %s"
              .formatted(entry.getName(), length, packed));
    }
    CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
    String name = file + ", " + entry.getName();
    try (BinaryReader in = BinaryReader.of(name, checked, BinaryReader.mostUnpacked(packed))) {
      Npy.Array array = Npy.read(in);
      if (checked.getChecksum().getValue() != entry.getCrc()) {
        throw in.error(
            "expected the checksum %08x, got %08x: the file is damaged"
                .formatted(entry.getCrc(), checked.getChecksum().getValue()));
      }
      return array;
    }
  }

  private static String checkedName(Path file, String name) {
    List<String> parts = Arrays.asList(SEPARATORS.split(name, -1));
    if (!name.endsWith(ENDING)
        || parts.contains("..")
        || parts.contains("")
        || name.contains(":")) {
      throw FileFormatException.of(
          "" + file, "expected names of arrays such as conv1.w.npy, got \"%s\"".formatted(name));
    }
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Writes arrays by name, replacing an older file as a whole; NumPy's load opens it. */
  public static void write(Path file, Map<String, Npy.Array> arrays) {
    arrays.keySet().forEach(name -> checkedName(file, name + ENDING));
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, Npy.Array> array : arrays.entrySet()) {
            add(zip, array.getKey() + ENDING, array.getValue());
          }
          zip.finish();
        });
  }

  private static void add(ZipOutputStream zip, String name, Npy.Array array) throws IOException {
    CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    Npy.write(sum, array);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED); // as NumPy's savez does
    entry.setSize(Npy.header(array.shape()).length + (long) Float.BYTES * array.data().length);
    entry.setCrc(sum.getChecksum().getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    Npy.write(zip, array);
    zip.closeEntry();
  }
}
