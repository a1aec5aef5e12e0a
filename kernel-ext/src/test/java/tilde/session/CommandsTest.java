package tilde.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.output.MimeBundle;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;

class CommandsTest {
  @TempDir Path directory;
  private Session session;

  @BeforeEach
  void open() {
    session =
        Session.open(
            SessionOptions.defaults().withWorkingDirectory(directory), OutputListener.none());
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<Output> run(String cell) {
    CellResult result = session.execute(cell);
    assertThat(result.failure()).as(cell).isEmpty();
    return result.outputs();
  }

  private static Result result(int value, int cell) {
    return new Result(MimeBundle.text("" + value), cell);
  }

  /** Compiles a class with a method that returns 42. */
  private void library(String folder, String name) throws IOException {
    Path target = Files.createDirectories(directory.resolve(folder));
    Path source = Files.createDirectories(directory.resolve("src")).resolve(name + ".java");
    Files.writeString(
        source,
        "package lib; public class " + name + " { public static int answer() { return 42; } }");
    String[] arguments = {"-d", target.toString(), source.toString()};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
  }

  @Test
  void aFolderOnTheClassPathIsThereForTheNextLine() throws IOException {
    library("classes", "One");
    assertThat(run("%classpath classes\nint x = lib.One.answer();\nx"))
        .containsExactly(result(42, 1));
  }

  @Test
  void aPatternNamesSeveralPlaces() throws IOException {
    library("libs/a.jar", "One"); // a folder does as well
    library("libs/b.jar", "Two");
    run("%jars libs/*.jar");
    assertThat(run("lib.One.answer() + lib.Two.answer()")).containsExactly(result(84, 2));
  }

  @Test
  void aFileIsLoadedAsIfItStoodInTheCell() throws IOException {
    Files.writeString(directory.resolve("more.jsh"), "int x = 20;\nint f() { return x + 1; }\n");
    assertThat(run("%load more.jsh\nf()")).containsExactly(result(21, 1));
  }

  @Test
  void theCodeOfANotebookIsLoaded() throws IOException {
    Files.writeString(
        directory.resolve("other.ipynb"),
        "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"no Java\"},"
            + "{\"cell_type\":\"code\",\"source\":[\"int x = 1;\\n\",\"x++;\"]},"
            + "{\"cell_type\":\"code\",\"source\":\"int y = x;\"}]}");
    assertThat(run("%load other.ipynb\ny")).containsExactly(result(2, 1));
  }

  @Test
  void timeIsTakenOfALineOrACell() {
    List<Output> line = run("%time int x = 1;");
    assertThat(((Stream) line.get(0)).text()).matches("time: [0-9.]+ ms\\R");
    List<Output> cell = run("%%time\nx = 5;\nx");
    assertThat(cell).hasSize(2).contains(result(5, 2));
  }

  @Test
  void anErrorInATimedCellHasItsPlace() {
    Failure failure = session.execute("%%time\nint x = 1;\nint y = x / 0;").failure().orElseThrow();
    assertThat(failure.traceback()).contains("  at cell 1, line 3", "    int y = x / 0;");
  }

  @Test
  void whatIsDeclaredCanBeListed() {
    run("int x = 3; String s = \"a\\nb\"; int f(int a, String b) { return a; }");
    assertThat(run("/vars")).containsExactly(new Stream("stdout", "int x = 3\nString s = a...\n"));
    assertThat(run("/methods")).containsExactly(new Stream("stdout", "int f(int,String)\n"));
    assertThat(((Stream) run("/imports").get(0)).text()).contains("import ");
  }

  @Test
  void aPercentSignInJavaIsNoCommand() {
    assertThat(run("int time = 4;\nint x = 7\n  %time;\nx")).containsExactly(result(3, 1));
    assertThat(run("\"\"\"\n%time\n\"\"\""))
        .containsExactly(new Result(MimeBundle.text("%time\n"), 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%nonsense | there is no such command; there are %maven",
        "%maven | needs something, such as %maven g:a:v",
        "%maven a:b | \"a:b\" names no library: expected group:artifact:version",
        "%classpath missing | there is no ",
        "%jars *.jar | nothing in ",
        "%load missing.jsh | cannot read ",
      })
  void whatACommandCannotDoIsSaidWithItsPlace(String cell, String message) {
    Failure failure = session.execute("int x = 1;\n" + cell).failure().orElseThrow();
    assertThat(failure.ename()).isEqualTo("CommandError");
    assertThat(failure.evalue()).startsWith(message);
    assertThat(failure.traceback().get(0)).startsWith("cell 1, line 2: ");
    assertThat(failure.traceback().get(1)).isEqualTo("    " + cell);
  }
}
