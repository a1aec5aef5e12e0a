package tilde.session;

/**
 * Hears of every output soon after it happened, never two at a time, on a thread of the session.
 */
public interface OutputListener {
  /**
   * Something new; stream text arrives in pieces.
   *
   * @param cell the number of the cell whose output this is: a thread that a cell left running
   *     still writes to that cell
   */
  void output(int cell, Output output);

  /** A display that was shown before, maybe by an earlier cell, has new content. */
  void update(Output.DisplayData replacement);

  /** A listener for callers who only want the {@link CellResult}. */
  static OutputListener none() {
    return new OutputListener() {
      @Override
      public void output(int cell, Output output) {}

      @Override
      public void update(Output.DisplayData replacement) {}
    };
  }
}
