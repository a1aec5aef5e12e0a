package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.code;
import static tilde.run.NotebookFiles.printed;
import static tilde.run.TildeCommand.tilde;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String PRINT = "System.out.println(\"loss \" + 0.4183);";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("a.ipynb");
  }

  @Test
  void whatRunStoresCheckAccepts() throws IOException {
    NotebookFiles.write(
        file,
        code(PRINT),
        code("new int[] {1, 2}"),
        code("throw new Exception(\"x\");", "raises-exception"),
        code("tilde.Tilde.show(tilde.Tilde.tensor(1, 2))"));
    tilde("run", file, "--inplace");
    String before = Files.readString(file);

    TildeCommand check = tilde("check", file);

    assertThat(check.out())
        .isEqualToNormalizingNewlines(file + ": ok, 4 of 4 cells have outputs to compare\n");
    assertThat(check.exitCode()).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void aDriftedNumberIsExitCode3AndShown() throws IOException {
    NotebookFiles.write(file, printed(code(PRINT), "loss 0.4190\n"), code("\"never ran\""));
    TildeCommand check = tilde("check", file);
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out())
        .isEqualToNormalizingNewlines(
            file
                + ": cell 1 not what is stored\n"
                + "  stdout:\n    - loss 0.4190\n    + loss 0.4183\n"
                + file
                + ": 1 problem, 1 of 2 cells have outputs to compare\n");
    assertThat(tilde("check", file, "--tolerance", "0.01").exitCode()).isZero();
    assertThat(tilde("check", file, "--absolute-tolerance", "0.001").exitCode()).isZero();
    assertThat(tilde("check", file, "--only-tagged").exitCode()).isZero();
  }

  @Test
  void tagsAndPatternsLeaveOut() throws IOException {
    NotebookFiles.write(file, printed(code(PRINT, "nbval-ignore-output"), "other"));
    assertThat(tilde("check", file).exitCode()).isZero();

    NotebookFiles.write(file, printed(code(PRINT, "nbval-check-output"), "loss 9\n"));
    assertThat(tilde("check", file, "--only-tagged").exitCode()).isEqualTo(3);

    Path patterns =
        Files.writeString(directory.resolve("s.cfg"), "[r]\nregex: loss .*\nreplace: LOSS\n");
    assertThat(tilde("check", file, "--sanitize", patterns).exitCode()).isZero();
  }

  @Test
  void aCellThatFailsIsExitCode1() throws IOException {
    NotebookFiles.write(file, printed(code("1 / 0"), "x"), printed(code("1"), "x"));
    TildeCommand check = tilde("check", file);
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out())
        .contains("cell 1 failed", "ArithmeticException")
        .doesNotContain("cell 2");
  }

  @Test
  void wrongUsageIsExplained() throws IOException {
    NotebookFiles.write(file, code("1"));
    assertThat(tilde("check", file, "--tolerance", "-1").err())
        .startsWith("a relative tolerance of 0 or more is needed");
    assertThat(tilde("check", file, "--sanitize", directory.resolve("none")).exitCode())
        .isEqualTo(2);
    assertThat(tilde("check", directory.resolve("none.ipynb")).exitCode()).isEqualTo(2);
  }
}
