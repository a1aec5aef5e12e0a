package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.notebook.OfficialSchema;

class HugeOutputIT {
  @Test
  void aNotebookThatPrintsAGigabyteEndsWithinTheMemoryLimit(@TempDir Path directory)
      throws Exception {
    Path file =
        NotebookFiles.write(
            directory.resolve("a.ipynb"),
            code(
                "String line = \"x\".repeat(1023) + \"\\n\";\n"
                    + "for (int i = 0; i < 1 << 20; i++) System.out.print(line);"),
            code("\"after\""));
    Path log = directory.resolve("log");
    Process run = TildeJar.start(log, List.of("-Xmx256m"), "run", file);

    assertThat(run.waitFor()).as(Files.readString(log)).isZero();

    Path executed = directory.resolve("a.executed.ipynb");
    assertThat(Files.size(executed)).isBetween(100_000L, 20_000_000L);
    OfficialSchema.assertValid(executed);
    assertThat(NotebookFiles.outputs(executed, 0)).containsPattern("more|left out");
    assertThat(NotebookFiles.outputs(executed, 1)).contains("after");
  }
}
