package tilde.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tilde.compare.OutputComparison;
import tilde.notebook.Notebook;

/** Executes notebooks and compares their outputs with the stored ones; no file is written. */
public final class NotebookCheck {
  private NotebookCheck() {}

  /**
   * Executes a notebook and compares.
   *
   * @param file where it lies, for the report
   */
  public static NotebookReport of(
      Path file, Notebook notebook, RunOptions options, OutputComparison comparison) {
    return of(file, notebook, options, comparison, (cell, number) -> {});
  }

  /** The names of the cells that a report of {@code notebook} has, in order. */
  public static List<String> cellNames(Notebook notebook) {
    List<Integer> places = NotebookRun.codeCells(notebook);
    return IntStream.range(0, places.size())
        .mapToObj(i -> CellRun.name(i + 1, notebook.cells().get(places.get(i))))
        .toList();
  }

  /** Hears of each cell when it ended. */
  interface Listener {
    void ended(CellRun cell, int of);
  }

  static NotebookReport of(
      Path file,
      Notebook notebook,
      RunOptions options,
      OutputComparison comparison,
      Listener listener) {
    try (NotebookRun run = NotebookRun.of(notebook, options)) {
      for (Optional<CellRun> cell = run.next(); cell.isPresent(); cell = run.next()) {
        listener.ended(cell.get(), run.size());
      }
      // only now: later cells may have updated displays of earlier ones
      List<CellReport> cells =
          run.done().stream().map(cell -> compared(cell, notebook, comparison)).toList();
      return new NotebookReport(file, cells);
    }
  }

  private static CellReport compared(CellRun run, Notebook notebook, OutputComparison comparison) {
    return run.outcome() == Outcome.OK
        ? new CellReport(run, comparison.differences(notebook.cells().get(run.index()), run.cell()))
        : new CellReport(run);
  }
}
