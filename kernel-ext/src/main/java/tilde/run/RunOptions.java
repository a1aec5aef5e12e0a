package tilde.run;

import java.time.Duration;
import java.util.Optional;
import tilde.session.SessionOptions;

/**
 * How a notebook is executed.
 *
 * @param session how its cells run, one of them at most for how long included
 * @param timeout the longest the whole notebook may run; none by default
 * @param allowErrors whether cells that fail are followed by the others
 */
public record RunOptions(SessionOptions session, Optional<Duration> timeout, boolean allowErrors) {
  /** What the environment says of the session, and the first failing cell ends the run. */
  public static RunOptions defaults() {
    SessionOptions session = SessionOptions.ofEnvironment(System.getenv());
    return new RunOptions(session, Optional.empty(), false);
  }

  /** These options with others for the session. */
  public RunOptions withSession(SessionOptions other) {
    return new RunOptions(other, timeout, allowErrors);
  }

  /** These options with a limit for the whole notebook. */
  public RunOptions withTimeout(Duration most) {
    return new RunOptions(session, Optional.of(most), allowErrors);
  }
}
