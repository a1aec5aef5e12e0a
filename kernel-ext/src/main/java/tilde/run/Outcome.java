package tilde.run;

/** What became of a code cell, and the exit code that this means. */
public enum Outcome {
  /** It ran; if it failed, it was allowed to. */
  OK(0),
  /** Its tag says that it is not to be executed. */
  SKIPPED(0),
  /** A cell before it ended the run. */
  NOT_RUN(0),
  /** It failed. */
  FAILED(1),
  /** It ran, and its outputs are not the stored ones. */
  DIFFERENT(3),
  /** It, or the whole notebook, took too long. */
  TIMED_OUT(124),
  /** The JVM of the cells ended. */
  DIED(138);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a program for which this was the worst. */
  public int exitCode() {
    return exitCode;
  }

  boolean endsTheRun() {
    return this == FAILED || this == TIMED_OUT || this == DIED;
  }
}
