package tilde.run;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Tells on the terminal how far a notebook is. Several notebooks may write at once: what belongs
 * together is one print.
 *
 * @param prefix of each line, empty if one notebook runs at a time
 */
record Progress(PrintWriter err, String prefix) {
  /** One line a cell: its number, how long it took, and how it begins. */
  void cell(CellRun run, int of) {
    String mark =
        switch (run.outcome()) {
          case FAILED -> "FAILED  ";
          case TIMED_OUT -> "TIMEOUT  ";
          case DIED -> "DIED  ";
          case SKIPPED -> "skipped  ";
          case OK, DIFFERENT, NOT_RUN -> "";
        };
    double seconds = run.time().toMillis() / 1000.0;
    print(
        String.format(
            Locale.ROOT,
            "[%d/%d] %7.2f s  %s%s",
            run.number(),
            of,
            seconds,
            mark,
            run.beginning()));
  }

  void print(String text) {
    err.println(prefix + text);
    err.flush();
  }
}
