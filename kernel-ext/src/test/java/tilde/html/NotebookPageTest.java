package tilde.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.notebook.NotebookReader;

class NotebookPageTest {
  private static final Pattern LEADS_ELSEWHERE =
      Pattern.compile("<[^>]+(?:src|href)=\"(?!data:)|url\\((?!.?(?:data:|%23))|@import");

  @TempDir Path directory;

  private String page(JsonObject... cells) throws IOException {
    JsonArray array = new JsonArray();
    for (JsonObject cell : cells) {
      array.add(cell);
    }
    JsonObject root = new JsonObject();
    root.addProperty("nbformat", 4);
    root.add("cells", array);
    Path file = Files.writeString(directory.resolve("a.ipynb"), root.toString());
    return NotebookPage.of(NotebookReader.read(file), "My <title>", directory);
  }

  private static JsonObject markdown(String text) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "markdown");
    cell.addProperty("source", text);
    return cell;
  }

  private static JsonObject output(String output) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.addProperty("source", "if (a < b && c) {}");
    cell.addProperty("execution_count", 3);
    JsonArray outputs = new JsonArray();
    outputs.add(JsonParser.parseString(output));
    cell.add("outputs", outputs);
    return cell;
  }

  private static String display(String data) {
    return "{\"output_type\": \"display_data\", \"data\": " + data + "}";
  }

  private static String body(String page) {
    return page.substring(page.indexOf("<body>"));
  }

  @Test
  void nothingLeadsOutOfThePage() throws IOException {
    String page =
        page(
            markdown("# Hi $x^2$"),
            output(display("{\"image/png\": \"AQID\", \"text/plain\": \"p\"}")));
    assertThat(page).doesNotContainPattern(LEADS_ELSEWHERE).contains("temml");
    assertThat(page)
        .contains("<title>My &lt;title&gt;</title>", "<h1>Hi <span data-latex>x^2</span></h1>");
  }

  @Test
  void codeHasItsNumberAndIsEscaped() throws IOException {
    assertThat(
            page(output("{\"output_type\": \"stream\", \"name\": \"stderr\", \"text\": \"<&>\"}")))
        .contains("<span>[3]</span><pre><code>if (a &lt; b &amp;&amp; c) {}</code></pre>")
        .contains("<pre class=\"output stderr\">&lt;&amp;&gt;</pre>");
  }

  @Test
  void theRichestFormIsShown() throws IOException {
    assertThat(page(output(display("{\"text/plain\": \"p\", \"image/png\": \"AQID\"}"))))
        .contains("<img src=\"data:image/png;base64,AQID\" alt=\"p\">");
    assertThat(
            page(output(display("{\"text/plain\": \"p\", \"text/html\": [\"<b>\", \"x</b>\"]}"))))
        .contains("<div class=\"output\"><b>x</b></div>");
    assertThat(page(output(display("{\"text/plain\": \"p\", \"image/svg+xml\": \"<svg/>\"}"))))
        .contains("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"p\">");
    assertThat(page(output(display("{\"text/plain\": \"p\", \"text/latex\": \"$a$\"}"))))
        .contains("<span data-latex>a</span>");
    assertThat(page(output(display("{\"text/plain\": \"p\", \"text/markdown\": \"*a*\"}"))))
        .contains("<em>a</em>");
    assertThat(page(output(display("{\"text/plain\": \"p\", \"application/x-mine\": \"?\"}"))))
        .contains("<pre class=\"output text\">p</pre>");
  }

  @Test
  void anErrorIsShownWithoutTheColoursOfTerminals() throws IOException {
    assertThat(
            page(
                output(
                    "{\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"v\","
                        + " \"traceback\": [\"\\u001b[31mE: v\\u001b[0m\", \" at 1\"]}")))
        .contains("<pre class=\"output error\">E: v\n at 1</pre>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a $x_1 * y_2 * z$ b | <p>a <span data-latex>x_1 * y_2 * z</span> b</p>",
        "$$a_b$$ in a line | <p><div class=\"display\" data-latex>a_b</div>",
        "$$;- a;- b;$$ | <div class=\"display\" data-latex>- a - b</div>",
        "$$ a < b $$ | <div class=\"display\" data-latex>a &lt; b</div>",
        "text;$$;a;$$;more | <div class=\"display\" data-latex>a</div> <p>more</p>",
        "\\begin{align};a &= b \\\\;\\end{align}; | data-latex>\\begin{align} a &amp;= b \\\\ \\end{align}</div>",
        "$\\frac{a} =;b$ | <span data-latex>\\frac{a} = b</span>",
        "$a \\$ b$ | <span data-latex>a \\$ b</span>",
      })
  void formulasAreTakenAsTheyAre(String markdown, String expected) throws IOException {
    String page = body(page(markdown(markdown.replace(';', '\n'))));
    assertThat(page.replaceAll("\\s+", " ")).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from $5 to $6",
        "`$x$`",
        "```\n$x$\n```",
        "\\$x\\$",
        "a $ b $ c",
        "$5",
        "    $$x$$"
      })
  void whatIsNoFormulaIsLeftAsText(String markdown) throws IOException {
    assertThat(page(markdown(markdown))).doesNotContain("data-latex").doesNotContain("temml");
  }

  @Test
  void tablesAreTables() throws IOException {
    assertThat(page(markdown("|a|b|\n|-|-|\n|1|$x$|")))
        .contains("<td><span data-latex>x</span></td>");
  }

  @Test
  void picturesOfTheCellAndBesideTheNotebookAreBroughtIn() throws IOException {
    Files.write(directory.resolve("b.png"), new byte[] {1, 2, 3});
    JsonObject cell = markdown("![a](attachment:a.png) ![b](b.png) ![c](none.png)");
    cell.add("attachments", JsonParser.parseString("{\"a.png\": {\"image/png\": \"BAUG\"}}"));
    assertThat(page(cell))
        .contains("<img src=\"data:image/png;base64,BAUG\" alt=\"a\" />")
        .contains("<img src=\"data:image/png;base64,AQID\" alt=\"b\" />")
        .contains("<img src=\"none.png\" alt=\"c\" />");
  }

  @Test
  void deepNestingEnds() throws IOException {
    assertThat(
            page(
                markdown(">".repeat(50_000)),
                markdown("[".repeat(50_000)),
                markdown("$a".repeat(3000))))
        .contains("</html>");
  }
}
