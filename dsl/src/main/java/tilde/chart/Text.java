package tilde.chart;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers and lines as charts write them. */
final class Text {
  /** The width of the narrowest usual terminal, and what JShell shows of a string. */
  static final int COLUMNS = 80;

  private Text() {}

  /** A finite number with three significant digits, such as 0.0123, 45600 or 1.2e-7. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent <= 5) {
      return rounded.toPlainString();
    }
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** {@code text} in one line: line breaks and other control characters become spaces. */
  static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  /** {@code text} in one line of at most {@code columns} characters, cut with an ellipsis. */
  static String fit(String text, int columns) {
    return fit(text, "", columns);
  }

  /** {@code text} and {@code end} in one line, where {@code text} is cut so that both fit. */
  static String fit(String text, String end, int columns) {
    String line = oneLine(text);
    int room = columns - end.length();
    if (line.length() <= room) {
      return line + end;
    }
    int cut = Math.max(0, room - 1);
    if (cut > 0 && Character.isHighSurrogate(line.charAt(cut - 1))) {
      cut--; // half a character is none
    }
    return line.substring(0, cut) + "…" + end;
  }
}
