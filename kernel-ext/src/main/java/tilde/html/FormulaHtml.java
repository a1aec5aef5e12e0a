package tilde.html;

/** The place of a formula in a page; a reader without scripts sees its LaTeX. */
final class FormulaHtml {
  private static final String MARK = "data-latex";

  private FormulaHtml() {}

  static String of(String latex, boolean display) {
    String text = Html.escaped(latex.strip());
    return display
        ? "<div class=\"display\" %s>%s</div>\n".formatted(MARK, text)
        : "<span %s>%s</span>".formatted(MARK, text);
  }

  static boolean isIn(String html) {
    return html.contains(MARK + ">");
  }

  /** Styles and scripts that set the formulas of a page, all in the page itself. */
  static String head() {
    String font = Html.dataUri("font/woff2", Resources.bytes("temml/Temml.woff2"));
    String css = Resources.text("temml/Temml-Local.css").replace("Temml.woff2", font);
    return "<style>"
        + css
        + "</style>\n<script>"
        + Resources.text("temml/temml.min.js")
        + "</script>\n";
  }

  static String script() {
    return """
        <script>
        for (const e of document.querySelectorAll("[data-latex]")) {
          temml.render(e.textContent, e, {displayMode: e.tagName === "DIV", throwOnError: false});
        }
        </script>
        """;
  }
}
