package tilde.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tilde.session.SessionOptions;

/** What all commands that execute notebooks understand. */
final class ExecutionOptions {
  @Parameters(
      paramLabel = "NOTEBOOK",
      arity = "1..*",
      description = "Notebooks (.ipynb), format 4. Cells run in the notebook's folder.")
  private List<Path> notebooks;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "The longest a notebook may run. Default: no limit.")
  private Duration timeout;

  @Option(
      names = "--cell-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "The longest a cell may run. Default: TILDE_CELL_TIMEOUT, or no limit.")
  private Duration cellTimeout;

  @Option(
      names = "--allow-errors",
      description = "Go on after a cell that fails, as if it were tagged raises-exception.")
  private boolean allowErrors;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many notebooks run at a time. Default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = "--junit-xml",
      paramLabel = "FILE",
      description = "Also write the results as JUnit does: a suite a notebook, a case a cell.")
  private Path junitXml;

  @Mixin private CellJvmOptions cellJvm;

  List<Path> notebooks() {
    return notebooks;
  }

  RunOptions of(Path notebook) {
    SessionOptions session = cellJvm.in(notebook.toAbsolutePath().getParent(), System.getenv());
    return new RunOptions(
        cellTimeout == null ? session : session.withCellTimeout(cellTimeout),
        Optional.ofNullable(timeout),
        allowErrors);
  }

  /** What a notebook's lines of progress begin with. */
  String prefix(Path notebook) {
    return jobs > 1 && notebooks.size() > 1 ? notebook + " " : "";
  }

  /** Everything that can be wrong before the first cell runs. */
  void check() {
    if (jobs < 1) {
      throw new Unusable("--jobs: 1 or more is needed, got " + jobs);
    }
    if (junitXml != null) {
      new Destinations("--junit-xml", ".xml").createDirectories(List.of(junitXml));
    }
  }

  /** Runs all, reports as asked for, and tells the exit code. */
  int run(List<Callable<NotebookReport>> work) {
    List<NotebookReport> reports = Parallel.run(work, jobs);
    if (junitXml != null) {
      JUnitXml.write(reports, junitXml);
    }
    return reports.stream().mapToInt(report -> report.outcome().exitCode()).max().orElse(0);
  }
}
