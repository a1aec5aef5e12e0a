package tilde.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * What a safetensors file says of itself. Everything is checked against the size of the data, so
 * that who reads it may trust it.
 */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";

  /** As the format says. */
  static final int MOST_BYTES = 100_000_000;

  static final int MOST_TENSORS = 100_000;
  static final int MOST_AXES = 32;

  /** Where the header begins: behind its length. */
  static final int START = Long.BYTES;

  private static final int MOST_DIGITS = 18; // that surely fit into a long

  /**
   * A tensor of the file.
   *
   * @param begin counted from the end of the header
   * @param end the place behind its last byte
   */
  record Entry(String name, NumberType type, int[] shape, long begin, long end) {
    /** How many numbers it has. */
    int count() {
      return Math.toIntExact((end - begin) / type.bytes());
    }
  }

  private final String file;
  private final long dataSize;
  private final JsonReader json;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Reads and checks a header.
   *
   * @param dataSize how many bytes the file has behind the header
   */
  SafetensorsHeader(String file, byte[] header, long dataSize) {
    this.file = file;
    this.dataSize = dataSize;
    this.json = new JsonReader(new StringReader(text(header)));
    json.setStrictness(Strictness.STRICT);
    try {
      read();
    } catch (IOException malformed) {
      String problem = malformed.getMessage().lines().findFirst().orElse("");
      throw FileFormatException.of(
          file,
          "expected a header in JSON at offset " + START + ", got " + Names.shownLine(problem),
          malformed);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkContiguous(START + header.length);
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** In the order of the file. */
  List<Entry> entries() {
    return entries;
  }

  private String text(byte... header) {
    if (header.length == 0 || header[0] != '{') {
      String got = header.length == 0 ? "an empty header" : "the byte " + (header[0] & 0xFF);
      throw FileFormatException.at(file, START, "expected the header to begin with {, got " + got);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw FileFormatException.of(
          file, "expected a header in UTF-8 at offset " + START + ", got other bytes", e);
    }
  }

  private FileFormatException unexpected(String expected, Object got) {
    return FileFormatException.at(
        file,
        START,
        "expected %s, got %s at %s of the header"
            .formatted(
                Names.shownLine(expected),
                Names.shownLine("" + got),
                Names.shownLine(json.getPath())));
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (json.peek() != token) {
      throw unexpected(expected, json.peek());
    }
  }

  private void beginObject(String what) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, what + " in { }");
    json.beginObject();
  }

  private String string(String what) throws IOException {
    expect(JsonToken.STRING, what + " as a string");
    return json.nextString();
  }

  private void read() throws IOException {
    beginObject("a header");
    Set<String> names = new HashSet<>();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw unexpected("each name once", "\"" + name + "\" again");
      }
      if (names.size() > MOST_TENSORS + 1) {
        throw unexpected("at most " + MOST_TENSORS + " tensors", "more");
      }
      if (name.equals(METADATA)) {
        readMetadata();
      } else {
        entries.add(entry(name));
      }
    }
    json.endObject();
    expect(JsonToken.END_DOCUMENT, "nothing but spaces behind the header");
  }

  private void readMetadata() throws IOException {
    beginObject("metadata");
    while (json.hasNext()) {
      String name = json.nextName();
      if (metadata.put(name, string("metadata")) != null) {
        throw unexpected("each name once", "\"" + name + "\" again");
      }
    }
    json.endObject();
  }

  private Entry entry(String name) throws IOException {
    NumberType type = null;
    long[] shape = null;
    long[] offsets = null;
    Set<String> keys = new HashSet<>();
    beginObject("a tensor");
    while (json.hasNext()) {
      String key = json.nextName();
      if (!keys.add(key)) {
        throw unexpected("each name once", "\"" + key + "\" again");
      }
      switch (key) {
        case "dtype" -> type = type();
        case "shape" -> shape = numbers(MOST_AXES, "axes");
        case "data_offsets" -> offsets = numbers(2, "offsets");
        default -> throw unexpected("dtype, shape and data_offsets", "\"" + key + "\"");
      }
    }
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw unexpected("dtype, shape and two data_offsets", "{%s}".formatted(keys));
    }
    json.endObject();
    return checked(name, type, shape, offsets);
  }

  private NumberType type() throws IOException {
    String name = string("a dtype");
    return NumberType.named(name)
        .orElseThrow(() -> unexpected("a dtype of " + NumberType.all(), "\"" + name + "\""));
  }

  private long[] numbers(int most, String what) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, "numbers in [ ]");
    json.beginArray();
    List<Long> numbers = new ArrayList<>();
    while (json.hasNext()) {
      if (numbers.size() == most) {
        throw unexpected("at most " + most + " " + what, "more");
      }
      expect(JsonToken.NUMBER, "a whole number");
      String digits = json.nextString();
      if (!digits.matches("[0-9]{1," + MOST_DIGITS + "}")) {
        throw unexpected("a whole number, not negative and of at most 18 digits", digits);
      }
      numbers.add(Long.parseLong(digits));
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private Entry checked(String name, NumberType type, long[] shape, long... offsets) {
    long begin = offsets[0];
    long end = offsets[1];
    if (begin > end || end > dataSize) {
      throw unexpected(
          "data_offsets of " + name + " inside the " + dataSize + " bytes of data",
          Arrays.toString(offsets));
    }
    long count = count(name, shape);
    if (count * type.bytes() != end - begin) {
      throw unexpected(
          "%s bytes for %s of %s in shape %s"
              .formatted(count * type.bytes(), name, type, Arrays.toString(shape)),
          end - begin);
    }
    return new Entry(
        name, type, Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(), begin, end);
  }

  /** The number of values: at most so many that they fit into an array, zeros or not. */
  private long count(String name, long... shape) {
    long count = 1;
    long sizes = 1; // without the zeros: these too must be ints
    for (long size : shape) {
      if (size > 0 && sizes > Room.LONGEST / size) {
        throw unexpected(
            "at most " + Room.LONGEST + " values in " + name, "shape " + Arrays.toString(shape));
      }
      sizes *= Math.max(size, 1);
      count *= size;
    }
    return count;
  }

  private void checkContiguous(long dataStart) {
    long end = 0;
    String before = "the header";
    for (Entry entry : entries) {
      if (entry.begin != end) {
        throw FileFormatException.at(
            file,
            dataStart + end,
            "expected the data of %s right behind %s, got data_offsets [%s, %s]"
                .formatted(Names.shown(entry.name), before, entry.begin, entry.end));
      }
      end = entry.end;
      before = Names.shown(entry.name);
    }
    if (end != dataSize) {
      throw FileFormatException.at(
          file,
          dataStart + end,
          "expected the file to end behind %s, got %s more bytes"
              .formatted(before, dataSize - end));
    }
  }
}
