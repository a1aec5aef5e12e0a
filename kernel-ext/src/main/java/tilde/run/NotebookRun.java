package tilde.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tilde.notebook.Cell;
import tilde.notebook.Notebook;
import tilde.session.CellResult;
import tilde.session.Output;
import tilde.session.Output.DisplayData;
import tilde.session.OutputListener;
import tilde.session.Outputs;
import tilde.session.Session;

/**
 * The execution of a notebook: its code cells in order in a session of their own, up to the first
 * that fails. Used by one thread at a time.
 */
final class NotebookRun implements AutoCloseable {
  private static final String MAY_FAIL = "raises-exception";
  private static final String SKIP = "skip-execution";

  private final Notebook source;
  private final RunOptions options;
  private final List<Integer> codeCells; // their places in the notebook, in order
  private final Map<Integer, CellRun> done = new TreeMap<>(); // by place
  private final Map<Integer, Outputs> outputs = new ConcurrentHashMap<>(); // by number
  private final Session session;
  private final Deadline deadline;
  private boolean ended;

  private NotebookRun(Notebook source, RunOptions options) {
    this.source = source;
    this.options = options;
    this.codeCells = codeCells(source);
    this.session = Session.open(options.session(), new Recorder());
    this.deadline = new Deadline(options.timeout(), session::interrupt);
  }

  /** A run of {@code notebook} before its first cell; to be closed. */
  static NotebookRun of(Notebook notebook, RunOptions options) {
    return new NotebookRun(notebook, options);
  }

  /** The places of the code cells that are not empty. */
  static List<Integer> codeCells(Notebook notebook) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < notebook.cells().size(); i++) {
      Cell cell = notebook.cells().get(i);
      if (cell.isCode() && !cell.source().isBlank()) {
        places.add(i);
      }
    }
    return places;
  }

  /** How many cells there are to run. */
  int size() {
    return codeCells.size();
  }

  /** Runs the next code cell; empty after the last. */
  Optional<CellRun> next() {
    if (done.size() == codeCells.size()) {
      return Optional.empty();
    }
    int number = done.size() + 1;
    int index = codeCells.get(done.size());
    Cell cell = source.cells().get(index);
    CellRun run;
    if (ended) {
      run = notExecuted(index, number, cell.cleared(), Outcome.NOT_RUN);
    } else if (cell.tags().contains(SKIP)) {
      run = notExecuted(index, number, cell, Outcome.SKIPPED);
    } else {
      run = execute(index, number, cell);
    }
    ended |= run.outcome().endsTheRun();
    done.put(index, run);
    return Optional.of(run);
  }

  private static CellRun notExecuted(int index, int number, Cell cell, Outcome outcome) {
    return new CellRun(index, number, cell, outcome, Optional.empty(), Duration.ZERO);
  }

  private CellRun execute(int index, int number, Cell cell) {
    outputs.put(number, new Outputs());
    long start = System.nanoTime();
    CellResult result = session.execute(cell.source(), number);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Outcome outcome = outcome(cell, result, time);
    return new CellRun(index, number, recorded(cell, number), outcome, result.failure(), time);
  }

  private Outcome outcome(Cell cell, CellResult result, Duration time) {
    if (deadline.isOver()) {
      return Outcome.TIMED_OUT;
    }
    boolean late =
        options.session().cellTimeout().filter(most -> time.compareTo(most) > 0).isPresent();
    boolean mayFail = options.allowErrors() || cell.tags().contains(MAY_FAIL);
    return switch (result.status()) {
      case OK -> Outcome.OK;
      case FAILED, INTERRUPTED -> mayFail ? Outcome.OK : Outcome.FAILED;
      case TIMED_OUT -> Outcome.TIMED_OUT;
      case DIED -> late ? Outcome.TIMED_OUT : Outcome.DIED; // what does not stop is killed
    };
  }

  private Cell recorded(Cell cell, int number) {
    return cell.executed(number, StoredOutputs.of(outputs.get(number).list()));
  }

  /** The notebook as it is now: with the outputs of the cells that ran, and no others. */
  Notebook notebook() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < source.cells().size(); i++) {
      Cell cell = source.cells().get(i);
      CellRun run = done.get(i);
      if (run == null) {
        cells.add(cell.isCode() ? cell.cleared() : cell);
      } else {
        cells.add(now(run).cell());
      }
    }
    return source.withCells(cells);
  }

  /** What became of the cells so far, with their outputs as they are now. */
  List<CellRun> done() {
    return done.values().stream().map(this::now).toList();
  }

  /** Again, because a later cell may have updated a display of this one. */
  private CellRun now(CellRun run) {
    return outputs.containsKey(run.number()) ? run.with(recorded(run.cell(), run.number())) : run;
  }

  /** Ends the session. */
  @Override
  public void close() {
    deadline.close();
    session.close();
  }

  /** Puts new outputs to the cell that made them, and updates those of any cell. */
  private final class Recorder implements OutputListener {
    @Override
    public void output(int number, Output output) {
      Outputs cell = outputs.get(number);
      if (cell != null) {
        cell.add(output);
      }
    }

    @Override
    public void update(DisplayData replacement) {
      outputs.values().forEach(cell -> cell.update(replacement));
    }
  }
}
