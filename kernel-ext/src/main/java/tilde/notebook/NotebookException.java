package tilde.notebook;

import java.nio.file.Path;

/** A notebook file that cannot be read or written; the message names the file and what is wrong. */
public final class NotebookException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotebookException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
