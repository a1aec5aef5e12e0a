package tilde.session;

import java.util.List;
import tilde.output.MimeBundle;

/** One thing a cell put out, in the order in which it happened. */
public sealed interface Output {
  /**
   * Text written to a standard stream.
   *
   * @param name {@code stdout} or {@code stderr}
   */
  record Stream(String name, String text) implements Output {
    public static final String OUT = "stdout";
    public static final String ERR = "stderr";
  }

  /**
   * Something shown on request; a later one with the same id replaces it in place.
   *
   * @param displayId unique within the session
   */
  record DisplayData(MimeBundle bundle, String displayId) implements Output {}

  /**
   * Everything the cell put out so far is to go away.
   *
   * @param waits whether only when the next output comes, so that nothing flickers
   */
  record ClearOutput(boolean waits) implements Output {}

  /** What an expression comes to. */
  sealed interface Answer extends Output {}

  /** The value of the cell's last expression. */
  record Result(MimeBundle bundle, int executionCount) implements Answer {}

  /**
   * The error that ended the cell.
   *
   * @param ename class of the exception, or a word such as {@code CompileError}
   * @param evalue its message, empty if it has none
   * @param traceback the whole report in lines of plain text: error, causes, and the user's frames
   *     with their source lines
   */
  record Failure(String ename, String evalue, List<String> traceback) implements Answer {
    public Failure {
      traceback = List.copyOf(traceback);
    }
  }
}
