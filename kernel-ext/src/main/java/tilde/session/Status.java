package tilde.session;

/** How a cell ended. */
public enum Status {
  /** Everything ran. */
  OK,
  /** A compile error, or an exception that nothing caught. */
  FAILED,
  /** Stopped on request; if it did not let itself be stopped, by ending its JVM. */
  INTERRUPTED,
  /** Stopped because it ran longer than a cell may; if need be, by ending its JVM. */
  TIMED_OUT,
  /** Its JVM ended: the next cell starts in a fresh one, without what earlier cells declared. */
  DIED
}
