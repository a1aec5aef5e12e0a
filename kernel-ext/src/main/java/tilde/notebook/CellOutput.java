package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One output of a code cell, in the form in which notebooks store it. */
public final class CellOutput {
  // the types that Jupyter stores as lists of lines, besides text/*
  private static final Set<String> LINES = Set.of("application/javascript", "image/svg+xml");

  private final JsonObject json;

  private CellOutput(String type) {
    json = new JsonObject();
    json.addProperty("output_type", type);
  }

  /**
   * Text written to a standard stream.
   *
   * @param name {@code stdout} or {@code stderr}
   */
  public static CellOutput stream(String name, String text) {
    CellOutput output = new CellOutput("stream");
    output.json.addProperty("name", name);
    output.json.add("text", Multiline.lines(text));
    return output;
  }

  /**
   * Something shown.
   *
   * @param data MIME types to strings, or to bytes for binary types
   */
  public static CellOutput display(Map<String, ?> data) {
    CellOutput output = new CellOutput("display_data");
    output.json.add("data", bundle(data));
    output.json.add("metadata", new JsonObject());
    return output;
  }

  /** The value of the cell's last expression; {@code data} as in {@link #display}. */
  public static CellOutput result(Map<String, ?> data, int executionCount) {
    CellOutput output = new CellOutput("execute_result");
    output.json.add("data", bundle(data));
    output.json.add("metadata", new JsonObject());
    output.json.addProperty("execution_count", executionCount);
    return output;
  }

  /** The error that ended the cell. */
  public static CellOutput error(String ename, String evalue, List<String> traceback) {
    CellOutput output = new CellOutput("error");
    output.json.addProperty("ename", ename);
    output.json.addProperty("evalue", evalue);
    JsonArray lines = new JsonArray();
    traceback.forEach(lines::add);
    output.json.add("traceback", lines);
    return output;
  }

  JsonObject toJson() {
    return json.deepCopy();
  }

  private static JsonObject bundle(Map<String, ?> data) {
    JsonObject bundle = new JsonObject();
    data.forEach((type, content) -> bundle.add(type, stored(type, content)));
    return bundle;
  }

  private static JsonElement stored(String type, Object content) {
    if (content instanceof byte[] bytes) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
    }
    boolean lines = type.startsWith("text/") || LINES.contains(type);
    String text = content.toString();
    return lines ? Multiline.lines(text) : new JsonPrimitive(text);
  }
}
