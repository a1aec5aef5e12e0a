package tilde.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tilde.notebook.Notebook;
import tilde.notebook.NotebookException;
import tilde.notebook.NotebookReader;
import tilde.notebook.NotebookWriter;

/** {@code tilde run}: executes notebooks and writes them with their outputs. */
@Command(
    name = "run",
    description = {
      "Executes notebooks and writes them with their outputs.",
      "Prints where each is, and its last output."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every cell of every notebook ran",
      "1:a cell failed; the notebook is written up to it",
      "2:wrong usage, or a notebook that cannot be read or written"
    })
final class RunCommand implements Callable<Integer> {
  static final int OK = 0;
  static final int CELL_FAILED = 1;
  static final int UNUSABLE = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NOTEBOOK",
      arity = "1..*",
      description = "Notebooks (.ipynb), format 4.")
  private List<Path> notebooks;

  @Option(
      names = "--output",
      paramLabel = "FILE|DIR",
      description = {
        "Where to write: a file ending in .ipynb (for one notebook), or a directory.",
        "Default: beside the notebook, named *.executed.ipynb."
      })
  private String output;

  private RunCommand() {}

  @Override
  public Integer call() {
    // the command line's own writers, because a session takes System.out and System.err over
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      List<Job> jobs = plan();
      int exitCode = OK;
      for (Job job : jobs) {
        exitCode = Math.max(exitCode, job.run(out, err));
      }
      return exitCode;
    } catch (NotebookException | Destinations.Unusable problem) {
      err.println(problem.getMessage());
      return UNUSABLE;
    }
  }

  /** Everything that can be checked is checked before the first cell runs. */
  private List<Job> plan() {
    List<Notebook> sources = notebooks.stream().map(NotebookReader::read).toList();
    List<Path> targets = Destinations.of(notebooks, output);
    Destinations.createDirectories(targets);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      jobs.add(new Job(notebooks.get(i), sources.get(i), targets.get(i)));
    }
    return jobs;
  }

  private record Job(Path source, Notebook notebook, Path target) {
    int run(PrintWriter out, PrintWriter err) {
      err.println(source);
      NotebookRun run = NotebookRun.of(notebook, new ProgressLines(err));
      NotebookWriter.write(run.notebook(), target);
      run.failure().ifPresent(failure -> failure.traceback().forEach(err::println));
      out.println(target);
      if (run.failure().isEmpty()) {
        run.lastOutput().ifPresent(text -> out.println(text.stripTrailing()));
      }
      out.flush();
      err.flush();
      return run.failure().isPresent() ? CELL_FAILED : OK;
    }
  }
}
