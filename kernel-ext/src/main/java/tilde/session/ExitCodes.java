package tilde.session;

/** What the exit code of a JVM tells about its end. */
final class ExitCodes {
  private static final int SIGNAL = 128;
  private static final int NO_MEMORY = 70; // see tilde.user.Requests

  private ExitCodes() {}

  /**
   * @param exits whether the JVM said that it would end
   */
  static String meaning(int code, boolean exits) {
    if (exits) {
      return code == SIGNAL + 15
          ? "the JVM of the cells was told to end from outside (signal 15)"
          : "System.exit(" + code + ") ended the JVM of the cells";
    }
    return switch (code) {
      case NO_MEMORY -> "the JVM of the cells had no memory left to go on";
      case SIGNAL + 6, SIGNAL + 11 ->
          "the JVM of the cells crashed in native code (signal " + (code - SIGNAL) + ")";
      case SIGNAL + 9 ->
          "the JVM of the cells was killed (signal 9): maybe the machine ran out of memory";
      default -> "the JVM of the cells ended with code " + code;
    };
  }
}
