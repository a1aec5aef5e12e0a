package tilde.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops one cell: interrupts it, then throws into it again and again, since user code may catch
 * what is thrown, and at last ends its JVM.
 */
final class Stopper {
  private static final long PATIENCE_MILLIS = 200; // code that heeds interrupts ends by then
  private static final long AGAIN_MILLIS = 250;
  private static final long SOON_MILLIS = 10;
  private static final long WHOLE_MILLIS = 700; // as long what must not be torn may go on

  private static final int MOST_HELPERS = 100;

  private final UserJvm jvm;
  private final Control control;
  private final Duration grace;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<Status> reason = new AtomicReference<>();

  Stopper(UserJvm jvm, Control control, Duration grace) {
    this.jvm = jvm;
    this.control = control;
    this.grace = grace;
    control.go();
  }

  /** Stops the cell when it has run for {@code time}. */
  void stopAfter(Duration time) {
    daemon(
        () -> {
          if (!isOverWithin(time.toMillis())) {
            stop(Status.TIMED_OUT);
          }
        });
  }

  /** Stops the cell, unless that has begun already. */
  void stop(Status why) {
    if (reason.compareAndSet(null, why)) {
      control.stopNext();
      daemon(this::insist);
    }
  }

  /** The cell has ended. */
  synchronized void over() {
    over.countDown();
  }

  /** INTERRUPTED or TIMED_OUT, if the cell was to be stopped. */
  Optional<Status> reason() {
    return Optional.ofNullable(reason.get());
  }

  private void insist() {
    long start = System.nanoTime();
    interrupt();
    long pause = PATIENCE_MILLIS;
    boolean forced = false;
    while (!isOverWithin(pause)) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (passed >= grace.toMillis()) {
        jvm.kill(
            "that took more than " + Endings.text(grace) + ", so the JVM of the cells was ended");
        return;
      }
      forced = true;
      pause = hits(passed > WHOLE_MILLIS) ? AGAIN_MILLIS : SOON_MILLIS;
      pause = Math.max(1, Math.min(pause, grace.toMillis() - passed));
    }
    if (forced) {
      stopHelpers();
    }
  }

  private synchronized void interrupt() {
    if (over.getCount() > 0) { // or it might hit the next cell
      jvm.interrupt();
    }
  }

  private synchronized boolean hits(boolean evenInTheMiddle) {
    try {
      return over.getCount() > 0 && jvm.stop(evenInTheMiddle);
    } catch (IOException | RuntimeException cannotNow) { // the JVM may just be ending
      return false;
    }
  }

  /**
   * Each thread of the common pool that helped the cell takes its next task, until none is left.
   */
  private void stopHelpers() {
    try {
      for (int i = 0; i < MOST_HELPERS && jvm.stopHelpers(); i++) {
        Thread.sleep(SOON_MILLIS);
      }
    } catch (IOException | RuntimeException gone) {
      // with the JVM
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOverWithin(long millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tilde-stopper");
    thread.setDaemon(true);
    thread.start();
  }
}
