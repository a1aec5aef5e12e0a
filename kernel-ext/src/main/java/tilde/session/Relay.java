package tilde.session;

import java.util.function.IntSupplier;
import tilde.session.Output.DisplayData;

/** Passes on every output and keeps those of the cell that runs, or ran last. */
final class Relay {
  private final OutputListener listener;
  private final IntSupplier cell;
  private Outputs outputs = new Outputs();

  Relay(OutputListener listener, IntSupplier cell) {
    this.listener = listener;
    this.cell = cell;
  }

  /** From now on, outputs belong to a new cell. */
  synchronized void startCell() {
    outputs = new Outputs();
  }

  synchronized Outputs ofCell() {
    return outputs;
  }

  synchronized void output(Output output) {
    outputs.add(output);
    listener.output(cell.getAsInt(), output);
  }

  synchronized void update(DisplayData replacement) {
    outputs.update(replacement);
    listener.update(replacement);
  }
}
