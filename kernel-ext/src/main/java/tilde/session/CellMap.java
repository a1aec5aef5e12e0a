package tilde.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows from which place in which cell each snippet came. */
final class CellMap {
  /** A snippet's cell and where it starts in it. */
  record Origin(int cell, String source, int offset) {
    /** The place of a character of the snippet; one past the end is the end. */
    Place atPosition(long position) {
      int end = (int) Math.min(offset + Math.max(0, position), source.stripTrailing().length());
      int lineStart = source.lastIndexOf('\n', end - 1) + 1;
      int line = 1 + (int) source.substring(0, lineStart).chars().filter(c -> c == '\n').count();
      return new Place(cell, line, end - lineStart, lineAt(lineStart));
    }

    /** The start of a line of the snippet, counted from 1. */
    Place atLine(int line) {
      int start = source.lastIndexOf('\n', offset - 1) + 1;
      for (int i = 1; i < line && source.indexOf('\n', start) >= 0; i++) {
        start = source.indexOf('\n', start) + 1;
      }
      int first = 1 + (int) source.substring(0, offset).chars().filter(c -> c == '\n').count();
      return new Place(cell, first + line - 1, 0, lineAt(start));
    }

    private String lineAt(int start) {
      int end = source.indexOf('\n', start);
      return source.substring(start, end < 0 ? source.length() : end).stripTrailing();
    }
  }

  /**
   * A place to show to the user.
   *
   * @param line from 1
   * @param column from 0
   * @param text the source line
   */
  record Place(int cell, int line, int column, String text) {
    @Override
    public String toString() {
      return "cell " + cell + ", line " + line;
    }
  }

  private final Map<String, Origin> origins = new HashMap<>();

  void put(String snippetId, Origin origin) {
    origins.put(snippetId, origin);
  }

  /**
   * The place of a stack frame, if it is in a cell: JShell marks these by a file name {@code #id}.
   */
  Optional<Place> place(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null || !file.startsWith("#")) {
      return Optional.empty();
    }
    return Optional.ofNullable(origins.get(file.substring(1)))
        .map(origin -> origin.atLine(frame.getLineNumber()));
  }
}
