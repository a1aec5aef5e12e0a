package tilde.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import tilde.file.AtomicFile;
import tilde.html.NotebookPage;
import tilde.notebook.Cell;
import tilde.notebook.CellOutput;
import tilde.notebook.Notebook;
import tilde.notebook.NotebookWriter;

/**
 * One notebook of {@code tilde run}: executed, and saved after each cell.
 *
 * @param page where to write it as HTML, null for nowhere
 */
record RunJob(
    Path file,
    Notebook notebook,
    RunOptions options,
    Path target,
    Path page,
    PrintWriter out,
    Progress progress)
    implements Callable<NotebookReport> {
  @Override
  public NotebookReport call() {
    if (progress.prefix().isEmpty()) {
      progress.print(file.toString());
    }
    try (NotebookRun run = NotebookRun.of(notebook, options)) {
      for (Optional<CellRun> cell = run.next(); cell.isPresent(); cell = run.next()) {
        if (cell.get().outcome() != Outcome.NOT_RUN) {
          NotebookWriter.write(run.notebook(), target);
          progress.cell(cell.get(), run.size());
        }
      }
      Notebook executed = run.notebook();
      NotebookWriter.write(executed, target);
      if (page != null) {
        writePage(executed);
      }
      NotebookReport report =
          new NotebookReport(file, run.done().stream().map(CellReport::new).toList());
      tell(report, executed);
      return report;
    }
  }

  private void writePage(Notebook executed) {
    String title = file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    String html = NotebookPage.of(executed, title, file.toAbsolutePath().getParent());
    try {
      AtomicFile.write(page, stream -> stream.write(html.getBytes(UTF_8)));
    } catch (UncheckedIOException e) {
      throw new Unusable("--html: " + e.getMessage());
    }
  }

  private void tell(NotebookReport report, Notebook executed) {
    report.cells().stream()
        .filter(cell -> !cell.problem().isEmpty())
        .forEach(
            cell -> progress.print(file + ": cell " + cell.run().number() + " " + cell.problem()));
    String last = report.outcome() == Outcome.OK ? lastOutput(executed) : "";
    out.println(last.isEmpty() ? target.toString() : target + System.lineSeparator() + last);
    out.flush();
  }

  private static String lastOutput(Notebook executed) {
    List<CellOutput> all =
        executed.cells().stream().map(Cell::outputs).flatMap(List::stream).toList();
    return all.isEmpty() ? "" : text(all.get(all.size() - 1)).stripTrailing();
  }

  private static String text(CellOutput output) {
    if (output instanceof CellOutput.Stream stream) {
      return stream.text();
    } else if (output instanceof CellOutput.Failure error) {
      return String.join("\n", error.traceback());
    }
    Object text =
        output instanceof CellOutput.Display display
            ? display.data().get("text/plain")
            : ((CellOutput.Result) output).data().get("text/plain");
    return text == null ? "" : text.toString();
  }
}
