package tilde.notebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One output of a code cell. */
public sealed interface CellOutput {
  /**
   * Text written to a standard stream.
   *
   * @param name {@code stdout} or {@code stderr}
   */
  record Stream(String name, String text) implements CellOutput {}

  /**
   * Something shown.
   *
   * @param data MIME types to strings, or to bytes for binary types
   */
  record Display(Map<String, Object> data) implements CellOutput {
    public Display {
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
  }

  /**
   * The value of the cell's last expression.
   *
   * @param data MIME types to strings, or to bytes for binary types
   */
  record Result(Map<String, Object> data, int executionCount) implements CellOutput {
    public Result {
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
  }

  /** The error that ended the cell. */
  record Failure(String ename, String evalue, List<String> traceback) implements CellOutput {
    public Failure {
      traceback = List.copyOf(traceback);
    }
  }
}
