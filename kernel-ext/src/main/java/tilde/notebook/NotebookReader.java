package tilde.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads notebooks of format 4.0 and later, and brings them to the form of 4.5. */
public final class NotebookReader {
  private static final int MAJOR = 4;
  private static final int MINOR_WRITTEN = 5;
  private static final Set<String> TYPES = Set.of("code", "markdown", "raw");

  private final Path file;

  private NotebookReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a notebook.
   *
   * @throws NotebookException if the file cannot be read or is not a notebook of format 4
   */
  public static Notebook read(Path file) {
    NotebookReader reader = new NotebookReader(file);
    return reader.notebook(reader.parse(reader.text()));
  }

  private String text() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw broken("not a notebook: its text is not UTF-8");
    } catch (NoSuchFileException e) {
      throw broken("no such file");
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "it is a directory" : e.toString();
      throw broken("cannot be read: " + what);
    }
  }

  private JsonElement parse(String text) {
    if (text.isBlank()) {
      throw broken("not a notebook: the file is empty");
    }
    JsonReader json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    try {
      JsonElement root = JsonParser.parseReader(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw broken("not a notebook: text after the end of the JSON object");
      }
      return root;
    } catch (JsonParseException | IOException e) {
      Throwable reason = e.getCause() != null ? e.getCause() : e;
      throw broken("not a notebook: broken JSON: " + firstLine(reason));
    }
  }

  /** Gson's message without its advice to programmers. */
  private static String firstLine(Throwable reason) {
    String message = reason.getMessage() == null ? "nested too deeply" : reason.getMessage();
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(
            "^Use JsonReader.setStrictness.* to accept malformed JSON", "unexpected text");
  }

  private Notebook notebook(JsonElement root) {
    if (!root.isJsonObject()) {
      throw broken("not a notebook: expected a JSON object, got " + kind(root));
    }
    JsonObject frame = root.getAsJsonObject();
    int minor = checkedMinor(frame);
    if (!(frame.get("cells") instanceof JsonArray array)) {
      throw broken("not a notebook: expected a list \"cells\", got " + kind(frame.get("cells")));
    }
    frame.addProperty("nbformat_minor", Math.max(minor, MINOR_WRITTEN));
    objectOrNew(frame, "metadata", "the notebook");
    CellIds ids = new CellIds();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      JsonObject cell = checkedCell(array.get(i), "cell " + (i + 1));
      ids.keepOrMake(cell, i);
      cells.add(new Cell(cell));
    }
    frame.remove("cells");
    return new Notebook(frame, cells);
  }

  private int checkedMinor(JsonObject frame) {
    Integer major = integer(frame.get("nbformat"));
    if (major == null) {
      throw broken(
          "not a notebook: expected a number \"nbformat\", got " + kind(frame.get("nbformat")));
    }
    if (major < MAJOR) {
      String fix = "jupyter nbconvert --to notebook --nbformat 4 " + file.getFileName();
      throw broken(
          "notebook format 4 is needed, this file has " + major + ": convert it with " + fix);
    }
    if (major > MAJOR) {
      throw broken("notebook format 4 is needed, this file has the later format " + major);
    }
    Integer minor = integer(frame.get("nbformat_minor"));
    return minor == null ? 0 : minor;
  }

  private JsonObject checkedCell(JsonElement element, String where) {
    if (!(element instanceof JsonObject cell)) {
      throw broken(where + " must be a JSON object, got " + kind(element));
    }
    JsonElement type = cell.get("cell_type");
    if (!Multiline.isText(type) || !TYPES.contains(Multiline.text(type))) {
      throw broken(where + " must have a cell_type of code, markdown or raw, got " + kind(type));
    }
    if (!Multiline.isText(cell.get("source"))) {
      throw broken(where + " must have a source of text, got " + kind(cell.get("source")));
    }
    cell.add("source", Multiline.lines(Multiline.text(cell.get("source"))));
    objectOrNew(cell, "metadata", where);
    if (Multiline.text(type).equals("code")) {
      checkOutputs(cell, where);
    }
    return cell;
  }

  private void checkOutputs(JsonObject cell, String where) {
    if (!cell.has("execution_count")) {
      cell.add("execution_count", JsonNull.INSTANCE);
    }
    if (!cell.has("outputs")) {
      cell.add("outputs", new JsonArray());
    }
    if (!(cell.get("outputs") instanceof JsonArray outputs)) {
      throw broken(where + " must have a list \"outputs\", got " + kind(cell.get("outputs")));
    }
    for (int i = 0; i < outputs.size(); i++) {
      String output = where + ", output " + (i + 1) + " ";
      OutputJson.problem(outputs.get(i))
          .ifPresent(
              problem -> {
                throw broken(output + problem);
              });
    }
  }

  private void objectOrNew(JsonObject owner, String key, String where) {
    if (!owner.has(key)) {
      owner.add(key, new JsonObject());
    } else if (!owner.get(key).isJsonObject()) {
      throw broken(where + " must have a JSON object \"" + key + "\", got " + kind(owner.get(key)));
    }
  }

  private static Integer integer(JsonElement element) {
    try {
      boolean number =
          element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
      return number ? Integer.valueOf(element.getAsString()) : null;
    } catch (NumberFormatException notWhole) {
      return null;
    }
  }

  private static String kind(JsonElement element) {
    if (element == null) {
      return "none";
    }
    if (element.isJsonObject()) {
      return "an object";
    }
    if (element.isJsonArray()) {
      return "a list";
    }
    String text = element.toString();
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private NotebookException broken(String problem) {
    return new NotebookException(file, problem);
  }
}
