package tilde.jupyter;

import java.util.function.Function;
import tilde.session.Session;

/** The session, which serves one request at a time, whichever channel it comes from. */
final class RunningSession {
  private final Session session;

  RunningSession(Session session) {
    this.session = session;
  }

  /** Does something with the session, waiting for others who use it. */
  synchronized <T> T use(Function<Session, T> action) {
    return action.apply(session);
  }

  /** Stops the cell that runs, if one does. */
  void interrupt() {
    session.interrupt();
  }

  /** Ends the session; a cell that runs ends with it. */
  void close() {
    session.close();
  }
}
