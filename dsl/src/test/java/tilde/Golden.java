package tilde;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** A case of a golden fixture, whose format {@code src/test/python/make_golden.py} describes. */
public record Golden(String fixture, JsonObject entries) {

  /** The cases of {@code golden/<fixture>.json}, in the order in which they were made. */
  public static List<Golden> cases(String fixture) {
    try (var stream = Golden.class.getResourceAsStream("/golden/" + fixture + ".json")) {
      if (stream == null) {
        throw new IllegalArgumentException("no golden/" + fixture + ".json in the test resources");
      }
      var file = JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      JsonArray cases = file.getAsJsonObject().getAsJsonArray("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(one -> new Golden(fixture, one.getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Golden named(String fixture, String name) {
    return cases(fixture).stream()
        .filter(one -> one.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no '" + name + "' in " + cases(fixture)));
  }

  public int[] shape(String array) {
    return toInts(part(array, "shape"));
  }

  /** The values, row-major; NaN and infinities included. */
  public double[] doubles(String array) {
    return part(array, "data").asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  /** The values, row-major, each the nearest float; inputs are exact. */
  public float[] floats(String array) {
    JsonArray data = part(array, "data");
    float[] values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(i).getAsFloat();
    }
    return values;
  }

  public int[] ints(String array) {
    return toInts(part(array, "data"));
  }

  public double number(String setting) {
    return entry(setting).getAsDouble();
  }

  public int integer(String setting) {
    return entry(setting).getAsBigDecimal().intValueExact();
  }

  public boolean flag(String setting) {
    return entry(setting).getAsBoolean();
  }

  public String text(String setting) {
    return entry(setting).getAsString();
  }

  private static int[] toInts(JsonArray values) {
    return values.asList().stream().mapToInt(v -> v.getAsBigDecimal().intValueExact()).toArray();
  }

  private JsonArray part(String array, String part) {
    return entry(array).getAsJsonObject().getAsJsonArray(part);
  }

  private JsonElement entry(String key) {
    if (!entries.has(key)) {
      throw new IllegalArgumentException(
          this + " has no '" + key + "', it has " + entries.keySet());
    }
    return entries.get(key);
  }

  @Override
  public String toString() {
    return fixture + ".json '" + entries.get("name").getAsString() + "'";
  }
}
