package tilde.jupyter;

import picocli.CommandLine.Model.CommandSpec;

/** How the commands of this package tell what keeps them from their work. */
final class Problems {
  private static final int UNUSABLE = 2;

  private Problems() {}

  static int report(CommandSpec command, Exception problem) {
    String text = problem instanceof JupyterException ? problem.getMessage() : problem.toString();
    command.commandLine().getErr().println(text);
    return UNUSABLE;
  }
}
