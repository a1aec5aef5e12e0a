package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.cell;
import static tilde.run.NotebookFiles.code;
import static tilde.run.NotebookFiles.outputs;
import static tilde.run.NotebookFiles.printed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path directory;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  private int tilde(Object... arguments) {
    TildeCommand command = TildeCommand.tilde(arguments);
    out.append(command.out());
    err.append(command.err());
    return command.exitCode();
  }

  private Path sample() throws IOException {
    Path file = directory.resolve("sample.ipynb");
    try (InputStream in = getClass().getResourceAsStream("/notebooks/sample.ipynb")) {
      Files.copy(in, file);
    }
    return file;
  }

  private Path notebook(String name, String... cells) throws IOException {
    return NotebookFiles.write(
        directory.resolve(name),
        Arrays.stream(cells)
            .map(source -> printed(code(source), "of an earlier run"))
            .toArray(JsonObject[]::new));
  }

  @Test
  void theExecutedNotebookLiesBesideTheOtherAndHasTheOutputs() throws IOException {
    Path input = sample();
    String before = Files.readString(input);

    assertThat(tilde("run", input)).isZero();

    Path executed = directory.resolve("sample.executed.ipynb");
    assertThat(outputs(executed, 1))
        .isEqualTo(
            "[{\"name\":\"stdout\",\"output_type\":\"stream\",\"text\":[\"hello Jürgen 😀\\n\"]},"
                + "{\"name\":\"stderr\",\"output_type\":\"stream\",\"text\":[\"careful\\n\"]}]");
    assertThat(outputs(executed, 2)).contains("\"text/plain\":[\"55\"]");
    assertThat(cell(executed, 2).get("execution_count").getAsInt()).isEqualTo(2);
    assertThat(cell(executed, 3).get("execution_count").isJsonNull()).isTrue();
    assertThat(Files.readString(input)).isEqualTo(before);
  }

  @Test
  void stdoutHasThePathAndTheLastOutputAndStderrALineForEachCell() throws IOException {
    Path input = sample();
    tilde("run", input);

    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            directory.resolve("sample.executed.ipynb") + "\n[Jürgen 😀, 55]\n");
    assertThat(err.toString().lines().skip(1).map(line -> line.replaceAll(" +[0-9.]+ s ", "")))
        .containsExactly(
            "[1/3] String name = \"Jürgen 😀\";",
            "[2/3] int sum = 0;",
            "[3/3] List.of(name, sum) // <b> & \"quotes\"");
  }

  @Test
  void aFailingCellIsReportedWithItsPlaceAndWhatRanIsSaved() throws IOException {
    Path input =
        notebook(
            "bad.ipynb",
            "System.out.println(\"fine\");",
            "int x = 1;\nint y = x / 0;",
            "\"never\"");

    assertThat(tilde("run", input)).isEqualTo(1);

    assertThat(err.toString())
        .contains("FAILED  int x = 1;")
        .contains("java.lang.ArithmeticException: / by zero")
        .contains("  at cell 2, line 2")
        .contains("    int y = x / 0;");
    Path executed = directory.resolve("bad.executed.ipynb");
    assertThat(out.toString()).isEqualToNormalizingNewlines(executed + "\n");
    assertThat(outputs(executed, 0)).contains("fine\\n").doesNotContain("earlier");
    assertThat(outputs(executed, 1)).contains("\"ename\":\"java.lang.ArithmeticException\"");
    assertThat(outputs(executed, 2)).isEqualTo("[]");
    assertThat(cell(executed, 2).get("execution_count").isJsonNull()).isTrue();
  }

  @Test
  void aCompileErrorIsReportedWithACaret() throws IOException {
    assertThat(tilde("run", notebook("bad.ipynb", "int x = \"s\";"))).isEqualTo(1);
    assertThat(err.toString())
        .containsIgnoringNewLines("cell 1, line 1: incompatible types")
        .contains("    int x = \"s\";")
        .contains("            ^");
  }

  @Test
  void aDisplayUpdatedByALaterCellIsStoredInItsPlace() throws IOException {
    Path input =
        notebook(
            "live.ipynb",
            "var shown = tilde.output.Host.display().show(tilde.output.MimeBundle.text(\"one\"));",
            "shown.update(tilde.output.MimeBundle.text(\"two\").with(\"image/png\","
                + " new byte[] {1, 2, 3}));");

    assertThat(tilde("run", input)).isZero();

    Path executed = directory.resolve("live.executed.ipynb");
    assertThat(outputs(executed, 0))
        .isEqualTo(
            "[{\"data\":{\"image/png\":\"AQID\",\"text/plain\":[\"two\"]},\"metadata\":{},"
                + "\"output_type\":\"display_data\"}]");
    assertThat(outputs(executed, 1)).isEqualTo("[]");
  }

  @Test
  void eachNotebookHasASessionOfItsOwn() throws IOException {
    Path one = notebook("one.ipynb", "int x = 1;");
    Path two = notebook("two.ipynb", "x");
    assertThat(tilde("run", one, two)).isEqualTo(1);
    assertThat(err.toString()).contains("cannot find symbol").contains("variable x");
  }

  @Test
  void afterAFailedNotebookTheNextIsStillRun() throws IOException {
    Path one = notebook("one.ipynb", "1 / 0");
    Path two = notebook("two.ipynb", "\"good\"");
    assertThat(tilde("run", one, two)).isEqualTo(1);
    assertThat(out.toString())
        .contains("one.executed.ipynb")
        .contains("two.executed.ipynb", "good");
  }

  @Test
  void outputMayBeAFile() throws IOException {
    Path target = directory.resolve("new").resolve("b.ipynb");
    assertThat(tilde("run", sample(), "--output", target)).isZero();
    assertThat(outputs(target, 2)).contains("55");
  }

  @Test
  void outputMayBeADirectoryThatIsMade() throws IOException {
    assertThat(tilde("run", sample(), "--output", directory.resolve("out"))).isZero();
    assertThat(directory.resolve("out/sample.ipynb")).exists();
  }

  @Test
  void aNotebookWithoutCodeHasNoLastOutput() throws IOException {
    assertThat(tilde("run", notebook("empty.ipynb"))).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(directory.resolve("empty.executed.ipynb") + "\n");
  }

  @Test
  void unreadableNotebooksAreUsageErrorsAndNoCellRuns() throws IOException {
    Path good = notebook("good.ipynb", "1");
    Path broken = Files.writeString(directory.resolve("broken.ipynb"), "{");

    assertThat(tilde("run", good, broken)).isEqualTo(2);
    assertThat(err.toString()).startsWith(broken + ": not a notebook").doesNotContain("\tat ");
    assertThat(directory.resolve("good.executed.ipynb")).doesNotExist();

    assertThat(tilde("run", directory.resolve("none.ipynb"))).isEqualTo(2);
    assertThat(tilde("run", directory.getRoot())).isEqualTo(2);
  }

  @Test
  void theInputIsNeverOverwritten() throws IOException {
    Path input = sample();
    assertThat(tilde("run", input, "--output", directory)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            input + " would be overwritten: choose another --output, or say --inplace\n");
  }

  @Test
  void twoNotebooksDoNotGoIntoOneFile() throws IOException {
    Path one = notebook("one/same.ipynb", "1");
    Path two = notebook("two/same.ipynb", "2");

    assertThat(tilde("run", one, two, "--output", directory.resolve("out"))).isEqualTo(2);
    assertThat(err.toString())
        .contains(one + " and " + two + " would both be written to")
        .contains("run them one by one");

    assertThat(tilde("run", one, two, "--output", directory.resolve("all.ipynb"))).isEqualTo(2);
    assertThat(err.toString()).contains("is one file for 2 notebooks: name a directory");
  }

  @Test
  void anOutputDirectoryThatCannotBeMadeIsNamedBeforeAnythingRuns() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(tilde("run", sample(), "--output", file.resolve("out"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("--output: cannot create the directory ");
  }

  @Test
  void wrongUsageIsExplained() {
    assertThat(tilde()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing a command").contains("Usage: tilde");
    assertThat(tilde("run")).isEqualTo(2);
    assertThat(tilde("run", "--nonsense", "a.ipynb")).isEqualTo(2);
    assertThat(tilde("walk")).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(tilde("run", "--help")).isZero();
    assertThat(out.toString()).contains("NOTEBOOK...", "--output", "Exit codes:");
    assertThat(tilde("--version")).isZero();
    assertThat(out.toString()).contains("tilde ").contains("Java " + Runtime.version());
  }

  @Test
  void theStandardStreamsAreGivenBack() throws IOException {
    PrintStream before = System.out;
    tilde("run", notebook("bad.ipynb", "1 / 0"));
    assertThat(System.out).isSameAs(before);
  }

  @Test
  void executingAgainGivesTheSameFile() throws IOException {
    Path input = sample();
    tilde("run", input);
    String first = Files.readString(directory.resolve("sample.executed.ipynb"));
    tilde("run", input);
    assertThat(Files.readString(directory.resolve("sample.executed.ipynb"))).isEqualTo(first);
    JsonElement root = JsonParser.parseString(first);
    assertThat(root.getAsJsonObject().get("nbformat_minor").getAsInt()).isEqualTo(5);
  }
}
