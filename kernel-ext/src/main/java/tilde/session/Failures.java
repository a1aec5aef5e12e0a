package tilde.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl.UserException;
import tilde.session.CellMap.Origin;
import tilde.session.CellMap.Place;
import tilde.session.Output.Failure;

/** Turns what goes wrong into reports that speak of the user's cells and lines only. */
final class Failures {
  static final String COMPILE_ERROR = "CompileError";
  private static final int MOST_FRAMES = 10; // endless recursion has a thousand
  private static final int MOST_CAUSES = 10;

  private final JShell jshell;
  private final CellMap cells;

  Failures(JShell jshell, CellMap cells) {
    this.jshell = jshell;
    this.cells = cells;
  }

  /** What javac says, with a caret under each place. */
  Failure compile(Origin origin, List<Diag> diagnostics) {
    List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
    List<String> report = new ArrayList<>();
    for (Diag error : errors) {
      Place place = origin.atPosition(error.getPosition());
      List<String> message = message(error);
      report.add(place + ": " + message.get(0));
      report.add("    " + place.text());
      report.add("    " + caret(place));
      message.stream().skip(1).map(detail -> "  " + detail).forEach(report::add);
    }
    String first = errors.isEmpty() ? "not valid Java" : message(errors.get(0)).get(0);
    if (report.isEmpty()) {
      Place place = origin.atPosition(0);
      report.addAll(List.of(place + ": " + first, "    " + place.text()));
    }
    return new Failure(COMPILE_ERROR, first, report);
  }

  /** The cell stops in the middle of a snippet that JShell nevertheless accepted in part. */
  Failure incomplete(Origin origin) {
    Place place = origin.atPosition(Long.MAX_VALUE - origin.offset());
    String message = "the cell ends in the middle of a statement or comment";
    return new Failure(
        COMPILE_ERROR, message, List.of(place + ": " + message, "    " + place.text()));
  }

  /** A command such as {@code %maven} cannot do what it says. */
  static Failure refused(Origin origin, String message) {
    Place place = origin.atPosition(0);
    return new Failure(
        "CommandError", message, List.of(place + ": " + message, "    " + place.text()));
  }

  /** JShell itself broke, which some sources that are far from Java make it do. */
  Failure gaveUp(Origin origin, Throwable reason) {
    Place place = origin.atPosition(0);
    String message = "not valid Java: JShell gives up with " + reason;
    return new Failure(
        COMPILE_ERROR, message, List.of(place + ": " + message, "    " + place.text()));
  }

  /** An exception that user code threw, with its causes. */
  Failure thrown(JShellException exception) {
    List<String> report = new ArrayList<>();
    Throwable cause = exception;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      String text = messageOf(cause);
      report.add(
          (i == 0 ? "" : "Caused by: ") + nameOf(cause) + (text.isEmpty() ? "" : ": " + text));
      addFrames(report, cause);
    }
    return new Failure(nameOf(exception), messageOf(exception), report);
  }

  /** The value of the last expression could not be turned into text. */
  static Failure notShown(Throwable exception, Origin origin) {
    String name =
        exception instanceof UserException thrown
            ? readable(thrown.causeExceptionClass())
            : exception.getClass().getName();
    String message = exception.getMessage() == null ? "" : readable(exception.getMessage());
    Place place = origin.atPosition(0);
    return new Failure(
        name,
        message,
        List.of(
            name + (message.isEmpty() ? "" : ": " + message),
            "  while showing the result of " + place,
            "    " + place.text().strip()));
  }

  private void addFrames(List<String> report, Throwable exception) {
    int frames = 0;
    for (StackTraceElement frame : exception.getStackTrace()) {
      Place place = cells.place(frame).orElse(null);
      if (place != null && ++frames <= MOST_FRAMES) {
        report.add("  at " + place + method(frame));
        report.add("    " + place.text().strip());
      }
    }
    if (frames > MOST_FRAMES) {
      report.add("  and " + (frames - MOST_FRAMES) + " more calls");
    }
  }

  private static String method(StackTraceElement frame) {
    String name = frame.getMethodName();
    if (name.isEmpty()) {
      return ""; // the cell itself
    }
    if (name.startsWith("lambda$")) {
      return ", in a lambda";
    }
    String type = frame.getClassName();
    return ", in " + (type.isEmpty() ? "" : type + ".") + name;
  }

  private String nameOf(Throwable exception) {
    if (exception instanceof EvalException thrown) {
      return readable(thrown.getExceptionClassName());
    }
    return exception instanceof UnresolvedReferenceException
        ? "UnresolvedReference"
        : exception.getClass().getName();
  }

  private String messageOf(Throwable exception) {
    if (exception instanceof UnresolvedReferenceException unresolved) {
      return missing(unresolved.getSnippet());
    }
    return exception.getMessage() == null ? "" : readable(exception.getMessage());
  }

  /** As "f() needs g(), which is not declared". */
  String missing(DeclarationSnippet snippet) {
    String needed =
        jshell
            .unresolvedDependencies(snippet)
            .map(name -> name.replaceFirst("^(method|variable) ", ""))
            .collect(Collectors.joining(", "));
    String what =
        needed.isEmpty() ? "something that does not compile" : needed + ", not declared so far";
    return snippet.name() + " needs " + what;
  }

  private static List<String> message(Diag error) {
    // JShell hides the class around a snippet and leaves an empty location behind
    return error
        .getMessage(null)
        .lines()
        .filter(line -> !line.matches("\\s*location:\\s+class\\s*"))
        .toList();
  }

  private static String caret(Place place) {
    return IntStream.range(0, Math.min(place.column(), place.text().length()))
            .mapToObj(i -> place.text().charAt(i) == '\t' ? "\t" : " ")
            .collect(Collectors.joining())
        + "^";
  }

  /** Takes the classes away that JShell puts around the user's. */
  private static String readable(String text) {
    return text.replaceAll("REPL\\.\\$JShell\\$\\w+\\$", "");
  }
}
