package tilde.run;

/** What a terminal shows of printed text: a carriage return starts the line again. */
final class TerminalText {
  private TerminalText() {}

  static String shown(String printed) {
    if (printed.indexOf('\r') < 0) {
      return printed;
    }
    StringBuilder shown = new StringBuilder();
    int start = 0;
    while (start < printed.length()) {
      int newline = printed.indexOf('\n', start);
      int end = newline < 0 ? printed.length() : newline + 1;
      shown.append(printed, lastStart(printed, start, end), end);
      start = end;
    }
    return shown.toString();
  }

  /** After the last carriage return that more of the line follows. */
  private static int lastStart(String text, int start, int end) {
    for (int i = end - 2; i >= start; i--) {
      if (text.charAt(i) == '\r' && text.charAt(i + 1) != '\n') {
        return i + 1;
      }
    }
    return start;
  }
}
