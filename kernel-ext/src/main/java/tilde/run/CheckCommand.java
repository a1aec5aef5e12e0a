package tilde.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tilde.compare.OutputComparison;
import tilde.compare.Sanitizer;
import tilde.compare.Tolerance;
import tilde.notebook.Notebook;
import tilde.notebook.NotebookException;
import tilde.notebook.NotebookReader;

/** {@code tilde check}: executes notebooks and compares with the outputs they have. */
@Command(
    name = "check",
    description = {
      "Executes notebooks and compares with the outputs stored in them: numbers and pictures within"
          + " a tolerance, other text exactly. A cell tagged nbval-ignore-output is executed only,"
          + " and one that was never executed has nothing to compare.",
      "A cell's own tolerances are in its metadata, as"
          + " \"tilde\": {\"tolerance\": 0.01, \"absolute_tolerance\": 0.1,"
          + " \"picture_tolerance\": 0.2}."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all outputs are as stored",
      ExitCodes.FAILED,
      ExitCodes.USAGE,
      "3:outputs differ; the differences are printed",
      ExitCodes.TIMEOUT,
      ExitCodes.DIED,
      ExitCodes.WORST
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ExecutionOptions execution;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description = "How far numbers may be off, as a share of the stored one. Default: 1e-6.")
  private double relative = Tolerance.DEFAULT.relative();

  @Option(
      names = "--absolute-tolerance",
      paramLabel = "NUMBER",
      description = "How far numbers may be off, whatever their size. Default: 1e-12.")
  private double absolute = Tolerance.DEFAULT.absolute();

  @Option(
      names = "--picture-tolerance",
      paramLabel = "SHARE",
      description = "Which share of a picture's pixels may look different. Default: 0.001.")
  private double picture = Tolerance.DEFAULT.picture();

  @Option(
      names = "--sanitize",
      paramLabel = "FILE",
      description =
          "Patterns to replace in both outputs before they are compared, in the form of nbval: a"
              + " line regex: ... and a line replace: ... for each.")
  private Path sanitize;

  @Option(
      names = "--only-tagged",
      description = "Compare only the cells tagged nbval-check-output; execute all.")
  private boolean onlyTagged;

  private CheckCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      execution.check();
      OutputComparison comparison = comparison();
      List<Callable<NotebookReport>> work = new ArrayList<>();
      for (Path file : execution.notebooks()) {
        Notebook notebook = NotebookReader.read(file);
        Progress progress = new Progress(err, execution.prefix(file));
        work.add(() -> check(file, notebook, comparison, progress, out));
      }
      return execution.run(work);
    } catch (NotebookException | Unusable | Sanitizer.Unusable problem) {
      err.println(problem.getMessage());
      return ExitCodes.UNUSABLE;
    }
  }

  private OutputComparison comparison() {
    try {
      return new OutputComparison(
          new Tolerance(relative, absolute, picture),
          sanitize == null ? Sanitizer.NONE : Sanitizer.read(sanitize),
          onlyTagged);
    } catch (IllegalArgumentException negative) {
      throw new Unusable(negative.getMessage());
    }
  }

  private NotebookReport check(
      Path file,
      Notebook notebook,
      OutputComparison comparison,
      Progress progress,
      PrintWriter out) {
    if (progress.prefix().isEmpty()) {
      progress.print(file.toString());
    }
    NotebookReport report =
        NotebookCheck.of(file, notebook, execution.of(file), comparison, progress::cell);
    report.cells().stream()
        .filter(cell -> !cell.problem().isEmpty())
        .forEach(
            cell -> out.println(file + ": cell " + cell.run().number() + " " + cell.problem()));
    out.println(file + ": " + summary(report, notebook, comparison));
    out.flush();
    return report;
  }

  private static String summary(
      NotebookReport report, Notebook notebook, OutputComparison comparison) {
    long compared =
        report.cells().stream()
            .filter(cell -> comparison.compares(notebook.cells().get(cell.run().index())))
            .count();
    long problems = report.cells().stream().filter(cell -> !cell.problem().isEmpty()).count();
    String what = problems == 0 ? "ok" : problems + (problems == 1 ? " problem" : " problems");
    return "%s, %d of %d cells have outputs to compare"
        .formatted(what, compared, report.cells().size());
  }
}
