package tilde.html;

import java.nio.file.Path;
import tilde.notebook.Cell;
import tilde.notebook.CellOutput;
import tilde.notebook.Notebook;

/**
 * A notebook as one HTML page that needs nothing else: pictures, styles, and what sets the formulas
 * are in it.
 */
public final class NotebookPage {
  private NotebookPage() {}

  /**
   * The page.
   *
   * @param title what the window shows
   * @param folder where pictures lie that the notebook names
   */
  public static String of(Notebook notebook, String title, Path folder) {
    Pictures pictures = new Pictures(folder);
    StringBuilder body = new StringBuilder();
    for (Cell cell : notebook.cells()) {
      body.append("<section class=\"cell\" id=\"").append(cell.id()).append("\">\n");
      body.append(cell.isCode() ? code(cell) : text(cell, pictures));
      body.append("</section>\n");
    }
    boolean formulas = FormulaHtml.isIn(body.toString());
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        %s</style>
        %s</head>
        <body>
        %s%s</body>
        </html>
        """
        .formatted(
            Html.escaped(title),
            Resources.text("page.css"),
            formulas ? FormulaHtml.head() : "",
            body,
            formulas ? FormulaHtml.script() : "");
  }

  private static String text(Cell cell, Pictures pictures) {
    return cell.isMarkdown()
        ? MarkdownHtml.of(cell.source(), written -> pictures.address(written, cell))
        : "<pre>" + Html.escaped(cell.source()) + "</pre>\n";
  }

  private static String code(Cell cell) {
    StringBuilder html = new StringBuilder();
    String number =
        cell.executionCount().isPresent() ? "[" + cell.executionCount().getAsInt() + "]" : "[ ]";
    html.append(
        "<div class=\"source\"><span>%s</span><pre><code>%s</code></pre></div>\n"
            .formatted(number, Html.escaped(cell.source())));
    for (CellOutput output : cell.outputs()) {
      html.append(OutputHtml.of(output));
    }
    return html.toString();
  }
}
