package tilde.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tilde.notebook.CellOutput;

/** One output of a cell in its richest form. */
final class OutputHtml {
  private static final Pattern TERMINAL_COLOURS = Pattern.compile("\\e\\[[0-9;]*m");
  private static final List<String> PICTURES =
      List.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private OutputHtml() {}

  static String of(CellOutput output) {
    if (output instanceof CellOutput.Stream stream) {
      return pre(stream.name(), stream.text());
    } else if (output instanceof CellOutput.Failure error) {
      String report = String.join("\n", error.traceback());
      return pre("error", report.isBlank() ? error.ename() + ": " + error.evalue() : report);
    } else if (output instanceof CellOutput.Display display) {
      return bundle(display.data());
    }
    return bundle(((CellOutput.Result) output).data());
  }

  private static String bundle(Map<String, Object> data) {
    if (data.get("text/html") instanceof String html) {
      return "<div class=\"output\">" + html + "</div>\n";
    }
    String alternative = data.get("text/plain") instanceof String text ? text : "";
    // as a picture and not in place, so that its names and styles stay its own
    if (data.get("image/svg+xml") instanceof String svg) {
      return picture(Html.dataUri("image/svg+xml", svg.getBytes(UTF_8)), alternative);
    }
    for (String type : PICTURES) {
      if (data.get(type) instanceof byte[] bytes) {
        return picture(Html.dataUri(type, bytes), alternative);
      }
    }
    if (data.get("text/markdown") instanceof String markdown) {
      return "<div class=\"output\">" + MarkdownHtml.of(markdown, written -> written) + "</div>\n";
    }
    if (data.get("text/latex") instanceof String latex) {
      return "<div class=\"output\">" + MarkdownHtml.of(latex, written -> written) + "</div>\n";
    }
    return pre("text", alternative);
  }

  private static String picture(String address, String alternative) {
    return "<div class=\"output\"><img src=\"%s\" alt=\"%s\"></div>\n"
        .formatted(address, Html.escaped(alternative));
  }

  private static String pre(String kind, String text) {
    String plain = TERMINAL_COLOURS.matcher(text).replaceAll("");
    return "<pre class=\"output %s\">%s</pre>\n".formatted(Html.escaped(kind), Html.escaped(plain));
  }
}
