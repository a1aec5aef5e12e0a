package tilde.run;

import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/** A moment from which on something is stopped, again and again. */
final class Deadline implements AutoCloseable {
  private static final long AGAIN_MILLIS = 1000; // whatever starts just after a stop is stopped too

  private final Timer timer = new Timer("notebook-timeout", true);
  private volatile boolean over;

  /**
   * A deadline that begins to run.
   *
   * @param time until then; empty for a deadline that never comes
   */
  Deadline(Optional<Duration> time, Runnable stop) {
    TimerTask pass =
        new TimerTask() {
          @Override
          public void run() {
            over = true;
            stop.run();
          }
        };
    time.ifPresent(after -> timer.schedule(pass, after.toMillis(), AGAIN_MILLIS));
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
