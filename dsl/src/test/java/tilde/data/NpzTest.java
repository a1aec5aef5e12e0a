package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.file.FileFormatException;

/** Arrays in zip files, and what is said of zip files that mean harm. */
class NpzTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("a.npz");
  }

  private static Npy.Array array(int[] shape, double... values) {
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
    }
    return new Npy.Array(shape, data);
  }

  private static byte[] npy(Npy.Array array, int more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, array);
    out.write(new byte[more]);
    return out.toByteArray();
  }

  private void zip(String name, byte... bytes) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(bytes);
    }
  }

  private void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(FileFormatException.class).hasMessage(file + message);
  }

  @Test
  void whatIsWrittenComesBackAndHasTheSameBytesEachTime() throws IOException {
    Map<String, Npy.Array> arrays = new LinkedHashMap<>();
    arrays.put("conv1.w", array(new int[] {2, 2}, 1, 2, 3, 4));
    arrays.put("net/a", array(new int[] {}, 5));
    Npz.write(file, arrays);
    byte[] first = Files.readAllBytes(file);
    Map<String, Npy.Array> back = Npz.read(file);
    assertThat(back.keySet()).containsExactly("conv1.w", "net/a");
    assertThat(back.get("conv1.w").data()).containsExactly(1, 2, 3, 4);
    assertThat(back.get("net/a").shape()).isEmpty();
    Npz.write(file, arrays);
    assertThat(file).hasBinaryContent(first);
    Npz.write(file, Map.of());
    assertThat(Npz.read(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../a.npy", "a/../../b.npy", "/etc/a.npy", "..\\a.npy", "C:a.npy", "a.txt", "a/"})
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    zip(name);
    refused(
        () -> Npz.read(file),
        ": expected names of arrays such as conv1.w.npy, got \"" + name + "\"");
  }

  @Test
  void namesThatLeadElsewhereAreNotWritten() {
    refused(
        () -> Npz.write(file, Map.of("../a", array(new int[] {0}))),
        ": expected names of arrays such as conv1.w.npy, got \"../a.npy\"");
    assertThat(file).doesNotExist();
  }

  @Test
  void aBombDoesNotGoOff() throws IOException {
    zip("a.npy", npy(array(new int[] {1}, 1), 100_000_000));
    assertThat(Files.size(file)).isLessThan(200_000);
    refused(() -> Npz.read(file), ", a.npy, offset 132: expected the end, got more bytes");
  }

  @Test
  void moreThanCanBePackedIsNotBelieved() throws IOException {
    byte[] small = npy(array(new int[] {1}, 1), 0);
    byte[] lie = "(2000000000,)}".getBytes(StandardCharsets.US_ASCII);
    int shape = new String(small, StandardCharsets.ISO_8859_1).indexOf("(1,)");
    System.arraycopy(lie, 0, small, shape, lie.length);
    zip("a.npy", small);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching(
            ".*, a.npy, offset 128: expected 2000000000 numbers of 4 bytes, got at most \\d{5,6}"
                + " bytes");
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    Npz.write(file, Map.of("a", array(new int[] {3}, 1, 2, 3)));
    byte[] bytes = Files.readAllBytes(file);
    int one = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0\u0080?");
    bytes[one] = 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching(
            ".*, a.npy, offset 140: expected the checksum [0-9a-f]{8}, got [0-9a-f]{8}: the file is"
                + " damaged");
    Files.write(file, Arrays.copyOf(bytes, 100));
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(
            file
                + ": expected a zip file of arrays as numpy.savez writes it, got something else,"
                + " or it is damaged: ");
  }

  // ---- samples and classes

  @Test
  void imagesGetAChannelAndBytesBecomePixels() throws IOException {
    byte[] x = npy(array(new int[] {2, 1, 2}, 0, 0, 0, 0), 0);
    byte[] bytes = Arrays.copyOf(x, x.length - 12);
    int type = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("<f4");
    bytes[type] = '|';
    bytes[type + 1] = 'u';
    bytes[type + 2] = '1';
    bytes[bytes.length - 1] = (byte) 255;
    bytes[bytes.length - 2] = 51;
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(bytes);
      zip.putNextEntry(new ZipEntry("y.npy"));
      zip.write(npy(array(new int[] {2, 1}, 0, 3), 0));
    }
    Labelled found = Npz.read(file, "x", "y");
    assertThat(found.inputs().shape()).containsExactly(1, 1, 2);
    assertThat(found.inputs().all()).containsExactly(0, 0, 0.2f, 1);
    assertThat(found.labels()).containsExactly(0, 3);
    assertThat(found.classNames()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void arraysThatAreNoSamplesAreExplained() {
    Npy.Array two = array(new int[] {2}, 0, 1);
    Npz.write(
        file,
        Map.of(
            "y", two,
            "x", array(new int[] {2, 2}, 1, 2, 3, 4),
            "nan", array(new int[] {2, 2}, 1, 2, 3, Double.NaN),
            "half", array(new int[] {2}, 0, 0.5),
            "three", array(new int[] {3}, 0, 1, 2)));
    assertThat(Npz.read(file, "x", "y").inputs().size()).isEqualTo(2);
    refused(
        () -> Npz.read(file, "nan", "y"),
        ", nan: expected finite numbers, got NaN at index 1 of sample 1");
    refused(
        () -> Npz.read(file, "x", "half"),
        ", half: expected whole numbers from 0 to 99999, got 0.5 for sample 1");
    refused(
        () -> Npz.read(file, "x", "three"),
        ": expected as many samples as classes, got 2 in x and 3 in three");
    refused(
        () -> Npz.read(file, "x", "x"),
        ", x: expected a class for each sample, (N), got an array of shape [2, 2]");
    refused(
        () -> Npz.read(file, "y", "y"),
        ", y: expected samples (N, features) or (N, channels, height, width), got an array of shape"
            + " [2]");
    assertThatThrownBy(() -> Npz.read(file, "z", "y"))
        .hasMessageStartingWith(file + ": there is no array z: expected one of [");
  }
}
