package tilde.run;

/** The exit codes that commands share, and what their help says of them. */
final class ExitCodes {
  static final int UNUSABLE = 2;

  static final String FAILED = "1:a cell failed; its source, error and place are printed";
  static final String USAGE = "2:wrong usage, or a file that cannot be read or written";
  static final String TIMEOUT = "124:a cell or a notebook took longer than it may";
  static final String DIED = "138:the JVM of the cells ended, as by System.exit or a crash";
  static final String WORST = " :of several notebooks the highest";

  private ExitCodes() {}
}
