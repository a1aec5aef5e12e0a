package tilde.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.data.DataFiles;

/** What a file claims is compared with what there is; sizes with what fits. */
class BinaryReaderTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir private Path folder;

  private Path file(byte... bytes) throws IOException {
    return Files.write(folder.resolve("f"), bytes);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(FileFormatException.class).hasMessage(message);
  }

  @Test
  void readsInOrderAndKnowsWhereItIs() throws IOException {
    try (BinaryReader in = BinaryReader.open(file(BYTES))) {
      assertThat(in.exact()).isTrue();
      assertThat(in.next(4, "a number").getInt()).isEqualTo(0x01020304);
      assertThat(in.offset()).isEqualTo(4);
      assertThat(in.left()).isEqualTo(1);
      assertThat(in.bytes(1, "the rest")).containsExactly(5);
      in.end();
    }
  }

  @Test
  void whatIsCompressedIsUnpackedWhateverItsName() throws IOException {
    byte[] much = new byte[300_000];
    much[299_999] = 9;
    try (BinaryReader in = BinaryReader.openUnpacked(file(DataFiles.gzip(much)))) {
      assertThat(in.exact()).isFalse();
      assertThat(in.bytes(much.length, "all")).isEqualTo(much);
      in.end();
    }
    try (BinaryReader in = BinaryReader.openUnpacked(file(BYTES))) {
      assertThat(in.bytes(5, "all")).isEqualTo(BYTES);
    }
  }

  @Test
  void aCountBeyondTheEndIsRefusedBeforeMemoryIsTaken() throws IOException {
    BinaryReader in = BinaryReader.of("f.bin", BYTES);
    in.next(2, "a header");
    refused(
        () -> in.bytes(Integer.MAX_VALUE, "pixels"),
        "f.bin, offset 2: expected 2147483647 bytes of pixels, got 3 bytes until the end");
    refused(
        () -> in.bytes(-1, "pixels"),
        "f.bin, offset 2: expected a sensible number of pixels, got 3 bytes until the end");
    BinaryReader liar = BinaryReader.of("f.bin", new ByteArrayInputStream(BYTES), Long.MAX_VALUE);
    refused(
        () -> liar.bytes(Integer.MAX_VALUE, "pixels"),
        "f.bin, offset 5: expected 65531 more bytes of pixels, got the end");
  }

  @Test
  void moreThanExpectedIsRefused() {
    BinaryReader in = BinaryReader.of("f.bin", BYTES);
    refused(in::end, "f.bin, offset 0: expected the end, got more bytes");
  }

  @Test
  void damagedCompressionIsToldAtTheLatestAtTheEnd() throws IOException {
    byte[] packed = DataFiles.gzip(new byte[1000]);
    packed[packed.length - 6] ^= 1; // of the checksum
    try (BinaryReader in = BinaryReader.openUnpacked(file(packed))) {
      in.bytes(999, "all but one");
      assertThatThrownBy(
              () -> {
                in.bytes(1, "the last");
                in.end();
              })
          .isInstanceOf(FileFormatException.class)
          .hasMessage(
              folder.resolve("f") + ": cannot be read, damaged or cut off: Corrupt GZIP trailer");
    }
    Path cut = file(Arrays.copyOf(packed, 5));
    refused(
        () -> BinaryReader.openUnpacked(cut),
        cut + ": cannot be read, damaged or cut off: the data ends too early");
  }

  @Test
  void whatIsNoFileIsNamed() {
    assertThatThrownBy(() -> BinaryReader.open(folder.resolve("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            folder.resolve("x") + ": there is no such file; the name is looked up from ");
    refused(
        () -> BinaryReader.open(folder), folder + ": expected a file, got a folder: name a file");
  }

  @Test
  void aPlaceInAFileIsReadAsLongAsTheFileIsTheSame() throws IOException {
    Path file = file(BYTES);
    assertThat(BinaryReader.bytesAt(file, 5, 1, 3)).containsExactly(2, 3, 4);
    refused(
        () -> BinaryReader.bytesAt(file, 6, 1, 3),
        file + ": expected 6 bytes as before, got 5: the file was changed, read it anew");
  }

  @Test
  void anInterruptDoesNotHurt() throws IOException {
    Path file = file(BYTES);
    Thread.currentThread().interrupt();
    try (BinaryReader in = BinaryReader.open(file)) {
      assertThat(in.bytes(5, "all")).isEqualTo(BYTES);
    }
    assertThat(BinaryReader.bytesAt(file, 5, 0, 5)).isEqualTo(BYTES);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void numbersThatDoNotFitIntoMemoryAreCounted() {
    assertThat(Room.floats("f.bin", 250, "read it with stream()", 1000)).isEqualTo(250);
    refused(
        () -> Room.floats("f.bin", 251, "read it with stream()", 1000),
        "f.bin: expected at most 250 numbers, which an array and the memory of this Java hold, got"
            + " 251: read it with stream()");
    refused(
        () -> Room.floats("f.bin", 1L << 40, "split it", Long.MAX_VALUE),
        "f.bin: expected at most 2,147,483,639 numbers, which an array and the memory of this Java"
            + " hold, got 1,099,511,627,776: split it");
  }

  @Test
  void productsOfSizesAreCheckedForOverflow() {
    assertThat(Room.product(p -> FileFormatException.of("f", p), 3, 4)).isEqualTo(12);
    assertThat(Room.product(p -> FileFormatException.of("f", p))).isEqualTo(1);
    assertThat(Room.product(p -> FileFormatException.of("f", p), 1 << 30, 0)).isZero();
    refused(
        () -> Room.product(p -> FileFormatException.at("f", 8, p), 5, -1),
        "f, offset 8: expected sizes from 0 to 2147483647, got -1");
    refused(
        () -> Room.product(p -> FileFormatException.at("f", 8, p), 1 << 30, 1 << 30, 1 << 30, 0),
        "f, offset 8: expected sizes whose product is below 2^63, got larger ones");
  }
}
