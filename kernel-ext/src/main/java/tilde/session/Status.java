package tilde.session;

/** How a cell ended. */
public enum Status {
  /** Everything ran. */
  OK,
  /** A compile error, or an exception that nothing caught. */
  FAILED,
  /** Stopped on request. */
  INTERRUPTED,
  /** Stopped because it ran longer than a cell may. */
  TIMED_OUT,
  /** Its JVM ended: the next cell starts in a fresh one, without what earlier cells declared. */
  DIED
}
