package tilde.jupyter;

/** A message that does not follow the protocol; the message says where. */
final class InvalidMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidMessageException(String problem) {
    super(problem);
  }
}
