package tilde.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanitizerTest {
  @TempDir Path directory;

  private Sanitizer read(String content) throws IOException {
    return Sanitizer.read(Files.writeString(directory.resolve("s.cfg"), content));
  }

  @Test
  void readsTheFilesOfNbval() throws IOException {
    Sanitizer sanitizer =
        read(
            """
            # dates first
            [regex1]
            regex: \\d{1,2}/\\d{1,2}/\\d{2,4}
            replace: DATE-STAMP

            [regex2]
            regex: took (\\w+): .*
            replace: took $1
            """);
    assertThat(sanitizer.clean("on 1/2/2026 it took long: 5 s"))
        .isEqualTo("on DATE-STAMP it took long");
    assertThat(read("").clean("1/2/2026")).isEqualTo("1/2/2026");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regex: (\\nreplace: x | line 2: not a regular expression of Java: Unclosed group",
        "regex: a\\nreplace: $1 | line 2: not a replacement: No group 1",
        "regex: a | replace: ... is missing after regex: a",
        "replace: a | line 1: expected regex: ..., then replace: ..., got replace: a",
        "hello | line 1: expected regex: ...",
      })
  void whatIsWrongIsNamed(String content, String problem) {
    assertThatThrownBy(() -> read(content.replace("\\n", "\n")))
        .isInstanceOf(Sanitizer.Unusable.class)
        .hasMessageContaining("s.cfg")
        .hasMessageContaining(problem);
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("none");
    assertThatThrownBy(() -> Sanitizer.read(missing))
        .hasMessageStartingWith(missing + ": cannot be read");
  }
}
