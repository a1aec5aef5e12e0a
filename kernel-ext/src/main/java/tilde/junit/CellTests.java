package tilde.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import tilde.compare.Difference;
import tilde.compare.OutputComparison;
import tilde.notebook.Notebook;
import tilde.notebook.NotebookException;
import tilde.notebook.NotebookReader;
import tilde.run.CellReport;
import tilde.run.NotebookCheck;
import tilde.run.NotebookReport;
import tilde.run.RunOptions;

/** The cells of one notebook as tests. The first test that runs executes all cells. */
final class CellTests {
  private final Path file;
  private final RunOptions options;
  private final OutputComparison comparison;
  private NotebookReport report;

  CellTests(Path file, RunOptions options, OutputComparison comparison) {
    this.file = file;
    Path folder = file.toAbsolutePath().getParent();
    this.options = options.withSession(options.session().withWorkingDirectory(folder));
    this.comparison = comparison;
  }

  Stream<DynamicNode> tests() {
    Notebook notebook;
    try {
      notebook = NotebookReader.read(file);
    } catch (NotebookException unreadable) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "is a notebook",
              () -> {
                throw unreadable;
              }));
    }
    List<String> names = NotebookCheck.cellNames(notebook);
    return IntStream.range(0, names.size())
        .mapToObj(i -> DynamicTest.dynamicTest(names.get(i), () -> test(executed(notebook), i)));
  }

  private synchronized NotebookReport executed(Notebook notebook) {
    if (report == null) {
      report = NotebookCheck.of(file, notebook, options, comparison);
    }
    return report;
  }

  private void test(NotebookReport all, int i) {
    CellReport cell = all.cells().get(i);
    String message = "%s: cell %d %s".formatted(file, cell.run().number(), cell.problem());
    switch (cell.outcome()) {
      case OK -> {}
      case SKIPPED -> throw new TestAbortedException("tagged skip-execution");
      case NOT_RUN -> throw new TestAbortedException("a cell before it ended the run");
      case DIFFERENT -> {
        Difference first = cell.differences().get(0); // an IDE shows the two texts side by side
        throw new AssertionFailedError(message, first.stored(), first.now());
      }
      case FAILED, TIMED_OUT, DIED -> throw new AssertionFailedError(message);
    }
  }
}
