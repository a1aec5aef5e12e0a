package tilde.file;

import java.util.Locale;

/**
 * A file is not what it should be. The message names the file and the place in it, what was
 * expected, what came and what to do.
 */
public final class FileFormatException extends IllegalArgumentException {
  private FileFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A problem of a file as a whole.
   *
   * @param file what the user calls it
   */
  public static FileFormatException of(String file, String problem) {
    return new FileFormatException(file + ": " + problem, null);
  }

  /** A problem of a file as a whole that another exception brought to light. */
  public static FileFormatException of(String file, String problem, Throwable cause) {
    return new FileFormatException(file + ": " + problem, cause);
  }

  /** A problem at a byte, counted from 0. */
  public static FileFormatException at(String file, long offset, String problem) {
    return new FileFormatException(
        String.format(Locale.ROOT, "%s, offset %d: %s", file, offset, problem), null);
  }

  /** A problem of a text file, lines and columns counted from 1. */
  public static FileFormatException at(String file, long line, int column, String problem) {
    return new FileFormatException(
        String.format(Locale.ROOT, "%s, line %d, column %d: %s", file, line, column, problem),
        null);
  }
}
