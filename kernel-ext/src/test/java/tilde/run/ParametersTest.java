package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.cell;
import static tilde.run.NotebookFiles.code;
import static tilde.run.NotebookFiles.outputs;
import static tilde.run.TildeCommand.tilde;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.notebook.NotebookReader;
import tilde.notebook.OfficialSchema;

class ParametersTest {
  private static final String DECLARATIONS =
      """
      import java.util.function.*;
      // what can be set
      int n = 1; long big = 5, bigger = 6;
      double rate = 0.1; float f = 1f; Float boxed = 1f;
      String name = "x"; boolean on = false; char c = 'a'; byte small = 1;
      var count = 3; var text = "t"; List<String> list = List.of()
      """;

  @TempDir Path directory;
  private Path file;
  private Path executed;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("a.ipynb");
    executed = directory.resolve("a.executed.ipynb");
    NotebookFiles.write(
        file, code("\"before\""), code(DECLARATIONS, "parameters"), code("name + n + rate + on"));
  }

  private String injected(Map<String, String> values) {
    return Parameters.inject(NotebookReader.read(file), values, file).cells().get(2).source();
  }

  @Test
  void valuesStandInACellOfTheirOwnAfterTheDeclarations() throws IOException {
    TildeCommand run =
        tilde("run", file, "--param", "n=7", "--param", "name=Anna", "--param", "on=true");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(cell(executed, 2).get("source").toString())
        .isEqualTo("[\"int n = 7;\\n\",\"String name = \\\"Anna\\\";\\n\",\"boolean on = true;\"]");
    assertThat(cell(executed, 2).getAsJsonObject("metadata").toString())
        .isEqualTo("{\"tags\":[\"injected-parameters\"]}");
    assertThat(outputs(executed, 3)).contains("Anna70.1true");
    OfficialSchema.assertValid(executed);
  }

  @Test
  void injectingAgainReplacesTheEarlierCell() throws IOException {
    tilde("run", file, "--param", "n=7");
    Path again = directory.resolve("b.ipynb");
    assertThat(tilde("run", executed, "--output", again, "--param", "n=8").exitCode()).isZero();
    assertThat(cell(again, 2).get("source").toString()).isEqualTo("[\"int n = 8;\"]");
    assertThat(outputs(again, 3)).contains("x80.1false");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "n=-0x1F, int n = -0x1F;",
        "big=7, long big = 7;",
        "bigger=99999999999L, long bigger = 99999999999L;",
        "rate=1, double rate = 1;",
        "rate=-1e-3, double rate = -1e-3;",
        "f=0.5, float f = (float) 0.5;",
        "boxed=2, Float boxed = (float) 2;",
        "c='\\n', char c = '\\n';",
        "small=2, byte small = (byte) 2;",
        "count=1_000, int count = 1_000;",
        "text=a \"b\" \\, String text = \"a \\\"b\\\" \\\\\";",
        "name=\"a\\tb\", String name = \"a\\tb\";",
        "name=a=b, String name = \"a=b\";",
      })
  void literalsTakeTheDeclaredType(String parameter, String source) {
    String[] value = parameter.split("=", 2);
    assertThat(injected(Map.of(value[0], value[1]))).isEqualTo(source);
  }

  @Test
  void whatIsInjectedCompilesForEveryType() {
    TildeCommand run =
        tilde(
            "run",
            file,
            "--param",
            "big=7",
            "--param",
            "rate=1",
            "--param",
            "f=0.5",
            "--param",
            "boxed=2",
            "--param",
            "c='\\n'",
            "--param",
            "small=2",
            "--param",
            "text=a \"b\" \\");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "n=0.5, a Java literal of type int is needed",
        "n=7; int k = 1, a Java literal of type int is needed",
        "n=5; }} class X {{, a Java literal of type int is needed",
        "n=, a Java literal of type int is needed",
        "n=1 + 1, a Java literal of type int is needed",
        "n=99999999999, a Java literal of type int is needed",
        "on=yes, a Java literal of type boolean is needed",
        "c=abc, a Java literal of type char is needed",
        "list=1, its type is List<String>: only primitive types and String take parameters",
        "epochs=5, `the cell tagged parameters declares no variable epochs, only n (int), big (long)`",
      })
  void whatDoesNotFitIsAnErrorBeforeAnythingRuns(String parameter, String problem) {
    TildeCommand run = tilde("run", file, "--param", parameter);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(file + ": --param " + parameter + ": " + problem);
    assertThat(executed).doesNotExist();
  }

  @Test
  void withoutATaggedCellParametersAreAnError() throws IOException {
    NotebookFiles.write(file, code("int n = 1;"));
    assertThat(tilde("run", file, "--param", "n=2").err())
        .startsWith(file + ": --param: no code cell is tagged parameters");
  }
}
