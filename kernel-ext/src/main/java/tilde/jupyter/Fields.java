package tilde.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object that came from outside: each is checked when it is asked for. */
final class Fields {
  private final String where;
  private final JsonObject json;

  private Fields(String where, JsonObject json) {
    this.where = where;
    this.json = json;
  }

  /**
   * Reads a JSON object.
   *
   * @param where how errors call it
   * @throws InvalidMessageException if it is none
   */
  static Fields parse(String where, String text) {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (element instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
        return new Fields(where, object);
      }
    } catch (JsonParseException | IOException notJson) {
      // said below
    }
    String start = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    throw new InvalidMessageException(where + " must be a JSON object, got " + start);
  }

  /** The same fields, called otherwise in errors. */
  Fields named(String name) {
    return new Fields(name, json);
  }

  JsonObject json() {
    return json;
  }

  boolean has(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  String text(String key) {
    return primitive(key, "a string", JsonPrimitive::isString).getAsString();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  int number(String key) {
    JsonPrimitive value = primitive(key, "a whole number", JsonPrimitive::isNumber);
    try {
      return value.getAsBigDecimal().intValueExact();
    } catch (NumberFormatException | ArithmeticException notWhole) {
      throw wrong(key, "a whole number");
    }
  }

  int number(String key, int otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    return has(key)
        ? primitive(key, "true or false", JsonPrimitive::isBoolean).getAsBoolean()
        : otherwise;
  }

  /** An object whose values are all strings, empty if there is none. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (has(key)) {
      if (!(json.get(key) instanceof JsonObject object)) {
        throw wrong(key, "an object");
      }
      Fields inner = new Fields(where + ", \"" + key + "\"", object);
      object.keySet().forEach(name -> texts.put(name, inner.text(name)));
    }
    return texts;
  }

  private interface Kind {
    boolean holds(JsonPrimitive value);
  }

  private JsonPrimitive primitive(String key, String expected, Kind kind) {
    if (json.get(key) instanceof JsonPrimitive value && kind.holds(value)) {
      return value;
    }
    throw wrong(key, expected);
  }

  private InvalidMessageException wrong(String key, String expected) {
    String got = json.has(key) ? json.get(key).toString() : "none";
    String start = got.length() > 40 ? got.substring(0, 40) + "..." : got;
    return new InvalidMessageException(
        where + ": \"" + key + "\" must be " + expected + ", got " + start);
  }
}
