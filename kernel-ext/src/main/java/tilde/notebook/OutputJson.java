package tilde.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Outputs in the form in which notebook files have them. */
final class OutputJson {
  // the types that Jupyter stores as lists of lines, besides text/*
  private static final Set<String> LINES = Set.of("application/javascript", "image/svg+xml");

  private OutputJson() {}

  static JsonObject of(CellOutput output) {
    JsonObject json = new JsonObject();
    if (output instanceof CellOutput.Stream stream) {
      json.addProperty("output_type", "stream");
      json.addProperty("name", stream.name());
      json.add("text", Multiline.lines(stream.text()));
    } else if (output instanceof CellOutput.Display display) {
      json.addProperty("output_type", "display_data");
      json.add("data", bundle(display.data()));
      json.add("metadata", new JsonObject());
    } else if (output instanceof CellOutput.Result result) {
      json.addProperty("output_type", "execute_result");
      json.add("data", bundle(result.data()));
      json.add("metadata", new JsonObject());
      json.addProperty("execution_count", result.executionCount());
    } else if (output instanceof CellOutput.Failure error) {
      json.addProperty("output_type", "error");
      json.addProperty("ename", error.ename());
      json.addProperty("evalue", error.evalue());
      JsonArray lines = new JsonArray();
      error.traceback().forEach(lines::add);
      json.add("traceback", lines);
    }
    return json;
  }

  /** What is wrong with a stored output, if anything is. */
  static Optional<String> problem(JsonElement stored) {
    if (!(stored instanceof JsonObject json)) {
      return Optional.of("must be a JSON object");
    }
    JsonElement type = json.get("output_type");
    boolean whole =
        switch (Multiline.isText(type) ? Multiline.text(type) : "") {
          case "stream" -> Multiline.isText(json.get("name")) && Multiline.isText(json.get("text"));
          case "display_data", "execute_result" -> json.get("data") instanceof JsonObject;
          case "error" ->
              Multiline.isText(json.get("ename"))
                  && Multiline.isText(json.get("evalue"))
                  && json.get("traceback") instanceof JsonArray lines
                  && Multiline.isText(lines);
          default -> false;
        };
    return whole
        ? Optional.empty()
        : Optional.of(
            "must be a stream with name and text, display_data or execute_result with data, or an"
                + " error with ename, evalue and traceback");
  }

  /** A stored output that has no {@link #problem}. */
  static CellOutput read(JsonObject json) {
    return switch (json.get("output_type").getAsString()) {
      case "stream" ->
          new CellOutput.Stream(json.get("name").getAsString(), Multiline.text(json.get("text")));
      case "display_data" -> new CellOutput.Display(data(json));
      case "execute_result" -> new CellOutput.Result(data(json), count(json));
      default -> {
        List<String> traceback = new ArrayList<>();
        json.getAsJsonArray("traceback").forEach(line -> traceback.add(line.getAsString()));
        yield new CellOutput.Failure(
            Multiline.text(json.get("ename")), Multiline.text(json.get("evalue")), traceback);
      }
    };
  }

  private static int count(JsonObject json) {
    JsonElement count = json.get("execution_count");
    boolean number = count instanceof JsonPrimitive value && value.isNumber();
    return number ? (int) count.getAsDouble() : 0;
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
    String text = content.toString();
    if (isJson(type)) {
      return parsed(text);
    }
    boolean lines = type.startsWith("text/") || LINES.contains(type);
    return lines ? Multiline.lines(text) : new JsonPrimitive(text);
  }

  private static JsonElement parsed(String json) {
    try {
      return JsonParser.parseString(json);
    } catch (JsonParseException notJson) {
      return new JsonPrimitive(json);
    }
  }

  private static Map<String, Object> data(JsonObject output) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : output.getAsJsonObject("data").entrySet()) {
      data.put(entry.getKey(), content(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  private static Object content(String type, JsonElement stored) {
    if (isJson(type) || !Multiline.isText(stored)) {
      return stored.toString();
    }
    String text = Multiline.text(stored);
    return isBinary(type) ? decoded(text) : text;
  }

  private static Object decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return base64;
    }
  }

  private static boolean isJson(String type) {
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static boolean isBinary(String type) {
    return type.matches("(image|audio|video)/.*") && !LINES.contains(type)
        || type.equals("application/pdf");
  }
}
