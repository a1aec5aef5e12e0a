package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.OptionalInt;

/** One cell, with everything the file says about it. Immutable. */
public final class Cell {
  private final JsonObject json;

  Cell(JsonObject json) {
    this.json = json;
  }

  /** The cell's id, unique in its notebook. */
  public String id() {
    return json.get("id").getAsString();
  }

  /** Whether this is a code cell. */
  public boolean isCode() {
    return json.get("cell_type").getAsString().equals("code");
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
    outputs.forEach(output -> stored.add(output.toJson()));
    cell.add("outputs", stored);
    return new Cell(cell);
  }

  JsonObject toJson() {
    return json.deepCopy();
  }
}
