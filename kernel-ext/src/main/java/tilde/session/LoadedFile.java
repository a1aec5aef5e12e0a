package tilde.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A file that {@code %load} runs: Java as it is, or the code of a notebook. */
final class LoadedFile {
  private LoadedFile() {}

  /** What is to run, in order. */
  static List<String> sources(Path file) throws IOException {
    String text = Files.readString(file);
    if (!file.toString().endsWith(".ipynb")) {
      return List.of(text);
    }
    try {
      JsonArray cells = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells");
      List<String> sources = new ArrayList<>();
      for (JsonElement cell : cells) {
        JsonObject object = cell.getAsJsonObject();
        if (object.get("cell_type").getAsString().equals("code")) {
          sources.add(text(object.get("source")));
        }
      }
      return sources;
    } catch (RuntimeException noNotebook) {
      throw new IOException("this is no notebook", noNotebook);
    }
  }

  private static String text(JsonElement source) {
    return source.isJsonArray()
        ? StreamSupport.stream(source.getAsJsonArray().spliterator(), false)
            .map(JsonElement::getAsString)
            .collect(Collectors.joining())
        : source.getAsString();
  }
}
