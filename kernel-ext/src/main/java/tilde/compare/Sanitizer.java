package tilde.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Replaces what is different in every run, such as dates, before outputs are compared.
 *
 * @param rules applied in order
 */
public record Sanitizer(List<Rule> rules) {
  /** Changes nothing. */
  public static final Sanitizer NONE = new Sanitizer(List.of());

  /** A regular expression and what replaces its matches. */
  public record Rule(Pattern pattern, String replacement) {}

  /** The patterns cannot be used; the message says where and why. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  public Sanitizer {
    rules = List.copyOf(rules);
  }

  /** This sanitizer with one more rule, in the syntax of {@link Pattern}. */
  public Sanitizer with(String regex, String replacement) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(Pattern.compile(regex), replacement));
    return new Sanitizer(more);
  }

  /**
   * Reads rules in the form of nbval: sections of {@code regex: ...} and {@code replace: ...}.
   *
   * @throws Unusable if the file cannot be read or has something else in it
   */
  public static Sanitizer read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new Unusable(file + ": cannot be read: " + e);
    }
    Sanitizer sanitizer = NONE;
    String regex = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String where = file + ", line " + (i + 1) + ": ";
      if (line.startsWith("regex:")) {
        regex = line.substring("regex:".length()).strip();
      } else if (line.startsWith("replace:") && regex != null) {
        String replacement = line.substring("replace:".length()).strip();
        sanitizer = sanitizer.checked(regex, replacement, where);
        regex = null;
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("[")) {
        throw new Unusable(where + "expected regex: ..., then replace: ..., got " + line);
      }
    }
    if (regex != null) {
      throw new Unusable(file + ": replace: ... is missing after regex: " + regex);
    }
    return sanitizer;
  }

  private Sanitizer checked(String regex, String replacement, String where) {
    try {
      Pattern.compile(regex + "|").matcher("").replaceFirst(replacement); // tries its groups too
      return with(regex, replacement);
    } catch (PatternSyntaxException e) {
      throw new Unusable(where + "not a regular expression of Java: " + e.getDescription());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Unusable(where + "not a replacement: " + e.getMessage());
    }
  }

  String clean(String text) {
    String cleaned = text;
    for (Rule rule : rules) {
      cleaned = rule.pattern().matcher(cleaned).replaceAll(rule.replacement());
    }
    return cleaned;
  }
}
