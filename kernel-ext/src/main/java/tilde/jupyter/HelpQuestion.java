package tilde.jupyter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cell that asks what something is, as {@code net().conv?} or {@code ?net}; no Java reads so. */
record HelpQuestion(String code) {
  // neither a comment nor a command of the session
  private static final Pattern QUESTION =
      Pattern.compile("\\?\\s*(?<before>[^?;\\v]+)|(?<after>[^/%?;\\v][^?;\\v]*)\\?");

  static Optional<HelpQuestion> in(String cell) {
    Matcher matcher = QUESTION.matcher(cell.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String before = matcher.group("before");
    return Optional.of(
        new HelpQuestion((before != null ? before : matcher.group("after")).strip()));
  }
}
