package tilde.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.Model;
import tilde.Tilde;
import tilde.random.Keyed;

/** Programs killed at any moment of saving leave a file that holds one of the models, whole. */
class KilledWhileSavingTest {
  private static final int FEW = 30;
  private static final int MANY = 500;
  private static final int AT_ONCE = 3;
  private static final int LATEST_MICROS = 40_000; // some ten savings

  @TempDir Path folder;

  /** What came of it: how often each of the two models was found, and parts of files left. */
  private record Outcome(int first, int second, int parts) {}

  private static Process start(String... arguments) throws IOException, URISyntaxException {
    List<String> paths = new ArrayList<>();
    for (Class<?> needed : List.of(SavingChild.class, StoredModel.class, JsonReader.class)) {
      paths.add(
          Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                String.join(File.pathSeparator, paths),
                SavingChild.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static Model model(int seed) {
    Model model = Tilde.net(1, 8, 8).dense(500).dense(10).softmaxCE();
    model.train(Tilde.digits().take(20)).epochs(1).seed(seed).run();
    return model;
  }

  private Outcome kill(int times, long seed) throws Exception {
    Model first = model(1);
    Model second = model(2);
    first.save(folder.resolve("first"));
    second.save(folder.resolve("second"));
    int[] found = new int[2];
    int parts = 0;
    for (int round = 0; round < times; round += AT_ONCE) {
      List<Process> children = new ArrayList<>();
      try {
        for (int c = 0; c < AT_ONCE; c++) {
          Path file = Files.createDirectory(folder.resolve(round + "-" + c)).resolve("m.tilde");
          String[] arguments = {
            file.toString(), folder.resolve("first") + "", folder.resolve("second") + ""
          };
          children.add(start(arguments));
        }
        for (int c = 0; c < AT_ONCE; c++) {
          Process child = children.get(c);
          assertThat(child.getInputStream().read()).isEqualTo('!');
          int micros = Keyed.of(seed).key(round).below(c, LATEST_MICROS);
          assertThat(child.waitFor(micros, TimeUnit.MICROSECONDS)).isFalse();
          child.destroyForcibly().waitFor();
          Path own = folder.resolve(round + "-" + c);
          Model left = Model.load(own.resolve("m.tilde"));
          boolean isFirst = left.parameters().equals(first.parameters());
          found[isFirst ? 0 : 1]++;
          assertThat(left.parameters())
              .isEqualTo(isFirst ? first.parameters() : second.parameters());
          parts += parts(own);
        }
      } finally {
        children.forEach(Process::destroyForcibly);
      }
    }
    return new Outcome(found[0], found[1], parts);
  }

  /** Beside the model there is at most the temporary file that was being written. */
  private static int parts(Path own) throws IOException {
    try (Stream<Path> files = Files.list(own)) {
      List<String> names = files.map(f -> f.getFileName().toString()).collect(Collectors.toList());
      names.remove("m.tilde");
      assertThat(names).hasSizeLessThanOrEqualTo(1).allMatch(name -> name.startsWith(".tilde-"));
      return names.size();
    }
  }

  @Test
  void theFileLoadsAfterEveryKill() throws Exception {
    Outcome outcome = kill(FEW, 1);
    assertThat(outcome.first + outcome.second).isEqualTo(FEW);
  }

  @Test
  @Tag("nightly")
  void theFileLoadsAfterVeryManyKills() throws Exception {
    int times = MANY + 1; // a multiple of those at once
    Outcome outcome = kill(times, 2);
    System.out.println("killed while saving: " + outcome);
    assertThat(outcome.first + outcome.second).isEqualTo(times);
    assertThat(outcome.parts).isPositive(); // some were killed in the middle of a file
  }
}
