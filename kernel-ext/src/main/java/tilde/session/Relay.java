package tilde.session;

import tilde.session.Output.DisplayData;
import tilde.session.Output.Stream;

/** Passes on every output and keeps those of the cell that runs, or ran last. */
final class Relay {
  private final OutputListener listener;
  private int cell;
  private Outputs outputs = new Outputs();

  Relay(OutputListener listener) {
    this.listener = listener;
  }

  /** From now on this cell runs. */
  synchronized void startCell(int number) {
    cell = number;
    outputs = new Outputs();
  }

  synchronized Outputs ofCell() {
    return outputs;
  }

  /** An output of the cell that runs. */
  synchronized void output(Output output) {
    output(cell, output);
  }

  /** Something the reader of the cell that runs should know. */
  void note(String text) {
    output(new Stream(Stream.ERR, "note: " + text + "\n"));
  }

  synchronized void output(int ofCell, Output output) {
    if (ofCell == cell) {
      outputs.add(output);
    }
    listener.output(ofCell, output);
  }

  synchronized void update(DisplayData replacement) {
    outputs.update(replacement);
    listener.update(replacement);
  }
}
