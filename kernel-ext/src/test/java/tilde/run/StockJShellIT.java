package tilde.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines of the README typed into the JDK's own {@code jshell}, a process of its own, with the
 * packaged jar (system property {@code tilde.jar}) on its class path.
 */
class StockJShellIT {
  private static final List<String> VECTOR = List.of("-R--add-modules", "-Rjdk.incubator.vector");
  private static final Pattern ERROR = Pattern.compile("(?m)^\\||Exception|[Ee]rror");
  private static final long MOST_MINUTES = 5;

  @TempDir Path directory;

  static Stream<Arguments> withoutAndWithTheVectorModule() {
    return Stream.of(Arguments.of("plain", List.of()), Arguments.of("vector", VECTOR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutAndWithTheVectorModule")
  void theCardsLineTrainsOnTheDigits(String name, List<String> options) throws Exception {
    String output =
        jshell(
            options,
            "import tilde.*;",
            "import static tilde.Tilde.*;",
            "var model = net().conv(3,3).relu().dense(10).softmaxCE();",
            "var history = model.fit(digits());",
            "System.out.println(\"accuracy \" + model.evaluate(digits()).accuracy());");

    assertThat(output).doesNotContainPattern(ERROR);
    Matcher accuracy = Pattern.compile("(?m)^accuracy ([0-9.]+)$").matcher(output);
    assertThat(accuracy.find()).as("a line with the accuracy in:%n%s", output).isTrue();
    assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThan(0.9);
  }

  /** The snippets of README.md, by name, with the lines they have to print. */
  static Stream<Arguments> snippets() {
    return Stream.of(
        Arguments.of("jshell", List.of("epoch 20/20", "dL/d conv1.w")),
        Arguments.of("residual", List.of("batches of 32 need", "macroF1", "recall")),
        Arguments.of("own", List.of("epoch 50/50: loss", "epoch 10/10: loss")),
        Arguments.of("stream", List.of("accuracy 100.0 %")),
        Arguments.of("files", List.of("epoch 20/20", "conv1.weight", "accuracy 9")),
        Arguments.of("data", List.of("60 samples (1, 8, 8) in 3", "(3, 24, 32)")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("snippets")
  void theLinesOfTheReadmeRun(String name, List<String> prints) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher snippet =
        Pattern.compile("<!-- snippet: " + name + " -->\\s*```java\\n(.*?)```", Pattern.DOTALL)
            .matcher(readme);
    assertThat(snippet.find()).as("the snippet %s of README.md", name).isTrue();
    String imports = "import tilde.*;\nimport static tilde.Tilde.*;\n";

    String output = jshell(VECTOR, (imports + snippet.group(1)).split("\n"));

    assertThat(output).doesNotContainPattern(ERROR);
    assertThat(output).contains(prints);
    if (name.equals("jshell")) {
      assertThat(directory.resolve("gradients.png")).isNotEmptyFile();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutAndWithTheVectorModule")
  void theJarIsSeenAndTheModuleIsThereOnlyWhenAskedFor(String name, List<String> options)
      throws Exception {
    String output =
        jshell(
            options,
            "tilde.output.Host.display().show(tilde.output.MimeBundle.text(\"seen\"));",
            "System.out.println(\"vector \" + ModuleLayer.boot()"
                + ".findModule(\"jdk.incubator.vector\").isPresent());");

    assertThat(output).doesNotContainPattern(ERROR);
    assertThat(output.lines()).contains("seen", "vector " + !options.isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutAndWithTheVectorModule")
  void anErrorWouldBeNoticed(String name, List<String> options) throws Exception {
    assertThat(jshell(options, "int x = \"s\";")).containsPattern(ERROR);
    assertThat(jshell(options, "int x = 1 / 0;")).containsPattern(ERROR);
  }

  /** Everything that {@code jshell} prints, on both streams, when these lines are piped into it. */
  private String jshell(List<String> options, String... lines)
      throws IOException, InterruptedException {
    String jar = System.getProperty("tilde.jar");
    assertThat(jar).as("system property tilde.jar: path of the packaged jar").isNotNull();
    assertThat(Path.of(jar)).isRegularFile();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
    command.addAll(options);
    command.addAll(List.of("--class-path", Path.of(jar).toAbsolutePath().toString(), "-s", "-"));
    Path output = directory.resolve("output.txt"); // a file never fills up as a pipe does
    Process jshell =
        new ProcessBuilder(command)
            .directory(directory.toFile()) // where the lines may save pictures
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      try (OutputStream in = jshell.getOutputStream()) {
        in.write((String.join("\n", lines) + "\n/exit\n").getBytes(UTF_8));
      }
      assertThat(jshell.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("jshell ended").isTrue();
    } finally {
      jshell.destroyForcibly();
    }
    return Files.readString(output);
  }
}
