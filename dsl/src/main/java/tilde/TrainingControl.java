package tilde;

/** With which a callback ends the training that called it. */
public final class TrainingControl {
  private volatile boolean stopped;

  TrainingControl() {}

  /**
   * Ends training in order after the step that was just done: {@code run()} returns its history.
   */
  public void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public String toString() {
    return stopped ? "stopping" : "going on";
  }
}
