package tilde.run;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What became of one notebook: of each code cell that is not empty, in order. */
public record NotebookReport(Path notebook, List<CellReport> cells) {
  public NotebookReport {
    cells = List.copyOf(cells);
  }

  /** The worst outcome of all cells. */
  public Outcome outcome() {
    return cells.stream()
        .map(CellReport::outcome)
        .max(Comparator.comparingInt(Outcome::exitCode))
        .orElse(Outcome.OK);
  }
}
