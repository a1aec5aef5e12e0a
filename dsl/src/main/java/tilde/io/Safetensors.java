package tilde.io;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tilde.file.AtomicFile;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;
import tilde.file.FileKind;
import tilde.file.Room;

/**
 * Files of tensors in the safetensors format: the length of a header in 8 bytes, the header in
 * JSON, the numbers of all tensors one after the other, little-endian.
 */
public final class Safetensors {
  private static final int CHUNK = 1 << 16; // bytes; a multiple of every number's size
  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /** Numbers in a shape, row-major; not copied. The shape without axes is that of one number. */
  public record Values(int[] shape, float[] data) {
    public Values {
      long count = 1;
      for (int size : shape) {
        if (size < 0 || size > 0 && count > Room.LONGEST / size) {
          throw new IllegalArgumentException(
              "a tensor cannot have the shape " + Arrays.toString(shape));
        }
        count *= size;
      }
      if (count != data.length) {
        throw new IllegalArgumentException(
            "a tensor of shape %s has %s values, got %s"
                .formatted(Arrays.toString(shape), count, data.length));
      }
    }
  }

  /**
   * What a file holds: tensors in the order of the file, and texts about them.
   *
   * @param converted the type of each tensor that was of another than F32
   */
  public record Content(
      Map<String, Values> tensors, Map<String, String> metadata, Map<String, String> converted) {
    public Content {
      tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
      converted = Map.copyOf(converted);
    }

    /** Of tensors that are floats in the file too. */
    public Content(Map<String, Values> tensors, Map<String, String> metadata) {
      this(tensors, metadata, Map.of());
    }
  }

  /**
   * Writes tensors of floats, atomically: whatever goes wrong, a file that was there stays.
   *
   * @throws UncheckedIOException if the disk is full or the folder not writable
   */
  public static void write(Path file, Map<String, Values> tensors, Map<String, String> metadata) {
    byte[] header = header(tensors, metadata);
    AtomicFile.write(file, out -> write(header, tensors, out));
  }

  static void write(Map<String, Values> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    write(header(tensors, metadata), tensors, out);
  }

  private static void write(byte[] header, Map<String, Values> tensors, OutputStream out)
      throws IOException {
    byte[] bytes = new byte[CHUNK];
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.write(bytes, 0, chunk.putLong(header.length).position());
    out.write(header);
    chunk.clear();
    for (Values values : tensors.values()) {
      for (float value : values.data) {
        if (!chunk.hasRemaining()) {
          out.write(bytes);
          chunk.clear();
        }
        chunk.putFloat(value);
      }
    }
    out.write(bytes, 0, chunk.position());
  }

  private static byte[] header(Map<String, Values> tensors, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(SafetensorsHeader.METADATA).beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long begin = 0;
      for (Map.Entry<String, Values> entry : tensors.entrySet()) {
        begin = write(json, entry.getKey(), entry.getValue(), begin);
      }
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > SafetensorsHeader.MOST_BYTES - ALIGNMENT
        || tensors.size() > SafetensorsHeader.MOST_TENSORS) {
      throw new IllegalArgumentException(
          "a safetensors file has a header of at most %s bytes and at most %s tensors, got %s and %s"
              .formatted(
                  SafetensorsHeader.MOST_BYTES,
                  SafetensorsHeader.MOST_TENSORS,
                  bytes.length,
                  tensors.size()));
    }
    int aligned = -Math.floorDiv(-bytes.length, ALIGNMENT) * ALIGNMENT;
    byte[] padded = Arrays.copyOf(bytes, aligned);
    Arrays.fill(padded, bytes.length, aligned, (byte) ' ');
    return padded;
  }

  private static long write(JsonWriter json, String name, Values values, long begin)
      throws IOException {
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named " + name + ": the format needs this name itself");
    }
    long end = begin + (long) values.data.length * Float.BYTES;
    json.name(name).beginObject().name("dtype").value("F32").name("shape").beginArray();
    for (int size : values.shape) {
      json.value(size);
    }
    json.endArray().name("data_offsets").beginArray().value(begin).value(end).endArray();
    json.endObject();
    return end;
  }

  /**
   * Reads a file, whatever kind of numbers it holds; they are rounded to floats, true is 1. Sizes
   * are checked before anything is allocated, so that no file takes more than some four times its
   * own size.
   *
   * @throws FileFormatException if the file is not there or damaged, or has a number that is not
   *     finite; the message names the file and the place in it
   */
  public static Content read(Path file) {
    return Room.within(
        "" + file,
        "give Java more memory with -Xmx",
        () -> {
          try (BinaryReader in = BinaryReader.open(file)) {
            return content(in);
          }
        });
  }

  private static Content content(BinaryReader in) {
    if (in.left() < SafetensorsHeader.START) {
      throw in.error("expected 8 bytes with the length of a header, got " + in.left() + " in all");
    }
    byte[] start = in.bytes(Long.BYTES, "the length of the header");
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(in.left(), SafetensorsHeader.MOST_BYTES);
    if (length < 0 || length > most) {
      throw in.error(
          0,
          "expected a header of at most %s bytes, got %s"
                  .formatted(most, Long.toUnsignedString(length))
              + FileKind.hint(start));
    }
    byte[] text = in.bytes((int) length, "the header");
    SafetensorsHeader header = new SafetensorsHeader(in.name(), text, in.left());
    byte[] chunk = new byte[CHUNK];
    Map<String, Values> tensors = new LinkedHashMap<>();
    Map<String, String> converted = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      tensors.put(entry.name(), new Values(entry.shape(), data(in, entry, chunk)));
      if (entry.type() != NumberType.F32) {
        converted.put(entry.name(), entry.type().name());
      }
    }
    return new Content(tensors, header.metadata(), converted);
  }

  private static float[] data(BinaryReader in, SafetensorsHeader.Entry entry, byte[] room) {
    float[] data = new float[entry.count()];
    int bytes = entry.type().bytes();
    ByteBuffer chunk = ByteBuffer.wrap(room).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    for (int i = 0; i < data.length; i++) {
      if (!chunk.hasRemaining()) {
        int count = (int) Math.min((long) (data.length - i) * bytes, CHUNK);
        in.fill(room, 0, count, entry.name());
        chunk.clear().limit(count);
      }
      double value = entry.type().next(chunk);
      data[i] = (float) value;
      if (!Float.isFinite(data[i])) {
        throw in.error(
            in.offset() - chunk.remaining() - bytes,
            "expected a finite number for value %s of %s, got %s"
                .formatted(i, Names.shown(entry.name()), value));
      }
    }
    return data;
  }
}
