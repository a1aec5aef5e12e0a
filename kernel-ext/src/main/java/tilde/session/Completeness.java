package tilde.session;

/**
 * Whether a source can be executed as it is.
 *
 * @param indent what the next line starts with if more is to come, else empty
 */
public record Completeness(State state, String indent) {
  /** The answer itself. */
  public enum State {
    COMPLETE,
    INCOMPLETE,
    INVALID
  }
}
