package tilde.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.file.FileFormatException;

class ArchiveTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void makeAFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("to"));
  }

  private void unpack(byte[] archive, Map<String, Long> wanted) throws IOException {
    Archive.unpack(Files.write(temporary.resolve("x.tar.gz"), archive), folder, wanted);
  }

  private void refused(byte[] archive, String message) {
    assertThatThrownBy(() -> unpack(archive, Map.of("a", 3L)))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("x.tar.gz, offset ")
        .hasMessageContaining(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void onlyWhatIsWantedIsWrittenAndNowhereElse() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("../../readme", new byte[600]);
    files.put("../a", new byte[] {1, 2, 3});
    files.put("/b/c", new byte[512]);
    files.put("d", new byte[] {4});
    unpack(Tar.gz(files), Map.of("a", 3L, "c", 512L));
    try (Stream<Path> all = Files.walk(temporary).filter(Files::isRegularFile)) {
      assertThat(all)
          .containsExactlyInAnyOrder(
              folder.resolve("a"), folder.resolve("c"), temporary.resolve("x.tar.gz"));
    }
    assertThat(folder.resolve("a")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(folder.resolve("c")).hasBinaryContent(new byte[512]);
  }

  @Test
  void otherLengthsAndStrangeHeadersAreErrors() throws IOException {
    refused(Tar.gz(Map.of("a", new byte[4])), "expected 3 bytes of a, got 4");
    refused(Tar.gz(Map.of("b", new byte[4])), "expected [a] too, got the end of the archive");
    refused(Tar.gz(Tar.header("a", "9x", '0')), "expected a length in octal digits, got \"9x\"");
    refused(Tar.gz(Tar.header("a", "00000000003", '2')), "offset 512");
    refused(
        Tar.gz(Tar.header("b", "77777777777", '0')),
        "expected small files besides [a], got 8589934591");
    refused(Tar.gz(Tar.header("a", "00000000003", '0')), "expected 3 more bytes");
    byte[] header = Tar.header("b", "00000000000", '0');
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 1100; i++) {
      many.write(header);
    }
    refused(Tar.gz(many.toByteArray()), "got the end of the archive");
  }

  /** No exception but ours, and no file of another length. */
  @Test
  void damagedArchivesAreErrors() throws IOException {
    byte[] whole = Tar.gz(Map.of("a", new byte[] {1, 2, 3}));
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged =
          Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
      if (i % 2 == 1) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.deleteIfExists(folder.resolve("a"));
      try {
        unpack(damaged, Map.of("a", 3L));
        assertThat(Files.size(folder.resolve("a"))).isEqualTo(3);
      } catch (FileFormatException refused) {
        assertThat(refused).hasMessageContaining("x.tar.gz");
      }
    }
  }
}
