package tilde.user;

/**
 * Ends user code that does not heed an interrupt: thrown into its thread from outside, through the
 * debugger's interface, since {@code Thread.stop} is gone.
 */
public final class Stop extends Error {
  private static final long serialVersionUID = 1;

  /** The only one, without a stack trace: the debugger finds it here. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final Stop INSTANCE = new Stop();

  private Stop() {
    super("the cell was stopped", null, false, false);
  }
}
