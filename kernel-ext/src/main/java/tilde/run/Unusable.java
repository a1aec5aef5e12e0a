package tilde.run;

/** What was asked for makes no sense; the message says why and what to do. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unusable(String message) {
    super(message);
  }
}
