package tilde.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line a cell: its number, how long it took, and how it begins. */
final class ProgressLines {
  private static final int BEGINNING = 60;

  private final PrintWriter err;

  ProgressLines(PrintWriter err) {
    this.err = err;
  }

  void done(int cell, int of, String source, Duration time, boolean failed) {
    String first = source.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    String beginning = first.length() > BEGINNING ? first.substring(0, BEGINNING) + "..." : first;
    double seconds = time.toMillis() / 1000.0;
    String mark = failed ? "FAILED  " : "";
    err.printf(Locale.ROOT, "[%d/%d] %7.2f s  %s%s%n", cell, of, seconds, mark, beginning);
    err.flush();
  }
}
