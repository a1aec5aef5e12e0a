package tilde.fetch;

import java.io.IOException;

/** A server gives something else than the file: what came is of no use. */
final class WrongContent extends IOException {
  private static final long serialVersionUID = 1;

  WrongContent(String message) {
    super(message);
  }
}
