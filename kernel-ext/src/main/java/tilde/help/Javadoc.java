package tilde.help;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A documentation comment, made readable. */
public final class Javadoc {
  private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");
  private static final Pattern NAMED = Pattern.compile("(\\S+)\\s+(.*)", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal)\\s+");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s}]+(?:\\([^)]*\\))?)\\s*([^}]*)\\}");
  private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^}]*)\\}");
  private static final Pattern PRE = Pattern.compile("(?s)<pre>(.*?)</pre>");

  private final UnaryOperator<String> code; // how a piece of code is marked
  private final UnaryOperator<String> strong;
  private final UnaryOperator<String> block; // lines of code

  private Javadoc(
      UnaryOperator<String> code, UnaryOperator<String> strong, UnaryOperator<String> block) {
    this.code = code;
    this.strong = strong;
    this.block = block;
  }

  /** The comment as text for a terminal. */
  public static String text(String comment) {
    return new Javadoc(c -> c, s -> s, b -> b.indent(2)).render(comment);
  }

  /** The comment in Markdown. */
  public static String markdown(String comment) {
    return new Javadoc(c -> "`" + c + "`", s -> "**" + s + "**", b -> "```java\n" + b + "\n```")
        .render(comment);
  }

  private String render(String comment) {
    Matcher tag = BLOCK_TAG.matcher(comment);
    int end = tag.find() ? tag.start() : comment.length();
    List<String> parts = new ArrayList<>();
    parts.add(prose(comment.substring(0, end)));
    while (end < comment.length()) {
      String name = tag.group(1);
      int start = tag.end();
      end = tag.find() ? tag.start() : comment.length();
      String part = blockTag(name, comment.substring(start, end).strip());
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join("\n\n", parts).strip();
  }

  private String blockTag(String name, String content) {
    return switch (name) {
      case "param", "throws", "exception" -> {
        Matcher named = NAMED.matcher(content);
        String about = name.equals("param") ? "" : "throws ";
        yield named.matches()
            ? about + code.apply(named.group(1)) + ": " + oneLine(prose(named.group(2)))
            : "";
      }
      case "return" -> strong.apply("returns") + " " + oneLine(prose(content));
      case "deprecated" -> strong.apply("deprecated") + ": " + oneLine(prose(content));
      default -> "";
    };
  }

  private String prose(String comment) {
    List<String> kept = new ArrayList<>(); // what must stay as it is
    String text =
        PRE.matcher(comment)
            .replaceAll(m -> "\n\n" + keep(kept, block.apply(plainCode(m.group(1)))) + "\n\n");
    text = codes(text, kept);
    text = LINK.matcher(text).replaceAll(m -> Matcher.quoteReplacement(link(m)));
    text = OTHER_INLINE.matcher(text).replaceAll("$1");
    text = text.replaceAll("(?i)\\s*<(p|/ul|/ol|h\\d)>\\s*", "\n\n");
    text = text.replaceAll("(?i)\\s*<li>\\s*", "\n- ");
    text = text.replaceAll("(?i)</?(code|tt)>", code.apply("").isEmpty() ? "" : "`");
    text = text.replaceAll("</?[A-Za-z][^>]*>", "");
    text = entities(text).replaceAll("(?m)^[ \\t]+", "").replaceAll("\\n{3,}", "\n\n").strip();
    for (int i = 0; i < kept.size(); i++) {
      text = text.replace(place(i), kept.get(i));
    }
    return text;
  }

  private static String keep(List<String> kept, String text) {
    kept.add(text.stripTrailing());
    return place(kept.size() - 1);
  }

  private static String place(int index) {
    return "\0" + index + "\0";
  }

  private String link(MatchResult link) {
    String label = link.group(2).strip();
    return label.isEmpty()
        ? code.apply(link.group(1).replaceFirst("^#", "").replace('#', '.'))
        : label;
  }

  /** Replaces pieces of code, which may hold braces in pairs. */
  private String codes(String text, List<String> kept) {
    StringBuilder out = new StringBuilder();
    Matcher start = CODE.matcher(text);
    int from = 0;
    while (start.find(from)) {
      int end = closing(text, start.end());
      out.append(text, from, start.start());
      String piece = text.substring(start.end(), end).replaceAll("\\s+", " ");
      out.append(keep(kept, code.apply(piece)));
      from = Math.min(text.length(), end + 1);
    }
    return out.append(text.substring(from)).toString();
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private static String plainCode(String pre) {
    Matcher start = CODE.matcher(pre);
    if (start.find()) {
      return pre.substring(start.end(), closing(pre, start.end())).strip().stripIndent();
    }
    return entities(pre.replaceAll("</?[A-Za-z][^>]*>", "")).strip();
  }

  private static String entities(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&#64;", "@")
        .replace("&amp;", "&");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
