package tilde.io;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the names of tensors tell: {@code layer1.0.bn1.weight} belongs to a module of a block. */
final class Names {
  private static final Pattern TOKEN = Pattern.compile("[0-9]+|\\.|[^0-9.]+");
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
  private static final int LONGEST_SHOWN = 80;
  private static final int LONGEST_LINE = 1000;
  private static final int MOST_TRIED = 1000; // names that are looked at for a suggestion
  private static final int MOST_TYPOS = 2;

  private Names() {}

  /** The part before the last dot, empty if there is none. */
  static String module(String tensor) {
    return tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
  }

  /** The part behind the last dot. */
  static String member(String tensor) {
    return tensor.substring(tensor.lastIndexOf('.') + 1);
  }

  /** The name of a tensor in a module, which may be the outermost one, without a name. */
  static String join(String module, String member) {
    return module.isEmpty() ? member : module + "." + member;
  }

  /**
   * The first parts in which two names differ, empty where one has ended.
   *
   * @param segments whether each stands alone between dots
   */
  private record Difference(String a, String b, boolean segments) {
    static Difference of(String a, String b) {
      List<String> left = tokens(a);
      List<String> right = tokens(b);
      int at = 0;
      while (at < left.size() && at < right.size() && left.get(at).equals(right.get(at))) {
        at++;
      }
      boolean segments = isSegment(left, at) && isSegment(right, at);
      return new Difference(token(left, at), token(right, at), segments);
    }

    private static List<String> tokens(String name) {
      return TOKEN.matcher(name).results().map(MatchResult::group).toList();
    }

    private static String token(List<String> tokens, int at) {
      return at < tokens.size() ? tokens.get(at) : "";
    }

    private static boolean isSegment(List<String> tokens, int at) {
      boolean begins = at == 0 || tokens.get(at - 1).equals(".");
      return begins && (at + 1 >= tokens.size() || tokens.get(at + 1).equals("."));
    }

    boolean isNumeric() {
      return isNumber(a) && isNumber(b);
    }

    private static boolean isNumber(String token) {
      return !token.isEmpty() && token.charAt(0) >= '0' && token.charAt(0) <= '9';
    }

    int compare() {
      String left = isNumeric() ? a.replaceFirst("^0+(?=.)", "") : a;
      String right = isNumeric() ? b.replaceFirst("^0+(?=.)", "") : b;
      int byLength = isNumeric() ? Integer.compare(left.length(), right.length()) : 0;
      int byValue = byLength != 0 ? byLength : left.compareTo(right);
      return byValue != 0 ? byValue : a.compareTo(b); // 01 and 1
    }
  }

  /** Part by part, numbers by their value: {@code conv2} before {@code conv10}. */
  static int compare(String a, String b) {
    return Difference.of(a, b).compare();
  }

  /** Whether numbers tell which comes first, as of {@code conv} and {@code conv2}. */
  static boolean numbersTell(String a, String b) {
    Difference difference = Difference.of(a, b);
    return difference.isNumeric() || difference.a.isEmpty() || difference.b.isEmpty();
  }

  /** Whether both are places in a row of modules, as {@code 2} and {@code 10} in a Sequential. */
  static boolean areInARow(String a, String b) {
    Difference difference = Difference.of(a, b);
    return difference.isNumeric() && difference.segments;
  }

  /** As much of a name as a message can bear, whatever is in it. */
  static String shown(String name) {
    return shown(name, LONGEST_SHOWN);
  }

  /** Likewise a line of the DSL. */
  static String shownLine(String line) {
    return shown(line, LONGEST_LINE);
  }

  private static String shown(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
    return INVISIBLE
        .matcher(cut)
        .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
  }

  /** A tensor as messages show it, {@code conv1.w (8, 1, 3, 3)}. */
  static String shown(String name, List<Integer> shape) {
    return shown(name)
        + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
  }

  static List<Integer> sizes(int... shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** What to call for names to be partners, {@code names(Map.of("bn1", "batchnorm1"))}. */
  static String call(Map<String, String> names) {
    return names.entrySet().stream()
        .map(e -> "\"%s\", \"%s\"".formatted(shown(e.getKey()), shown(e.getValue())))
        .collect(Collectors.joining(", ", "names(Map.of(", "))"));
  }

  /** The name that was perhaps meant, {@code ": did you mean conv1?"}; empty if none is near. */
  static String suggestion(String wrong, Collection<String> right) {
    Optional<String> nearest = Optional.empty();
    int least = MOST_TYPOS + 1;
    for (String name : right.stream().limit(MOST_TRIED).toList()) {
      if (Math.abs(name.length() - wrong.length()) < least && typos(wrong, name) < least) {
        least = typos(wrong, name);
        nearest = Optional.of(name);
      }
    }
    return nearest.map(name -> ": did you mean " + shown(name) + "?").orElse("");
  }

  /** Letters to be changed, added or left out to make the one of the other (Levenshtein). */
  private static int typos(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }
}
