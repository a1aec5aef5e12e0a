package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.code;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way to start: jar and notebook by relative paths, the notebook in a folder. */
class RelativePathsIT {
  @Test
  void jarNotebookAndOutputMayBeRelative(@TempDir Path directory) throws Exception {
    Files.copy(Path.of(System.getProperty("tilde.jar")), directory.resolve("tilde.jar"));
    NotebookFiles.write(directory.resolve("notebooks/a.ipynb"), code("tilde.Tilde.range(2)"));
    File log = directory.resolve("log").toFile();
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "tilde.jar",
                "run",
                "notebooks/a.ipynb",
                "--output",
                "target")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();

    assertThat(run.waitFor()).as(Files.readString(log.toPath())).isZero();
    assertThat(NotebookFiles.outputs(directory.resolve("target/a.ipynb"), 0)).contains("[0, 1]");
  }
}
