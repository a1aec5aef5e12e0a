package tilde.output;

/**
 * Where results appear: a terminal, a notebook or a test. Implementations are safe for any thread.
 */
public interface Display {
  /** Shows {@code content} and returns a handle with which it can be replaced. */
  Shown show(MimeBundle content);

  /**
   * Takes away what the cell put out so far, where a front end can do that.
   *
   * @param waits whether only when the next output comes, so that nothing flickers
   */
  default void clear(boolean waits) {}

  /** Starts the progress of one long piece of work. */
  Progress progress();

  /** An output that was shown and can be replaced in place where the front end can do that. */
  interface Shown {
    void update(MimeBundle content);
  }
}
