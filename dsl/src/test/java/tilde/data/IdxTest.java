package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.data.DataFiles.gzip;
import static tilde.data.DataFiles.idx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.file.FileFormatException;
import tilde.random.Keyed;

/** MNIST's files and CIFAR-10's: pixels in 0..1, held or streamed, and what is said of others. */
class IdxTest {
  @TempDir private Path folder;

  private Path images;
  private Path labels;

  @BeforeEach
  void threeImages() throws IOException {
    images = write("images", idx(3, 2, 4));
    labels = write("labels", idx(3));
  }

  private Path write(String name, byte... bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void refused(ThrowingCallable call, Path file, String message) {
    assertThatThrownBy(call).isInstanceOf(FileFormatException.class).hasMessage(file + message);
  }

  @Test
  void imagesHaveAChannelAndPixelsFromNoughtToOne() {
    Labelled found = Idx.read(images, labels);
    assertThat(found.inputs().shape()).containsExactly(1, 2, 4);
    assertThat(found.inputs().all()).startsWith(0, 1 / 255f, 2 / 255f).endsWith(23 / 255f);
    assertThat(found.inputs().all()).hasSize(24);
    assertThat(found.labels()).containsExactly(0, 1, 2);
    assertThat(found.classNames()).containsExactly("0", "1", "2");
  }

  @Test
  void compressedAndStreamedFilesGiveTheSame() throws IOException {
    float[] wanted = Idx.read(images, labels).inputs().all();
    Labelled packed = Idx.read(write("i.gz", gzip(idx(3, 2, 4))), write("l.gz", gzip(idx(3))));
    assertThat(packed.inputs().all()).isEqualTo(wanted);
    Labelled streamed = Idx.stream(images, labels);
    assertThat(streamed.inputs().held()).isFalse();
    assertThat(streamed.inputs().all()).isEqualTo(wanted);
    assertThat(streamed.inputs().pick(2).all()).isEqualTo(Arrays.copyOfRange(wanted, 16, 24));
    assertThat(streamed.labels()).containsExactly(0, 1, 2);
  }

  @Test
  void manyImagesAreReadInPieces() throws IOException {
    byte[] many = idx(200, 30, 30); // 180,000 bytes
    labels = write("many labels", idx(200));
    float[] held = Idx.read(write("many", many), labels).inputs().all();
    assertThat(held[100_000]).isEqualTo((100_000 & 0xff) / 255f);
    assertThat(Idx.read(write("many.gz", gzip(many)), labels).inputs().all()).isEqualTo(held);
    assertThat(Idx.stream(folder.resolve("many"), labels).inputs().all()).isEqualTo(held);
  }

  @Test
  void vectorsAndChannelsAreReadToo() throws IOException {
    assertThat(Idx.read(write("v", idx(3, 5)), labels).inputs().shape()).containsExactly(5);
    assertThat(Idx.read(write("c", idx(3, 3, 2, 2)), labels).inputs().shape())
        .containsExactly(3, 2, 2);
  }

  @Test
  void labelsMayHave32Bits() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(16).put(new byte[] {0, 0, 12, 1}).putInt(2);
    Path wide = write("wide", file.putInt(0).putInt(700).array());
    assertThat(Idx.labels(wide)).containsExactly(0, 700);
    file.putInt(12, -1);
    write("wide", file.array());
    refused(() -> Idx.labels(wide), wide, ", offset 12: expected a label from 0 to 99999, got -1");
  }

  @Test
  void filesInEachOthersPlaceAreNoticed() {
    refused(
        () -> Idx.read(labels, images),
        labels,
        ", offset 0: expected images, bytes of (count, height, width), got bytes of 3: are labels"
            + " and images in each other's place?");
    refused(
        () -> Idx.read(images, images),
        images,
        ", offset 0: expected labels, a list of bytes or 32-bit numbers, got bytes of 3x2x4");
  }

  @Test
  void differentCountsAreNoticed() throws IOException {
    Path two = write("two", idx(2));
    refused(
        () -> Idx.read(images, two),
        two,
        ": expected 3 labels, one for each image, got 2: do both files belong together?");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] sound = idx(3, 2, 4);
    Path bad = write("bad");
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 0: expected 4 bytes of the mark of an IDX file, got 0 bytes until the end");
    write("bad", Arrays.copyOf(sound, sound.length - 1));
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 16: expected 24 bytes of 3x2x4, got 23: the file is cut off, or something else");
    write("bad", Arrays.copyOf(sound, sound.length + 1));
    refused(
        () -> Idx.stream(bad, labels),
        bad,
        ", offset 16: expected 24 bytes of 3x2x4, got 25: the file is cut off, or something else");
    write("bad", (byte) 3, (byte) 8, (byte) 0, (byte) 0);
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 0: expected an IDX file, 00 00 08 and the number of axes, got 03 08 00 00: its"
            + " bytes are in the wrong order");
    write("bad", DataFiles.text("<!DOCTYPE html>"));
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 0: expected an IDX file, 00 00 08 and the number of axes, got 3c 21 44 4f");
    write("bad", (byte) 0, (byte) 0, (byte) 8, (byte) 200);
    refused(() -> Idx.read(bad, labels), bad, ", offset 3: expected 1 to 4 axes, got 200");
    write("bad", ByteBuffer.allocate(12).put(sound, 0, 4).putInt(4, 3).putInt(8, -1).array());
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 8: expected a size of at least 1 and a sensible product, got -1");
    write("bad", ByteBuffer.wrap(sound.clone()).put(2, (byte) 13).array());
    refused(
        () -> Idx.read(bad, labels),
        bad,
        ", offset 0: expected images, bytes of (count, height, width), got floats of 3x2x4: are"
            + " labels and images in each other's place?");
  }

  @Test
  void aHeaderThatPromisesGigabytesIsNotBelieved() throws IOException {
    byte[] liar = ByteBuffer.wrap(idx(3, 2, 4)).putInt(4, 1 << 24).array();
    Path plain = write("plain", liar);
    refused(
        () -> Idx.read(plain, labels),
        plain,
        ", offset 16: expected 134217728 bytes of 16777216x2x4, got 24: the file is cut off, or"
            + " something else");
    Path packed = write("packed", gzip(liar));
    assertThatThrownBy(() -> Idx.read(packed, labels))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching(".*expected 134217728 bytes of .*, got at most \\d+: .*");
    byte[] some = ByteBuffer.wrap(idx(3, 2, 4)).putInt(4, 100).array();
    Path less = write("less", gzip(some));
    refused(
        () -> Idx.read(less, labels),
        less,
        ", offset 40: expected 776 more bytes of pixels, got the end");
  }

  @Test
  void anImageThatFitsIntoNoArrayIsRefused() throws IOException {
    byte[] much = new byte[5_000_000]; // noise, so that compressed it might hold an image so large
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) Keyed.of(1).bits(i);
    }
    ByteBuffer.wrap(much).putInt(0x0803).putInt(1).putInt(1 << 16).putInt(1 << 16);
    Path packed = write("i.gz", gzip(much));
    assertThatThrownBy(() -> Idx.read(packed, labels))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(packed + ": expected at most ")
        .hasMessageEndingWith("got 4,294,967,296: are these images?");
  }

  @Test
  void aCompressedFileCannotBeStreamed() throws IOException {
    Path packed = write("i.gz", gzip(idx(3, 2, 4)));
    refused(
        () -> Idx.stream(packed, labels),
        packed,
        ", offset 0: expected a plain file, got one compressed by gzip: unpack it first, gunzip -k "
            + packed
            + ", or use load()");
  }

  // ---- CIFAR-10

  @Test
  void cifarFilesFollowEachOther() throws IOException {
    List<Path> files =
        List.of(write("1.bin", DataFiles.cifar10(2)), write("2.bin", DataFiles.cifar10(3)));
    Labelled held = Cifar10.read(files);
    assertThat(held.inputs().shape()).containsExactly(3, 32, 32);
    assertThat(held.labels()).containsExactly(0, 1, 0, 1, 2);
    assertThat(held.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
    float[] all = held.inputs().all();
    assertThat(all[3072]).isEqualTo(1 / 255f);
    assertThat(all[5 * 3072 - 1]).isEqualTo((3071 + 2 & 0xff) / 255f);
    Labelled streamed = Cifar10.stream(files);
    assertThat(streamed.inputs().held()).isFalse();
    assertThat(streamed.inputs().all()).isEqualTo(all);
    assertThat(streamed.labels()).isEqualTo(held.labels());
  }

  @Test
  void whatIsNotCifarIsRefused() throws IOException {
    byte[] sound = DataFiles.cifar10(2);
    Path file = write("x.bin", Arrays.copyOf(sound, 3072));
    refused(
        () -> Cifar10.read(List.of(file)),
        file,
        ": expected images of 3073 bytes each, a label and 3 x 32 x 32 pixels, got 3072 bytes: is"
            + " this the binary version, and complete?");
    sound[3073] = (byte) 200;
    write("x.bin", sound);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> Cifar10.read(List.of(file)), () -> Cifar10.stream(List.of(file)))) {
      refused(call, file, ", offset 3073: expected a label from 0 to 9, got 200");
    }
    assertThatThrownBy(() -> Cifar10.read(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CIFAR-10: expected at least one file such as data_batch_1.bin, got none");
  }
}
