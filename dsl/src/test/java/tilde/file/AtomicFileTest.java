package tilde.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is written as a whole or not at all. */
class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void anOlderFile() throws IOException {
    file = Files.write(folder.resolve("a.bin"), OLD);
  }

  @Test
  void writesAndReplaces() {
    byte[] much = new byte[200_000];
    much[199_999] = 7;
    AtomicFile.write(file, out -> out.write(much));
    AtomicFile.write(folder.resolve("new.bin"), out -> out.write(much));
    assertThat(file).hasBinaryContent(much);
    assertThat(folder.resolve("new.bin")).hasBinaryContent(much);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.bin", "new.bin");
  }

  @Test
  void readersSeeTheOldFileUntilAllIsWritten() {
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[100_000]);
          assertThat(file).hasBinaryContent(OLD);
        });
    assertThat(file).hasSize(100_000);
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNothingElse() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot save %s: java.io.IOException: No space left on device; is the folder writable"
                    .formatted(file)
                + " and the disk not full?");
    onlyTheOldFileIsThere();
  }

  @Test
  void aFailureOfTheContentIsPassedOn() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new AssertionError("out of memory, say");
                    }))
        .isInstanceOf(AssertionError.class);
    onlyTheOldFileIsThere();
  }

  private void onlyTheOldFileIsThere() {
    assertThat(file).hasBinaryContent(OLD);
    assertThat(folder.toFile().list()).containsExactly("a.bin");
  }

  @Test
  void anInterruptDoesNotHurt() {
    Thread.currentThread().interrupt();
    AtomicFile.write(file, out -> out.write(new byte[100_000]));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasSize(100_000);
  }

  @Test
  void aLinkStaysAndItsTargetIsReplaced() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = Files.createSymbolicLink(other.resolve("link.bin"), file);
    AtomicFile.write(link, out -> out.write(new byte[5]));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasSize(5);
  }

  @Test
  void whatIsNoFileIsNotReplacedByOne() throws IOException {
    Path nowhere = Files.createSymbolicLink(folder.resolve("link.bin"), folder.resolve("gone"));
    for (Path name : List.of(nowhere, Path.of("/dev/null"))) {
      assertThatThrownBy(() -> AtomicFile.checked(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cannot save %s: a device or a link that leads nowhere has this name; choose another"
                  .formatted(name));
    }
    assertThatThrownBy(() -> AtomicFile.write(nowhere, out -> {})).hasMessageContaining("a link");
    assertThat(nowhere).isSymbolicLink();
  }

  @Test
  void namesThatCannotBeWrittenAreExplained() {
    Path nowhere = folder.resolve("nowhere").resolve("a.bin");
    assertThatThrownBy(() -> AtomicFile.write(nowhere, out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot save %s: there is no folder %s; create it first, or check the name"
                .formatted(nowhere, nowhere.getParent()));
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot save %s: a folder has this name; choose another".formatted(folder));
    assertThatThrownBy(() -> AtomicFile.write(folder.getRoot(), out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot save /: a folder has this name; choose another");
  }
}
