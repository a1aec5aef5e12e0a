package tilde.jupyter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import tilde.session.Session;

/** The session, which starts while the kernel already answers, and serves one request at a time. */
final class RunningSession {
  private final CompletableFuture<Session> session;

  RunningSession(Supplier<Session> open) {
    session = CompletableFuture.supplyAsync(open);
  }

  /** Does something with the session, waiting for its start and for others who use it. */
  synchronized <T> T use(Function<Session, T> action) {
    Session started;
    try {
      started = session.join();
    } catch (CompletionException notStarted) {
      throw new IllegalStateException("the Java session did not start", notStarted.getCause());
    }
    return action.apply(started);
  }

  /** Stops the cell that runs, if one does. */
  void interrupt() {
    if (isStarted()) {
      session.join().interrupt();
    }
  }

  /** Ends the session; a cell that runs ends with it. */
  void close() {
    if (isStarted()) {
      session.join().close();
    }
  }

  private boolean isStarted() {
    return session.isDone() && !session.isCompletedExceptionally();
  }
}
