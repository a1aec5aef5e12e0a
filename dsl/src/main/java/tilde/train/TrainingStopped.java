package tilde.train;

/**
 * Training ended before its time: by an interrupt, because a number was no longer finite, or by an
 * exception of a callback. The model keeps the weights of the last whole step, and its history.
 */
public final class TrainingStopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TrainingStopped(String message) {
    super(message);
  }

  public TrainingStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
