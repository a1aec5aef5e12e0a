package tilde.io;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tilde.layer.Custom;

/** Writes a record of settings as JSON; see {@link RecordShape}. */
final class RecordWriter {
  private final JsonWriter json;
  private int nested;
  private int records;

  private RecordWriter(JsonWriter json) {
    this.json = json;
  }

  /**
   * The text of a record.
   *
   * @throws IllegalArgumentException if it holds an object of a class that is not ours
   */
  static String text(Record value) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      new RecordWriter(json).record(value, false);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void value(Object value, Type type) throws IOException {
    Class<?> raw = RecordShape.raw(type);
    if (value == null) {
      json.nullValue();
    } else if (RecordShape.isOptional(type)) {
      value(((Optional<?>) value).orElse(null), RecordShape.content(type));
    } else if (RecordShape.isList(type)) {
      list((List<?>) value, RecordShape.content(type));
    } else if (RecordShape.isMap(type)) {
      map((Map<?, ?>) value, RecordShape.content(type));
    } else if (raw.isArray()) {
      array(value);
    } else if (value instanceof Record record) {
      record(record, raw.isInterface(), raw);
    } else if (raw.isInterface()) {
      throw unknown(value.getClass(), raw);
    } else {
      simple(value);
    }
  }

  private void simple(Object value) throws IOException {
    if (value instanceof Double number) {
      if (Double.isFinite(number)) {
        json.value(number);
      } else {
        json.value(number.toString()); // JSON knows no such numbers
      }
    } else if (value instanceof Integer || value instanceof Long) {
      json.value((Number) value);
    } else if (value instanceof Boolean bool) {
      json.value(bool);
    } else {
      json.value(value instanceof Enum<?> constant ? constant.name() : (String) value);
    }
  }

  private void list(List<?> values, Type type) throws IOException {
    begin();
    json.beginArray();
    for (Object value : values) {
      value(value, type);
    }
    json.endArray();
    nested--;
  }

  private void array(Object values) throws IOException {
    begin();
    json.beginArray();
    for (int i = 0; i < Array.getLength(values); i++) {
      value(Array.get(values, i), values.getClass().getComponentType());
    }
    json.endArray();
    nested--;
  }

  private void map(Map<?, ?> values, Type type) throws IOException {
    begin();
    json.beginObject();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      json.name((String) entry.getKey());
      value(entry.getValue(), type);
    }
    json.endObject();
    nested--;
  }

  private void record(Record record, boolean named, Class<?> expected) throws IOException {
    if (record instanceof Custom custom) {
      json.beginObject().name(RecordShape.TYPE).value(RecordShape.OWN);
      json.name(RecordShape.NAME).value(custom.function().name()).endObject();
      return;
    }
    if (named && !RecordShape.isOurs(record.getClass(), expected)) {
      throw unknown(record.getClass(), expected);
    }
    record(record, named);
  }

  private void record(Record record, boolean named) throws IOException {
    begin();
    json.beginObject();
    if (named) {
      json.name(RecordShape.TYPE).value(RecordShape.typeName(record.getClass()));
      records++;
      if (records > RecordShape.MOST_RECORDS) {
        throw new IllegalArgumentException(
            "a file holds at most " + RecordShape.MOST_RECORDS + " layers, got more");
      }
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      json.name(component.getName());
      value(of(record, component), component.getGenericType());
    }
    json.endObject();
    nested--;
  }

  private static Object of(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // of records that only this package sees
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component + " of " + record, e);
    }
  }

  private void begin() {
    nested++;
    if (nested > RecordShape.MOST_NESTED) {
      throw new IllegalArgumentException(
          "a file holds residual layers that lie in each other at most ten deep, got more:"
              + " take some of them apart");
    }
  }

  private static IllegalArgumentException unknown(Class<?> type, Class<?> expected) {
    return new IllegalArgumentException(
        ("a file cannot hold an object of %s, a class of your own: expected an implementation of %s"
                + " that comes with Tilde")
            .formatted(type.getName(), expected.getSimpleName()));
  }
}
