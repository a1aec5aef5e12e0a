package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** A notebook in format 4.5 or a later 4.x, keys that are not ours included. Immutable. */
public final class Notebook {
  private final JsonObject frame; // everything but the cells
  private final List<Cell> cells;

  Notebook(JsonObject frame, List<Cell> cells) {
    this.frame = frame;
    this.cells = List.copyOf(cells);
  }

  /** All cells in order, code or not. */
  public List<Cell> cells() {
    return cells;
  }

  /** This notebook with other cells. */
  public Notebook withCells(List<Cell> others) {
    return new Notebook(frame, others);
  }

  JsonObject toJson() {
    JsonObject json = frame.deepCopy();
    JsonArray array = new JsonArray();
    cells.forEach(cell -> array.add(cell.toJson()));
    json.add("cells", array);
    return json;
  }
}
