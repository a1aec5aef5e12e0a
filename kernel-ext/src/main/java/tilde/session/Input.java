package tilde.session;

/** Answers a cell that reads {@link System#in}. */
@FunctionalInterface
public interface Input {
  /**
   * The next line, without its end; null at the end of input. The thread is interrupted when the
   * cell no longer waits for it.
   *
   * @param prompt what to ask, may be empty: cells mostly print their question
   */
  String line(String prompt) throws InterruptedException;

  /** Input that is at its end. */
  static Input none() {
    return prompt -> null;
  }
}
