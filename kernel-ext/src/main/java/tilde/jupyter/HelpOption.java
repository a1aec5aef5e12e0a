package tilde.jupyter;

import picocli.CommandLine.Option;

/** The option that each command has. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;
}
