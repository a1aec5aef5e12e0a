package tilde.session;

import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/** Lists what cells declared, as JShell's own commands do. */
final class Declared {
  private static final int WIDTH = 80;

  private Declared() {}

  static Stream<String> list(JShell jshell, String what) {
    return switch (what) {
      case "vars" ->
          jshell
              .variables()
              .map(v -> v.typeName() + " " + v.name() + " = " + oneLine(value(jshell, v)));
      case "methods" ->
          jshell
              .methods()
              .map(m -> m.signature().replaceFirst("^\\((.*)\\)(.*)$", "$2 " + m.name() + "($1)"));
      default -> jshell.imports().map(Snippet::source).map(String::strip);
    };
  }

  private static String value(JShell jshell, VarSnippet variable) {
    return jshell.status(variable) == Snippet.Status.VALID
        ? jshell.varValue(variable)
        : "(not yet whole)";
  }

  private static String oneLine(String value) {
    String line = value.lines().findFirst().orElse("");
    return line.length() > WIDTH || !line.equals(value)
        ? line.substring(0, Math.min(WIDTH, line.length())) + "..."
        : line;
  }
}
