package tilde.run;

import java.util.List;
import tilde.compare.Difference;

/**
 * What became of one code cell.
 *
 * @param differences from the stored outputs, if they were compared
 */
public record CellReport(CellRun run, List<Difference> differences) {
  public CellReport {
    differences = List.copyOf(differences);
  }

  CellReport(CellRun run) {
    this(run, List.of());
  }

  /** How the cell ended, its differences considered. */
  public Outcome outcome() {
    return run.outcome() == Outcome.OK && !differences.isEmpty()
        ? Outcome.DIFFERENT
        : run.outcome();
  }

  /** What is wrong with the cell, for people; empty if nothing is. */
  public String problem() {
    return switch (outcome()) {
      case OK, SKIPPED, NOT_RUN -> "";
      case DIFFERENT -> differencesText();
      case FAILED -> "failed" + sourceAndError();
      case TIMED_OUT -> "took too long" + sourceAndError();
      case DIED -> "lost its JVM" + sourceAndError();
    };
  }

  private String differencesText() {
    StringBuilder text = new StringBuilder("not what is stored");
    for (Difference difference : differences) {
      text.append("\n  ").append(difference.what()).append(':');
      difference.lines().forEach(line -> text.append("\n    ").append(line));
    }
    return text.toString();
  }

  private String sourceAndError() {
    StringBuilder text = new StringBuilder();
    run.cell().source().lines().forEach(line -> text.append("\n    | ").append(line));
    run.failure()
        .ifPresent(error -> error.traceback().forEach(line -> text.append('\n').append(line)));
    return text.toString();
  }
}
