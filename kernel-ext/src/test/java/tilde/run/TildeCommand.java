package tilde.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** The command line in this JVM, and what it printed. */
record TildeCommand(int exitCode, String out, String err) {
  static TildeCommand tilde(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new TildeCommand(exitCode, out.toString(), err.toString());
  }
}
