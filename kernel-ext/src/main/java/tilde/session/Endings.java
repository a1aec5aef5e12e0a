package tilde.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tilde.session.Output.Failure;

/** What is reported of cells that did not end by themselves. */
final class Endings {
  private static final String FRESH = "the next cell starts in a fresh one";

  private Endings() {}

  static Failure died(String why) {
    String message = why + "; " + FRESH;
    return new Failure("JvmEnded", message, List.of("JvmEnded: " + message));
  }

  /** The JVM lives, but next to nothing can run in it. */
  static Failure heapIsFull(Failure outOfMemory) {
    List<String> report = new ArrayList<>(outOfMemory.traceback());
    report.add(
        "Variables hold nearly all of the memory, so the JVM of the cells was ended; "
            + FRESH
            + ". TILDE_HEAP=8g gives it more.");
    return new Failure(outOfMemory.ename(), outOfMemory.evalue(), report);
  }

  /**
   * @param end why the JVM ended, if the cell could not be stopped otherwise
   * @param thrown how the cell failed in the end, if it did: its frames tell where it was
   */
  static Failure stopped(
      Status reason, SessionOptions options, Optional<String> end, Optional<Failure> thrown) {
    boolean late = reason == Status.TIMED_OUT;
    String name = late ? "TimedOut" : "Interrupted";
    String message =
        late
            ? "the cell ran longer than " + text(options.cellTimeout().orElseThrow())
            : "the cell was stopped";
    message += end.map(why -> "; " + why + "; " + FRESH).orElse("");
    List<String> report = new ArrayList<>(List.of(name + ": " + message));
    thrown.ifPresent(failure -> failure.traceback().stream().skip(1).forEach(report::add));
    return new Failure(name, message, report);
  }

  static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
  }
}
