package tilde.jupyter;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** How the commands of this package tell what keeps them from their work. */
final class Problems {
  private static final int UNUSABLE = 2;

  private Problems() {}

  static int report(CommandSpec command, Exception problem) {
    String text = problem instanceof IOException ? problem.toString() : problem.getMessage();
    command.commandLine().getErr().println(text);
    return UNUSABLE;
  }
}
