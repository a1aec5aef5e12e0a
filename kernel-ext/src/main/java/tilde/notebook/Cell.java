package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** One cell, with everything the file says about it. Immutable. */
public final class Cell {
  private final JsonObject json;

  Cell(JsonObject json) {
    this.json = json;
  }

  /**
   * A new code cell that was not executed.
   *
   * @param id unique in the notebook, 1 to 64 letters, digits, {@code -} or {@code _}
   */
  public static Cell code(String id, String source, Set<String> tags) {
    JsonObject json = new JsonObject();
    json.addProperty("cell_type", "code");
    json.addProperty("id", id);
    JsonArray tagList = new JsonArray();
    tags.forEach(tagList::add);
    JsonObject metadata = new JsonObject();
    metadata.add("tags", tagList);
    json.add("metadata", metadata);
    json.add("source", Multiline.lines(source));
    json.add("execution_count", JsonNull.INSTANCE);
    json.add("outputs", new JsonArray());
    return new Cell(json);
  }

  /** The cell's id, unique in its notebook. */
  public String id() {
    return json.get("id").getAsString();
  }

  /** Whether this is a code cell. */
  public boolean isCode() {
    return json.get("cell_type").getAsString().equals("code");
  }

  /** Whether this is a cell of Markdown. */
  public boolean isMarkdown() {
    return json.get("cell_type").getAsString().equals("markdown");
  }

  /** The tags in the cell's metadata. */
  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    if (metadata("tags") instanceof JsonArray list) {
      list.forEach(tag -> tags.add(tag.isJsonPrimitive() ? tag.getAsString() : tag.toString()));
    }
    return tags;
  }

  /** The number called {@code name} in the object {@code tilde} of the cell's metadata. */
  public OptionalDouble setting(String name) {
    boolean number =
        metadata("tilde") instanceof JsonObject ours
            && ours.get(name) instanceof JsonPrimitive value
            && value.isNumber();
    return number
        ? OptionalDouble.of(metadata("tilde").getAsJsonObject().get(name).getAsDouble())
        : OptionalDouble.empty();
  }

  private JsonElement metadata(String key) {
    return json.getAsJsonObject("metadata").get(key);
  }

  /** The number of the cell in the run that made its outputs; none if it was not executed. */
  public OptionalInt executionCount() {
    boolean executed =
        json.get("execution_count") instanceof JsonPrimitive count && count.isNumber();
    return executed
        ? OptionalInt.of((int) json.get("execution_count").getAsDouble())
        : OptionalInt.empty();
  }

  /** The outputs stored with this cell, none if it is no code cell. */
  public List<CellOutput> outputs() {
    if (!isCode()) {
      return List.of();
    }
    return json.getAsJsonArray("outputs").asList().stream()
        .map(output -> OutputJson.read(output.getAsJsonObject()))
        .toList();
  }

  /**
   * A picture that lies in the cell itself.
   *
   * @return MIME type and base64
   */
  public Optional<Map.Entry<String, String>> attachment(String name) {
    boolean found =
        json.get("attachments") instanceof JsonObject all && all.get(name) instanceof JsonObject;
    if (!found) {
      return Optional.empty();
    }
    return json.getAsJsonObject("attachments").getAsJsonObject(name).entrySet().stream()
        .filter(entry -> Multiline.isText(entry.getValue()))
        .map(entry -> Map.entry(entry.getKey(), Multiline.text(entry.getValue())))
        .findFirst();
  }

  /** The cell's text, its lines parted by {@code \n}. */
  public String source() {
    return Multiline.text(json.get("source"));
  }

  /** This code cell as not executed: without outputs and number. */
  public Cell cleared() {
    return executed(OptionalInt.empty(), List.of());
  }

  /** This code cell with what its execution put out, in place of earlier outputs. */
  public Cell executed(int executionCount, List<CellOutput> outputs) {
    return executed(OptionalInt.of(executionCount), outputs);
  }

  private Cell executed(OptionalInt count, List<CellOutput> outputs) {
    if (!isCode()) {
      throw new IllegalArgumentException(
          "only code cells have outputs, cell " + id() + " is " + json.get("cell_type"));
    }
    JsonObject cell = json.deepCopy();
    cell.add(
        "execution_count",
        count.isPresent() ? new JsonPrimitive(count.getAsInt()) : JsonNull.INSTANCE);
    JsonArray stored = new JsonArray();
    outputs.forEach(output -> stored.add(OutputJson.of(output)));
    cell.add("outputs", stored);
    return new Cell(cell);
  }

  JsonObject toJson() {
    return json.deepCopy();
  }
}
