package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.code;
import static tilde.run.NotebookFiles.outputs;
import static tilde.run.TildeCommand.tilde;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.notebook.OfficialSchema;

/** Cells that do not end, or end their JVM. */
class RunEndsTest {
  @TempDir Path directory;
  private Path file;
  private Path executed;

  @BeforeEach
  void name() {
    file = directory.resolve("a.ipynb");
    executed = directory.resolve("a.executed.ipynb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cell-timeout", "--timeout"})
  void whatTakesTooLongIsStoppedAndWhatRanIsSaved(String option) throws IOException {
    NotebookFiles.write(
        file, code("\"first\""), code("System.out.println(\"begun\");\nfor (;;);"), code("3"));
    // long enough for the first cell on any machine
    TildeCommand run = tilde("run", file, option, "8");
    assertThat(run.exitCode()).isEqualTo(124);
    assertThat(run.err())
        .contains("[2/3]", "TIMEOUT  System.out.println(\"begun\");")
        .contains("cell 2 took too long");
    assertThat(outputs(executed, 0)).contains("first");
    assertThat(outputs(executed, 1)).contains("begun").contains("\"output_type\":\"error\"");
    assertThat(outputs(executed, 2)).isEqualTo("[]");
    OfficialSchema.assertValid(executed);
  }

  @Test
  void whatCannotBeStoppedIsATimeoutToo() throws IOException {
    NotebookFiles.write(
        file, code("for (;;) try { Thread.sleep(1000); } catch (Throwable never) { }"));
    assertThat(tilde("run", file, "--cell-timeout", "1", "--allow-errors").exitCode())
        .isEqualTo(124);
  }

  @Test
  void anExitIsReportedAndEndsTheRun() throws IOException {
    NotebookFiles.write(file, code("\"first\""), code("System.exit(0);"), code("3"));
    TildeCommand run = tilde("run", file);
    assertThat(run.exitCode()).isEqualTo(138);
    assertThat(run.err())
        .contains("DIED  System.exit(0);", "cell 2 lost its JVM", "System.exit(0)");
    assertThat(outputs(executed, 0)).contains("first");
    OfficialSchema.assertValid(executed);
  }

  @Test
  void theWorstOfSeveralNotebooksIsTheExitCode() throws IOException {
    NotebookFiles.write(file, code("System.exit(0);"));
    Path failing = NotebookFiles.write(directory.resolve("b.ipynb"), code("1 / 0"));
    Path good = NotebookFiles.write(directory.resolve("c.ipynb"), code("1"));
    assertThat(tilde("run", file, failing, good).exitCode()).isEqualTo(138);
    assertThat(tilde("run", failing, good).exitCode()).isEqualTo(1);
  }

  @Test
  void severalNotebooksRunAtATime() throws IOException {
    // each waits for a file that the other makes
    String meet =
        """
        Files.createFile(Path.of("%s"));
        while (!Files.exists(Path.of("%s"))) Thread.sleep(10);
        """;
    NotebookFiles.write(file, code(meet.formatted("one", "two")), code("\"a is done\""));
    Path other =
        NotebookFiles.write(directory.resolve("b.ipynb"), code(meet.formatted("two", "one")));
    TildeCommand run = tilde("run", file, other, "--jobs", "2", "--cell-timeout", "60");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains(file + " [1/2]", other + " [1/1]");
    assertThat(run.out()).containsIgnoringNewLines(executed + "\na is done\n");
  }
}
