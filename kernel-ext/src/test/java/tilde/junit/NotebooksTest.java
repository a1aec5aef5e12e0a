package tilde.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.AssertionFailedError;

class NotebooksTest {
  private static final String FOLDER = "tilde.test.notebooks";

  /** Run by the tests below only, as a user would have it. */
  static class Users {
    @TestFactory
    Stream<DynamicNode> notebooks() {
      String folder = System.getProperty(FOLDER);
      return folder == null ? Stream.empty() : Notebooks.in(folder).check();
    }
  }

  private static Events run(Path folder) {
    System.setProperty(FOLDER, folder.toString());
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(Users.class))
          .execute()
          .allEvents();
    } finally {
      System.clearProperty(FOLDER);
    }
  }

  private static String cell(String source, String rest) {
    return "{\"cell_type\": \"code\", \"source\": \"%s\", \"metadata\": {}, %s}"
        .formatted(source, rest);
  }

  private static void write(Path file, String... cells) throws IOException {
    Files.writeString(file, "{\"nbformat\": 4, \"cells\": [" + String.join(",", cells) + "]}");
  }

  private static String printed(String text) {
    return ("\"execution_count\": 1, \"outputs\": [{\"output_type\": \"execute_result\", \"data\":"
            + " {\"text/plain\": \"%s\"}, \"metadata\": {}, \"execution_count\": 1}]")
        .formatted(text);
  }

  @Test
  void everyNotebookIsATestAndEveryCellANode(@TempDir Path folder) throws IOException {
    write(
        folder.resolve("a.ipynb"),
        cell("int x = 1;", printed("").replaceFirst("\\[.*]", "[]")),
        cell("x", printed("1")));
    write(
        folder.resolve("b.ipynb"),
        cell("1", printed("2")),
        cell("1 / 0", printed("")),
        cell("3", printed("3")));
    Files.writeString(folder.resolve("c.ipynb"), "{");

    Events events = run(folder);

    assertThat(events.started().stream().map(event -> event.getTestDescriptor().getDisplayName()))
        .contains(
            "a.ipynb", "cell 1: int x = 1;", "cell 2: x", "b.ipynb", "cell 2: 1 / 0", "c.ipynb");
    assertThat(events.dynamicallyRegistered().count()).isEqualTo(3 + 2 + 3 + 1);
    assertThat(events.succeeded().stream().map(NotebooksTest::name)).contains("cell 2: x");
    assertThat(events.failed().stream().map(NotebooksTest::name))
        .containsExactly("cell 1: 1", "cell 2: 1 / 0", "is a notebook");
    assertThat(events.aborted().stream().map(NotebooksTest::name)).containsExactly("cell 3: 3");
    Throwable different =
        events.failed().stream().findFirst().flatMap(NotebooksTest::thrown).orElseThrow();
    assertThat(different)
        .hasMessageContaining("b.ipynb: cell 1 not what is stored")
        .hasMessageContaining("- 2");
    assertThat(((AssertionFailedError) different).getExpected().getStringRepresentation())
        .isEqualTo("2");
    assertThat(((AssertionFailedError) different).getActual().getStringRepresentation())
        .isEqualTo("1");
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName();
  }

  private static java.util.Optional<Throwable> thrown(Event event) {
    return event
        .getPayload(org.junit.platform.engine.TestExecutionResult.class)
        .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable);
  }

  @Test
  void aFolderWithoutNotebooksIsAnError(@TempDir Path folder) {
    assertThatThrownBy(() -> Notebooks.in(folder))
        .hasMessage("no notebooks (*.ipynb) in " + folder + ": check the name");
    assertThatThrownBy(() -> Notebooks.in(folder.resolve("none")))
        .hasMessageContaining("cannot look for notebooks in");
  }
}
