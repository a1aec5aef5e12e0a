package tilde.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attack finds readers that trust their files. */
class MutationsTest {
  private static final Mutations FILES = Mutations.of(new byte[] {0, 0, 0, 3, 5, 6, 7});

  @TempDir private Path folder;

  private Mutations.Outcome attack(Mutations.Reader reader) throws IOException {
    return FILES.attack(1, 400, folder.resolve("f"), reader);
  }

  @Test
  void aReaderThatChecksPasses() throws IOException {
    Mutations.Outcome outcome =
        attack(
            file -> {
              try (BinaryReader in = BinaryReader.open(file)) {
                in.bytes(in.next(4, "a length").getInt(), "data");
                in.end();
              }
            });
    assertThat(outcome.read()).isPositive();
    assertThat(outcome.refused()).isGreaterThan(100);
    assertThat(outcome.read() + outcome.refused()).isEqualTo(400);
  }

  @Test
  void anotherExceptionIsFoundAndTheInputNamed() {
    assertThatThrownBy(() -> attack(file -> bytes(file)[3]++))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "(?s)input \\d+ of seed 1, \\d bytes, threw java.lang.ArrayIndexOutOfBounds.*");
    assertThat(FILES.allow(IndexOutOfBoundsException.class).allowed())
        .isEqualTo(IndexOutOfBoundsException.class);
  }

  @Test
  void memoryTakenForWhatAHeaderSaysIsFound() {
    assertThatThrownBy(() -> attack(file -> trusting(bytes(file))))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)input \\d+ of seed 1, \\d+ bytes, allocated \\d{7,} bytes.*");
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static int trusting(byte... bytes) {
    int size = bytes.length < 4 ? 0 : bytes[0] << 16 & 0xffffff;
    return new byte[size].length;
  }

  @Test
  void inputsFollowFromTheSeedAndAreMany() {
    assertThat(FILES.input(5, 17)).isEqualTo(FILES.input(5, 17));
    assertThat(
            IntStream.range(0, 1000)
                .mapToObj(i -> HexFormat.of().formatHex(FILES.input(5, i)))
                .distinct()
                .count())
        .isGreaterThan(700);
  }
}
