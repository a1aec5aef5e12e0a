package tilde.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tilde.file.AtomicFile;

/** Writes notebooks byte for byte as Jupyter does: sorted keys, one space a level, UTF-8. */
public final class NotebookWriter {
  private static final Pattern LONE_SURROGATE = Pattern.compile("[\\x{D800}-\\x{DFFF}]");

  private NotebookWriter() {}

  /**
   * Writes a notebook so that at every moment {@code file} is the old or the new one, whole.
   *
   * @throws NotebookException if the file cannot be written
   */
  public static void write(Notebook notebook, Path file) {
    byte[] content = text(notebook).getBytes(UTF_8);
    try {
      AtomicFile.write(file, out -> out.write(content));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new NotebookException(file, "cannot be written: " + e.getMessage());
    }
  }

  /** The file's content. */
  public static String text(Notebook notebook) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = new JsonWriter(text);
      json.setIndent(" ");
      json.setHtmlSafe(false);
      write(json, notebook.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
    return escapeLoneSurrogates(text + "\n");
  }

  /** Half a character, as a careless substring() leaves it, has no UTF-8 form but a JSON one. */
  private static String escapeLoneSurrogates(String json) {
    return LONE_SURROGATE
        .matcher(json)
        .replaceAll(half -> String.format("\\\\u%04x", (int) half.group().charAt(0)));
  }

  private static void write(JsonWriter json, JsonElement element) throws IOException {
    if (element instanceof JsonObject object) {
      json.beginObject();
      for (Map.Entry<String, JsonElement> entry : new TreeMap<>(object.asMap()).entrySet()) {
        json.name(entry.getKey());
        write(json, entry.getValue());
      }
      json.endObject();
    } else if (element instanceof JsonArray array) {
      json.beginArray();
      for (JsonElement item : array) {
        write(json, item);
      }
      json.endArray();
    } else if (element instanceof JsonPrimitive value) {
      writeValue(json, value);
    } else {
      json.nullValue();
    }
  }

  private static void writeValue(JsonWriter json, JsonPrimitive value) throws IOException {
    if (value.isBoolean()) {
      json.value(value.getAsBoolean());
    } else if (value.isNumber()) {
      json.value(value.getAsNumber()); // with the digits it was read with
    } else {
      json.value(value.getAsString());
    }
  }
}
