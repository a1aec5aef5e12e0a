package tilde.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares lines of text: numbers within a tolerance, the rest exactly. */
final class TolerantText {
  // no part of a word, a version such as 1.2.3, or a longer number
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.])[-+]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][-+]?\\d+)?(?!\\w|\\.\\d)");

  private final Tolerance tolerance;

  TolerantText(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  boolean same(String stored, String now) {
    if (stored.equals(now)) {
      return true;
    }
    Matcher one = NUMBER.matcher(stored);
    Matcher other = NUMBER.matcher(now);
    int oneEnd = 0;
    int otherEnd = 0;
    while (one.find()) {
      boolean same =
          other.find()
              && stored
                  .substring(oneEnd, one.start())
                  .equals(now.substring(otherEnd, other.start()))
              && tolerance.allows(
                  Double.parseDouble(one.group()), Double.parseDouble(other.group()));
      if (!same) {
        return false;
      }
      oneEnd = one.end();
      otherEnd = other.end();
    }
    return !other.find() && stored.substring(oneEnd).equals(now.substring(otherEnd));
  }
}
