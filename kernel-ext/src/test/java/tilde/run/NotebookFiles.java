package tilde.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes notebooks for tests, and looks into them. */
final class NotebookFiles {
  private NotebookFiles() {}

  static Path write(Path file, JsonObject... cells) throws IOException {
    JsonArray array = new JsonArray();
    for (JsonObject cell : cells) {
      array.add(cell);
    }
    JsonObject root = new JsonObject();
    root.addProperty("nbformat", 4);
    root.addProperty("nbformat_minor", 4);
    root.add("metadata", new JsonObject());
    root.add("cells", array);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, root.toString());
  }

  static JsonObject code(String source, String... tags) {
    JsonObject cell = new JsonObject();
    cell.addProperty("cell_type", "code");
    cell.addProperty("source", source);
    JsonArray list = new JsonArray();
    for (String tag : tags) {
      list.add(tag);
    }
    JsonObject metadata = new JsonObject();
    metadata.add("tags", list);
    cell.add("metadata", metadata);
    cell.add("outputs", new JsonArray());
    cell.add("execution_count", null);
    return cell;
  }

  /** A cell that printed {@code text} in an earlier run. */
  static JsonObject printed(JsonObject cell, String text) {
    JsonObject output = new JsonObject();
    output.addProperty("output_type", "stream");
    output.addProperty("name", "stdout");
    output.addProperty("text", text);
    cell.getAsJsonArray("outputs").add(output);
    cell.addProperty("execution_count", 99);
    return cell;
  }

  static JsonObject cell(Path notebook, int index) throws IOException {
    return JsonParser.parseString(Files.readString(notebook))
        .getAsJsonObject()
        .getAsJsonArray("cells")
        .get(index)
        .getAsJsonObject();
  }

  static String outputs(Path notebook, int index) throws IOException {
    return cell(notebook, index).get("outputs").toString();
  }
}
