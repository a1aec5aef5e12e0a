package tilde.fetch;

import java.io.IOException;

/** A server gives something else than the file: what came is of no use. */
final class WrongContent extends IOException {
  WrongContent(String message) {
    super(message);
  }
}
