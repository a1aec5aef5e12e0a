package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;

/** Text as notebooks store it: a list of lines that keep their line ends. */
final class Multiline {
  private Multiline() {}

  static JsonArray lines(String text) {
    JsonArray lines = new JsonArray();
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** The text of a string or of a list of strings. */
  static String text(JsonElement stored) {
    if (!stored.isJsonArray()) {
      return stored.getAsString();
    }
    StringBuilder text = new StringBuilder();
    stored.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  static boolean isText(JsonElement stored) {
    if (stored == null) {
      return false;
    }
    if (stored.isJsonArray()) {
      return stored.getAsJsonArray().asList().stream().allMatch(Multiline::isString);
    }
    return isString(stored);
  }

  private static boolean isString(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }
}
