package tilde.run;

import java.time.Duration;
import java.util.Optional;
import tilde.notebook.Cell;
import tilde.session.Output.Failure;

/**
 * The execution of one code cell.
 *
 * @param index the cell's place among all cells of the notebook, from 0
 * @param number the cell's place among the code cells that are executed, from 1: errors call it so
 * @param cell the cell with its new outputs
 * @param failure the error that ended it, allowed or not
 */
public record CellRun(
    int index, int number, Cell cell, Outcome outcome, Optional<Failure> failure, Duration time) {
  private static final int BEGINNING = 60;

  CellRun with(Cell other) {
    return new CellRun(index, number, other, outcome, failure, time);
  }

  /** The cell's name for people: its number and how it begins. */
  public String name() {
    return name(number, cell);
  }

  static String name(int number, Cell cell) {
    return "cell " + number + ": " + beginning(cell);
  }

  String beginning() {
    return beginning(cell);
  }

  private static String beginning(Cell cell) {
    String first = cell.source().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    String line = first.strip();
    return line.length() > BEGINNING ? line.substring(0, BEGINNING) + "..." : line;
  }
}
