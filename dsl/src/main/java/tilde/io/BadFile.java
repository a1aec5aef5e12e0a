package tilde.io;

import java.nio.file.Path;

/** A file is not what it should be: the message says which, where in it, what was expected. */
public final class BadFile extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  BadFile(Path file, String message) {
    this(file, message, null);
  }

  BadFile(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }

  BadFile(Path file, long offset, String expected, Object got) {
    this(file, offset, expected, got, null);
  }

  BadFile(Path file, long offset, String expected, Object got, Throwable cause) {
    super("%s, offset %s: expected %s, got %s".formatted(file, offset, expected, got), cause);
  }
}
