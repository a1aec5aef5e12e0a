package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.code;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.notebook.NotebookReader;
import tilde.notebook.OfficialSchema;

/** A runner that is killed leaves every notebook file whole: as it was, or with some outputs. */
class KilledRunsIT {
  @TempDir Path directory;

  @Test
  void a20Kills() throws Exception {
    kill(new Random(1), 20);
  }

  @Test
  @Tag("nightly")
  void a200Kills() throws Exception {
    kill(new Random(2), 200);
  }

  private void kill(Random random, int times) throws Exception {
    Path file = directory.resolve("a.ipynb");
    JsonObject[] cells =
        IntStream.range(0, 8)
            .mapToObj(i -> code("\"" + i + "x\".repeat(300_000)"))
            .toArray(JsonObject[]::new);
    NotebookFiles.write(file, cells);
    long start = System.nanoTime();
    assertThat(run(file).waitFor()).as(log()).isZero();
    long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    int whileItRan = 0;
    for (int i = 0; i < times; i++) {
      Process process = run(file);
      if (!process.waitFor((long) (random.nextDouble() * whole), TimeUnit.MILLISECONDS)) {
        whileItRan++;
      }
      process.destroyForcibly().waitFor();
      assertThat(NotebookReader.read(file).cells()).hasSize(cells.length);
      OfficialSchema.assertValid(file);
    }
    assertThat(whileItRan).isGreaterThan(times / 2);
  }

  private Process run(Path file) throws IOException {
    return TildeJar.start(directory.resolve("log"), List.of(), "run", file, "--inplace");
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }
}
