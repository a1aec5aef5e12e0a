package tilde.session;

import tilde.session.Output.DisplayData;

/** Passes on every output and keeps those of the cell that runs, or ran last. */
final class Relay implements OutputListener {
  private final OutputListener listener;
  private Outputs outputs = new Outputs();

  Relay(OutputListener listener) {
    this.listener = listener;
  }

  /** From now on, outputs belong to a new cell. */
  synchronized void startCell() {
    outputs = new Outputs();
  }

  synchronized Outputs ofCell() {
    return outputs;
  }

  @Override
  public synchronized void output(Output output) {
    outputs.add(output);
    listener.output(output);
  }

  @Override
  public synchronized void update(DisplayData replacement) {
    outputs.update(replacement);
    listener.update(replacement);
  }
}
