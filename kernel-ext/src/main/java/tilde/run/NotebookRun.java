package tilde.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tilde.notebook.Cell;
import tilde.notebook.Notebook;
import tilde.session.CellResult;
import tilde.session.Output;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Failure;
import tilde.session.Output.Result;
import tilde.session.Output.Stream;
import tilde.session.OutputListener;
import tilde.session.Outputs;
import tilde.session.Session;

/**
 * The execution of a notebook: its code cells in order in a session of their own, up to the first
 * that fails.
 */
final class NotebookRun {
  private final Notebook source;
  private final Map<Integer, Recorded> recorded = new ConcurrentSkipListMap<>(); // by cell
  private Failure failure;

  private record Recorded(int number, Outputs outputs) {}

  private NotebookRun(Notebook source) {
    this.source = source;
  }

  /** Executes {@code notebook}; a failing cell ends the run, not the program. */
  static NotebookRun of(Notebook notebook, ProgressLines progress) {
    NotebookRun run = new NotebookRun(notebook);
    run.execute(progress);
    return run;
  }

  private void execute(ProgressLines progress) {
    List<Integer> toRun = new ArrayList<>();
    for (int i = 0; i < source.cells().size(); i++) {
      Cell cell = source.cells().get(i);
      if (cell.isCode() && !cell.source().isBlank()) {
        toRun.add(i);
      }
    }
    Recorder recorder = new Recorder();
    try (Session session = Session.open(recorder)) {
      for (int i = 0; i < toRun.size() && failure == null; i++) {
        String cell = source.cells().get(toRun.get(i)).source();
        recorder.outputs = new Outputs();
        recorded.put(toRun.get(i), new Recorded(i + 1, recorder.outputs));
        long start = System.nanoTime();
        CellResult result = session.execute(cell);
        failure = result.failure().orElse(null);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        progress.done(i + 1, toRun.size(), cell, time, failure != null);
      }
    }
  }

  /** The notebook with the outputs of the cells that ran; the others have none. */
  Notebook notebook() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < source.cells().size(); i++) {
      Cell cell = source.cells().get(i);
      Recorded ran = recorded.get(i);
      if (ran != null) {
        cells.add(cell.executed(ran.number(), StoredOutputs.of(ran.outputs().list())));
      } else {
        cells.add(cell.isCode() ? cell.cleared() : cell);
      }
    }
    return source.withCells(cells);
  }

  /** The error of the cell that failed, if one did. */
  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /** The last output of all as text. */
  Optional<String> lastOutput() {
    return recorded.values().stream()
        .flatMap(cell -> cell.outputs().list().stream())
        .reduce((earlier, later) -> later)
        .map(NotebookRun::text);
  }

  private static String text(Output output) {
    if (output instanceof Stream stream) {
      return stream.text();
    } else if (output instanceof DisplayData display) {
      return display.bundle().text();
    } else if (output instanceof Result result) {
      return result.bundle().text();
    } else if (output instanceof Failure failure) {
      return String.join("\n", failure.traceback());
    }
    return "";
  }

  /** Puts new outputs to the cell that runs, and updates those of any cell. */
  private final class Recorder implements OutputListener {
    private volatile Outputs outputs = new Outputs();

    @Override
    public void output(int cell, Output output) {
      outputs.add(output);
    }

    @Override
    public void update(DisplayData replacement) {
      recorded.values().forEach(cell -> cell.outputs().update(replacement));
    }
  }
}
