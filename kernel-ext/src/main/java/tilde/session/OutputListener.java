package tilde.session;

/**
 * Hears of every output the moment it happens, on the thread that made it and never two at a time.
 */
public interface OutputListener {
  /** Something new; stream text arrives in pieces. */
  void output(Output output);

  /** A display that was shown before, maybe by an earlier cell, has new content. */
  void update(Output.DisplayData replacement);

  /** A listener for callers who only want the {@link CellResult}. */
  static OutputListener none() {
    return new OutputListener() {
      @Override
      public void output(Output output) {}

      @Override
      public void update(Output.DisplayData replacement) {}
    };
  }
}
