package tilde.jupyter;

/** What keeps a kernel from starting or being installed; the message says what to do. */
final class JupyterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JupyterException(String message) {
    super(message);
  }
}
