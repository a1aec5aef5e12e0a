package tilde.train;

/**
 * Training ended before its time: by an interrupt, or because a number was no longer finite. The
 * model keeps the weights of the last whole step, and its history.
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
