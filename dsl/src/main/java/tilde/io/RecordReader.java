package tilde.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tilde.file.FileFormatException;
import tilde.layer.Layer;

/**
 * Makes a record of settings from JSON; see {@link RecordShape}. Nothing is made but records of
 * Tilde's, by their constructors, which check what they get.
 */
final class RecordReader {
  private static final String WHOLE = "-?[0-9]{1,18}"; // that surely fits into a long

  private final String file;
  private final JsonReader json;
  private final Function<String, Layer> own;
  private int records;

  /**
   * @param file what the user calls the file
   * @param own the layer of the user's own of this name
   */
  RecordReader(String file, String text, Function<String, Layer> own) {
    this.file = file;
    this.own = own;
    this.json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    json.setNestingLimit(RecordShape.MOST_NESTED);
  }

  /** Reads all of the text as one record. */
  <T> T read(Class<T> type) {
    try {
      T value = type.cast(value(type));
      expect(JsonToken.END_DOCUMENT, "nothing more");
      return value;
    } catch (IOException malformed) {
      String problem = malformed.getMessage().lines().findFirst().orElse("");
      throw FileFormatException.of(
          file, "expected a description in JSON, got " + Names.shownLine(problem), malformed);
    }
  }

  private FileFormatException unexpected(String expected, Object got) {
    return FileFormatException.of(
        file,
        "expected %s, got %s at %s of the description"
            .formatted(expected, Names.shownLine("" + got), path()));
  }

  private String path() {
    return Names.shownLine(json.getPath());
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (json.peek() != token) {
      throw unexpected(expected, json.peek());
    }
  }

  private Object value(Type type) throws IOException {
    Class<?> raw = RecordShape.raw(type);
    if (RecordShape.isOptional(type)) {
      return optional(RecordShape.content(type));
    }
    if (RecordShape.isList(type)) {
      return list(RecordShape.content(type));
    }
    if (RecordShape.isMap(type)) {
      return map(RecordShape.content(type));
    }
    if (raw.isArray()) {
      List<Object> values = list(raw.getComponentType());
      Object array = Array.newInstance(raw.getComponentType(), values.size());
      for (int i = 0; i < values.size(); i++) {
        Array.set(array, i, values.get(i));
      }
      return array;
    }
    if (raw.isRecord() || raw.isInterface()) {
      return object(raw);
    }
    return raw.isEnum() ? constant(raw) : simple(raw);
  }

  private Optional<Object> optional(Type type) throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return Optional.empty();
    }
    return Optional.of(value(type));
  }

  private List<Object> list(Type type) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, "a list in [ ]");
    List<Object> values = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      values.add(value(type));
    }
    json.endArray();
    return values;
  }

  private Map<String, Object> map(Type type) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, "names and values in { }");
    Map<String, Object> values = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (values.put(name, value(type)) != null) {
        throw unexpected("each name once", "\"" + name + "\" again");
      }
    }
    json.endObject();
    return values;
  }

  private String string(String expected) throws IOException {
    expect(JsonToken.STRING, expected);
    return json.nextString();
  }

  private Object constant(Class<?> type) throws IOException {
    String name = string("a name");
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw unexpected("one of " + Arrays.toString(type.getEnumConstants()), "\"" + name + "\"");
  }

  private Object simple(Class<?> type) throws IOException {
    if (type == String.class) {
      return string("a text");
    }
    if (type == boolean.class) {
      expect(JsonToken.BOOLEAN, "true or false");
      return json.nextBoolean();
    }
    if (type == double.class || type == Double.class) {
      return number();
    }
    expect(JsonToken.NUMBER, "a whole number");
    String digits = json.nextString();
    long number = digits.matches(WHOLE) ? Long.parseLong(digits) : Long.MIN_VALUE;
    boolean isLong = type == long.class || type == Long.class;
    if (number == Long.MIN_VALUE || !isLong && number != (int) number) {
      throw unexpected("a whole number of at most " + (isLong ? 18 : 9) + " digits", digits);
    }
    return isLong ? (Object) number : (Object) (int) number;
  }

  private double number() throws IOException {
    if (json.peek() == JsonToken.STRING) {
      String text = json.nextString();
      if (!RecordShape.NOT_FINITE.contains(text)) {
        throw unexpected("a number", "\"" + text + "\"");
      }
      return Double.parseDouble(text);
    }
    expect(JsonToken.NUMBER, "a number");
    return Double.parseDouble(json.nextString());
  }

  private Object object(Class<?> expected) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, expected.getSimpleName() + " in { }");
    String place = path();
    json.beginObject();
    Object made = expected.isRecord() ? record(expected, place) : implementation(expected, place);
    json.endObject();
    return made;
  }

  private Object implementation(Class<?> expected, String place) throws IOException {
    records++;
    if (records > RecordShape.MOST_RECORDS) {
      throw unexpected("at most " + RecordShape.MOST_RECORDS + " layers", "more");
    }
    name(RecordShape.TYPE);
    String type = string("a type");
    if (type.equals(RecordShape.OWN) && expected == Layer.class) {
      name(RecordShape.NAME);
      return own.apply(string("the name of a layer"));
    }
    Optional<Class<?>> known = RecordShape.named(type, expected);
    if (known.isEmpty()) {
      throw unexpected(
          "an implementation of " + expected.getSimpleName() + " in this version of Tilde",
          "\"" + type + "\"");
    }
    return record(known.get(), place);
  }

  private void name(String expected) throws IOException {
    expect(JsonToken.NAME, "\"" + expected + "\"");
    String name = json.nextName();
    if (!name.equals(expected)) {
      throw unexpected("\"" + expected + "\"", "\"" + name + "\"");
    }
  }

  /** All components, in the order in which the record has them. */
  private Object record(Class<?> type, String place) throws IOException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < values.length; i++) {
      if (json.peek() != JsonToken.NAME) {
        throw unexpected(
            "%s with %s".formatted(type.getSimpleName(), RecordShape.names(components)),
            "the end after " + i);
      }
      name(components[i].getName());
      values[i] = value(components[i].getGenericType());
      types[i] = components[i].getType();
    }
    if (json.peek() != JsonToken.END_OBJECT) {
      throw unexpected(
          "%s with %s".formatted(type.getSimpleName(), RecordShape.names(components)), "more");
    }
    return make(type, types, values, place);
  }

  private Object make(Class<?> type, Class<?>[] types, Object[] values, String place) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true); // of records that only this package sees
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      Throwable problem = refused.getCause();
      if (problem instanceof Error error) {
        throw error;
      }
      throw FileFormatException.of(
          file, problem.getMessage() + ", at " + place + " of the description", problem);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }
}
