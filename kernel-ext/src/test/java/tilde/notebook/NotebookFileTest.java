package tilde.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotebookFileTest {
  @TempDir Path directory;
  private String sample;

  @BeforeEach
  void readSample() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/notebooks/sample.ipynb")) {
      sample = new String(in.readAllBytes(), UTF_8);
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("a.ipynb"), content);
  }

  private Notebook read(String content) throws IOException {
    return NotebookReader.read(file(content));
  }

  private static String notebook(String cells) {
    return "{\"nbformat\": 4, \"nbformat_minor\": 2, \"metadata\": {}, \"cells\": [" + cells + "]}";
  }

  private static String code(String extra) {
    return "{\"cell_type\": \"code\", \"source\": \"x\", \"metadata\": {}, \"outputs\": [],"
        + " \"execution_count\": null"
        + extra
        + "}";
  }

  @Test
  void aFileThatJupyterWroteIsWrittenBackByteForByte() throws IOException {
    assertThat(NotebookWriter.text(read(sample))).isEqualTo(sample);
  }

  @Test
  void unknownKeysAndTheDigitsOfNumbersAreKept() throws IOException {
    Notebook notebook =
        read(
            "{\"nbformat\": 4, \"nbformat_minor\": 5, \"zz\": {\"n\": 1.50, \"big\":"
                + " 12345678901234567890, \"e\": 1E5}, \"metadata\": {\"tool\": [null, true]},"
                + " \"cells\": ["
                + code(", \"id\": \"a\", \"mine\": \"<&='>\"")
                + "]}");
    JsonObject json = JsonParser.parseString(NotebookWriter.text(notebook)).getAsJsonObject();

    assertThat(json.get("zz").toString())
        .isEqualTo("{\"big\":12345678901234567890,\"e\":1E5,\"n\":1.50}");
    assertThat(json.get("metadata").toString()).isEqualTo("{\"tool\":[null,true]}");
    assertThat(json.getAsJsonArray("cells").get(0).getAsJsonObject().get("mine").getAsString())
        .isEqualTo("<&='>");
  }

  @Test
  void charactersAreWrittenAsThemselves() throws IOException {
    String written = NotebookWriter.text(read(sample));
    assertThat(written).contains("∂L/∂y ∗ w̃, 😀", "<b> & \\\"quotes\\\"").endsWith("}\n");
  }

  @Test
  void halfACharacterIsEscapedBecauseUtf8HasNoFormForIt() throws IOException {
    String half = "\ud83d";
    Notebook notebook = read(notebook(code("")));
    Cell cell =
        notebook.cells().get(0).executed(1, List.of(new CellOutput.Stream("stdout", half + "😀")));
    Path out = directory.resolve("out.ipynb");
    NotebookWriter.write(notebook.withCells(List.of(cell)), out);

    assertThat(Files.readString(out)).contains("\"\\ud83d😀\"");
    assertThat(NotebookWriter.text(NotebookReader.read(out))).isEqualTo(Files.readString(out));
  }

  @ParameterizedTest
  @CsvSource({"0,5", "2,5", "4,5", "5,5", "6,6"})
  void format4IsWrittenAs45OrLater(int read, int written) throws IOException {
    Notebook notebook = read(notebook("").replace("minor\": 2", "minor\": " + read));
    assertThat(NotebookWriter.text(notebook)).contains("\"nbformat_minor\": " + written + "\n");
  }

  @Test
  void sourcesBecomeListsOfLines() throws IOException {
    Notebook notebook = read(notebook(code("").replace("\"x\"", "\"a\\n\\nb\"")));
    assertThat(notebook.cells().get(0).source()).isEqualTo("a\n\nb");
    assertThat(NotebookWriter.text(notebook))
        .contains("\"source\": [\n    \"a\\n\",\n    \"\\n\",\n    \"b\"\n   ]");
  }

  @Test
  void validIdsAreKeptAndMissingOnesMadeTheSameEveryTime() throws IOException {
    String content =
        notebook(
            code(", \"id\": \"mine\"")
                + ","
                + code("")
                + ","
                + code("")
                + ","
                + code(", \"id\": \"mine\"")
                + ","
                + code(", \"id\": \"not valid!\"")
                + ","
                + code(", \"id\": 7"));
    List<String> ids = read(content).cells().stream().map(Cell::id).toList();

    assertThat(ids.get(0)).isEqualTo("mine");
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_-]{1,64}"));
    assertThat(read(content).cells().stream().map(Cell::id)).isEqualTo(ids);
  }

  @Test
  void outputsHaveTheFormThatJupyterGivesThem() throws IOException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("text/plain", "a\nb");
    data.put("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
    data.put("image/svg+xml", "<svg>\n</svg>");
    Cell cell =
        read(notebook(code("")))
            .cells()
            .get(0)
            .executed(
                7,
                List.of(
                    new CellOutput.Stream("stdout", "one\ntwo"),
                    new CellOutput.Display(data),
                    new CellOutput.Result(Map.of("text/plain", ""), 7),
                    new CellOutput.Failure("E", "why", List.of("E: why", "  at cell 1"))));
    JsonObject json = cell.toJson();

    assertThat(json.get("execution_count").getAsInt()).isEqualTo(7);
    assertThat(json.getAsJsonArray("outputs").asList().stream().map(Object::toString))
        .containsExactly(
            "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"one\\n\",\"two\"]}",
            "{\"output_type\":\"display_data\",\"data\":{\"text/plain\":[\"a\\n\",\"b\"],"
                + "\"image/png\":\"iVBORwA=\",\"image/svg+xml\":[\"<svg>\\n\",\"</svg>\"]},"
                + "\"metadata\":{}}",
            "{\"output_type\":\"execute_result\",\"data\":{\"text/plain\":[]},\"metadata\":{},"
                + "\"execution_count\":7}",
            "{\"output_type\":\"error\",\"ename\":\"E\",\"evalue\":\"why\","
                + "\"traceback\":[\"E: why\",\"  at cell 1\"]}");
  }

  @Test
  void onlyCodeCellsTakeOutputs() throws IOException {
    Cell title = read(sample).cells().get(0);
    assertThatThrownBy(() -> title.executed(1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only code cells have outputs, cell title is \"markdown\"");
  }

  @Test
  void executingACellLeavesTheNotebookItCameFromAlone() throws IOException {
    Notebook notebook = read(sample);
    notebook.cells().get(1).executed(1, List.of(new CellOutput.Stream("stdout", "x")));
    assertThat(NotebookWriter.text(notebook)).isEqualTo(sample);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | not a notebook: the file is empty",
        "hello | not a notebook: broken JSON: unexpected text",
        "{\"cells\": [ | not a notebook: broken JSON: End of input at line 1",
        "{'cells': []} | not a notebook: broken JSON: unexpected text at line 1",
        "{} {} | not a notebook: broken JSON: unexpected text",
        "[1, 2] | not a notebook: expected a JSON object, got a list",
        "{} | not a notebook: expected a number \"nbformat\", got none",
        "{\"nbformat\": \"4\"} | not a notebook: expected a number \"nbformat\", got \"4\"",
        "{\"nbformat\": 4.5} | not a notebook: expected a number \"nbformat\", got 4.5",
        "{\"nbformat\": 3, \"worksheets\": []} | notebook format 4 is needed, this file has 3:"
            + " convert it with jupyter nbconvert --to notebook --nbformat 4 a.ipynb",
        "{\"nbformat\": 5} | notebook format 4 is needed, this file has the later format 5",
        "{\"nbformat\": 4} | not a notebook: expected a list \"cells\", got none",
        "{\"nbformat\": 4, \"cells\": {}} | expected a list \"cells\", got an object",
        "{\"nbformat\": 4, \"metadata\": 1, \"cells\": []} | the notebook must have a JSON object"
            + " \"metadata\", got 1",
        "{\"nbformat\": 4, \"cells\": [1]} | cell 1 must be a JSON object, got 1",
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\"}]} | cell 1 must have a"
            + " cell_type of code, markdown or raw, got \"heading\"",
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\"}]} | cell 1 must have a source of"
            + " text, got none",
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\", \"source\": [1]}]} | cell 1 must"
            + " have a source of text, got a list",
      })
  void aFileThatIsNoNotebookIsNamedWithWhatIsWrong(String content, String problem)
      throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> NotebookReader.read(file))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("JsonReader");
  }

  @Test
  void aMissingFileADirectoryAndOtherEncodingsAreSaidClearly() throws IOException {
    Path missing = directory.resolve("no.ipynb");
    assertThatThrownBy(() -> NotebookReader.read(missing)).hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> NotebookReader.read(directory))
        .isInstanceOf(NotebookException.class)
        .hasMessage(directory + ": cannot be read: it is a directory");
    Path latin = Files.write(directory.resolve("l.ipynb"), new byte[] {'"', (byte) 0xe4, '"'});
    assertThatThrownBy(() -> NotebookReader.read(latin))
        .hasMessage(latin + ": not a notebook: its text is not UTF-8");
  }

  @Test
  void deepNestingIsAnErrorAndNoOverflow() throws IOException {
    Path file = file("[".repeat(200_000));
    assertThatThrownBy(() -> NotebookReader.read(file))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("broken JSON");
  }

  @Test
  void damagedFilesAreReadOrRefusedButNeverCrash() throws IOException {
    Random random = new Random(1);
    byte[] whole = sample.getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        damaged[random.nextInt(damaged.length)] =
            (byte) "{}[]\",:0a\\n ".charAt(random.nextInt(12));
      }
      Path file = Files.write(directory.resolve("damaged.ipynb"), damaged);
      try {
        NotebookWriter.write(NotebookReader.read(file), directory.resolve("out.ipynb"));
      } catch (NotebookException expected) {
        assertThat(expected.getMessage()).startsWith(file + ": ");
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 499);
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingElseBehind() throws IOException {
    Path out = Files.writeString(directory.resolve("out.ipynb"), "old");
    Notebook notebook = read(sample);
    NotebookWriter.write(notebook, out);

    assertThat(Files.readString(out)).isEqualTo(sample);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("a.ipynb", "out.ipynb");
    }
  }

  @Test
  void aLinkStaysAndItsNotebookIsReplaced() throws IOException {
    Path out = Files.writeString(directory.resolve("out.ipynb"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.ipynb"), out);
    NotebookWriter.write(read(sample), link);
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(out)).isEqualTo(sample);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Notebook notebook = read(sample);
    Path nowhere = directory.resolve("missing").resolve("out.ipynb");
    assertThatThrownBy(() -> NotebookWriter.write(notebook, nowhere))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith(nowhere + ": cannot be written: ");
  }
}
