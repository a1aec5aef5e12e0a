package tilde.run;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.run.NotebookFiles.cell;
import static tilde.run.NotebookFiles.code;
import static tilde.run.NotebookFiles.outputs;
import static tilde.run.NotebookFiles.printed;
import static tilde.run.TildeCommand.tilde;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tilde.notebook.OfficialSchema;

class RunOptionsTest {
  @TempDir Path directory;
  private Path file;
  private Path executed;

  @BeforeEach
  void name() {
    file = directory.resolve("a.ipynb");
    executed = directory.resolve("a.executed.ipynb");
  }

  @Test
  void aCellTaggedRaisesExceptionMayFail() throws IOException {
    NotebookFiles.write(file, code("1 / 0", "raises-exception"), code("\"after\""));
    TildeCommand run = tilde("run", file);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).doesNotContain("FAILED");
    assertThat(outputs(executed, 0)).contains("ArithmeticException");
    assertThat(outputs(executed, 1)).contains("after");
  }

  @Test
  void allowErrorsLetsEveryCellFail() throws IOException {
    NotebookFiles.write(file, code("1 / 0"), code("int x = \"s\";"), code("\"after\""));
    assertThat(tilde("run", file, "--allow-errors").exitCode()).isZero();
    assertThat(outputs(executed, 2)).contains("after");
    OfficialSchema.assertValid(executed);
  }

  @Test
  void aCellTaggedSkipExecutionKeepsItsOutputs() throws IOException {
    NotebookFiles.write(
        file, printed(code("System.exit(1)", "skip-execution"), "old"), code("\"after\""));
    TildeCommand run = tilde("run", file);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("[1/2]    0.00 s  skipped  System.exit(1)");
    assertThat(outputs(executed, 0)).contains("old");
    assertThat(cell(executed, 0).get("execution_count").getAsInt()).isEqualTo(99);
    assertThat(outputs(executed, 1)).contains("after");
    OfficialSchema.assertValid(executed);
  }

  @Test
  void aFailedCellIsPrintedWithSourceErrorAndPlace() throws IOException {
    NotebookFiles.write(file, code("int zero = 0;"), code("int x = 1;\nx / zero"));
    assertThat(tilde("run", file).err())
        .containsIgnoringNewLines(
            file
                + ": cell 2 failed\n    | int x = 1;\n    | x / zero\n"
                + "java.lang.ArithmeticException: / by zero\n  at cell 2, line 2\n    x / zero\n");
  }

  @Test
  void inplaceWritesTheNotebookItself() throws IOException {
    NotebookFiles.write(
        file, printed(code("1 + 1"), "old"), code("1 / 0"), printed(code("3"), "x"));
    assertThat(tilde("run", file, "--inplace").exitCode()).isEqualTo(1);
    assertThat(outputs(file, 0)).contains("\"2\"").doesNotContain("old");
    assertThat(outputs(file, 2)).isEqualTo("[]");
    OfficialSchema.assertValid(file);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    TildeCommand both = tilde("run", file, "--inplace", "--output", "b.ipynb");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("mutually exclusive");
  }

  @Test
  void whatRanIsSavedAfterEachCell() throws IOException {
    NotebookFiles.write(
        file,
        code("\"first\""),
        code("Files.readString(Path.of(\"" + executed + "\")).contains(\"first\\\"\\n\")"));
    assertThat(tilde("run", file).exitCode()).isZero();
    assertThat(outputs(executed, 1)).contains("true");
  }

  @Test
  void outputsAreStoredAsATerminalShowsThem() throws IOException {
    NotebookFiles.write(
        file,
        code(
            "for (int i = 1; i <= 3; i++) System.out.print(\"\\r\" + i + \" of 3\");\n"
                + "System.out.println();\nSystem.out.println(\"done\");"));
    tilde("run", file);
    assertThat(outputs(executed, 0)).contains("[\"3 of 3\\n\",\"done\\n\"]");
  }

  @Test
  void whatACellClearsIsNotStored() throws IOException {
    NotebookFiles.write(
        file,
        code(
            "import static tilde.Tilde.*;\n"
                + "for (int i = 1; i <= 3; i++) { clearOutput(true); System.out.println(\"step \" + i); }"),
        code("System.out.println(\"old\"); clearOutput(false);"),
        code("System.out.println(\"kept\"); clearOutput(true);"));
    assertThat(tilde("run", file).exitCode()).isZero();
    assertThat(outputs(executed, 0)).contains("[\"step 3\\n\"]").doesNotContain("step 2");
    assertThat(outputs(executed, 1)).isEqualTo("[]");
    assertThat(outputs(executed, 2)).contains("kept");
  }

  @Test
  void htmlIsOnePageBesideTheNotebook() throws IOException {
    NotebookFiles.write(file, code("\"<result>\""));
    Path page = directory.resolve("pages/a.html");
    assertThat(tilde("run", file, "--html", page).exitCode()).isZero();
    assertThat(Files.readString(page)).contains("&lt;result&gt;");

    Path other = NotebookFiles.write(directory.resolve("b.ipynb"), code("1 / 0"));
    assertThat(tilde("run", file, other, "--html", directory.resolve("all")).exitCode())
        .isEqualTo(1);
    assertThat(Files.readString(directory.resolve("all/b.html"))).contains("ArithmeticException");
    assertThat(tilde("run", file, other, "--html", page).err())
        .contains("--html " + page + " is one file for 2 notebooks: name a directory");
  }

  @Test
  void junitXmlHasASuiteForEachNotebookAndACaseForEachCell() throws Exception {
    NotebookFiles.write(
        file, code("int x = 1;"), code("throw new Exception(\"\\u0001<&>\");"), code("x"));
    Path xml = directory.resolve("reports/r.xml");
    tilde("run", file, "--junit-xml", xml);

    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo(file.toString());
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    NodeList cases = suite.getElementsByTagName("testcase");
    assertThat(((Element) cases.item(0)).getAttribute("name")).isEqualTo("cell 1: int x = 1;");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("java.lang.Exception");
    assertThat(failure.getTextContent()).contains("\uFFFD<&>", "at cell 2, line 1");
  }

  @Test
  void cellsRunInTheFolderOfTheNotebook() throws IOException {
    NotebookFiles.write(
        directory.resolve("sub/a.ipynb"), code("Path.of(\"\").toAbsolutePath().toString()"));
    tilde("run", directory.resolve("sub/a.ipynb"));
    assertThat(outputs(directory.resolve("sub/a.executed.ipynb"), 0))
        .contains(directory.resolve("sub").toString());
  }

  @Test
  void senselessNumbersAreRefused() throws IOException {
    NotebookFiles.write(file, code("1"));
    assertThat(tilde("run", file, "--timeout", "-1").err())
        .contains("a number of seconds above 0 is needed, got -1");
    assertThat(tilde("run", file, "--cell-timeout", "soon").exitCode()).isEqualTo(2);
    assertThat(tilde("run", file, "--jobs", "0").err())
        .contains("--jobs: 1 or more is needed, got 0");
    assertThat(executed).doesNotExist();
  }

  @Test
  void exitCodesAreInTheHelp() {
    for (String command : new String[] {"run", "check"}) {
      assertThat(tilde(command, "--help").out())
          .containsPattern("(?s)  0 .*  1 .*  2 .*  124 .*  138 ");
    }
  }
}
