package tilde.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tilde.notebook.Notebook;
import tilde.notebook.NotebookException;
import tilde.notebook.NotebookReader;

/** {@code tilde run}: executes notebooks and writes them with their outputs. */
@Command(
    name = "run",
    description =
        "Executes notebooks and writes them with their outputs, after each cell. Prints where each"
            + " is, and its last output. A cell tagged raises-exception may fail, one tagged"
            + " skip-execution is left as it is.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every cell of every notebook ran",
      ExitCodes.FAILED,
      ExitCodes.USAGE,
      ExitCodes.TIMEOUT,
      ExitCodes.DIED,
      ExitCodes.WORST
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ExecutionOptions execution;

  @ArgGroup private Target target = new Target();

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description =
          "A Java literal for a variable of the cell tagged parameters; for a String also plain"
              + " text. The notebook gets a cell tagged injected-parameters after it.")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--html",
      paramLabel = "FILE|DIR",
      description = "Also write each notebook as one page that needs no other file.")
  private String html;

  private RunCommand() {}

  /** Where the executed notebooks go. */
  static final class Target {
    @Option(
        names = "--output",
        paramLabel = "FILE|DIR",
        description = {
          "Where to write: a file ending in .ipynb (for one notebook), or a directory.",
          "Default: beside the notebook, named *.executed.ipynb."
        })
    private String output;

    @Option(names = "--inplace", description = "Write the outputs into the notebooks themselves.")
    private boolean inplace;

    private Target() {}
  }

  @Override
  public Integer call() {
    // the command line's own writers, because a session takes System.out and System.err over
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return execution.run(List.copyOf(plan(out, err)));
    } catch (NotebookException | Unusable problem) {
      err.println(problem.getMessage());
      return ExitCodes.UNUSABLE;
    }
  }

  /** Everything that can be checked is checked before the first cell runs. */
  private List<Callable<NotebookReport>> plan(PrintWriter out, PrintWriter err) {
    execution.check();
    List<Path> files = execution.notebooks();
    List<Notebook> notebooks = new ArrayList<>();
    for (Path file : files) {
      notebooks.add(Parameters.inject(NotebookReader.read(file), parameters, file));
    }
    List<Path> targets = targets(files);
    List<Path> pages = html == null ? List.of() : Destinations.PAGES.of(files, html);
    Destinations.NOTEBOOKS.createDirectories(targets);
    Destinations.PAGES.createDirectories(pages);
    List<Callable<NotebookReport>> jobs = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      jobs.add(
          new RunJob(
              files.get(i),
              notebooks.get(i),
              execution.of(files.get(i)),
              targets.get(i),
              pages.isEmpty() ? null : pages.get(i),
              out,
              new Progress(err, execution.prefix(files.get(i)))));
    }
    return jobs;
  }

  private List<Path> targets(List<Path> files) {
    if (target.inplace) {
      return files;
    }
    return target.output == null
        ? Destinations.NOTEBOOKS.beside(files)
        : Destinations.NOTEBOOKS.of(files, target.output);
  }
}
