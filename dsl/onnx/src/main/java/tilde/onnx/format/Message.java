package tilde.onnx.format;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message about to be written. Its size comes before it in the file, so it is counted as
 * fields are added, and what is inside must be complete when it is added.
 */
final class Message {
  private static final int CHUNK = 1 << 16;

  private interface Part {
    void to(CodedOutputStream out) throws IOException;
  }

  private final List<Part> parts = new ArrayList<>();
  private long size;

  private Message add(long bytes, Part part) {
    size += bytes;
    if (size > Integer.MAX_VALUE) {
      throw new OnnxException(
          "an ONNX file has at most 2 GB, got more: save a network with fewer parameters");
    }
    parts.add(part);
    return this;
  }

  Message whole(int field, long value) {
    return add(
        CodedOutputStream.computeInt64Size(field, value), out -> out.writeInt64(field, value));
  }

  Message wholes(int field, Iterable<? extends Number> values) {
    values.forEach(value -> whole(field, value.longValue()));
    return this;
  }

  Message real(int field, float value) {
    return add(
        CodedOutputStream.computeFloatSize(field, value), out -> out.writeFloat(field, value));
  }

  /** A text; an empty one is the same as none. */
  Message text(int field, String value) {
    return value.isEmpty() ? this : item(field, value);
  }

  private Message item(int field, String value) {
    return add(
        CodedOutputStream.computeStringSize(field, value), out -> out.writeString(field, value));
  }

  /** Texts in a list, where an empty one has its place. */
  Message items(int field, List<String> values) {
    values.forEach(value -> item(field, value));
    return this;
  }

  Message message(int field, Message inner) {
    return lengthed(field, inner.size, inner::to);
  }

  /** The bytes of floats, little-endian. */
  Message raw(int field, float[] values) {
    return lengthed(field, (long) Float.BYTES * values.length, out -> write(values, out));
  }

  /** The bytes of whole numbers, little-endian. */
  Message raw(int field, long[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return lengthed(field, bytes.capacity(), out -> out.writeRawBytes(bytes.array()));
  }

  private Message lengthed(int field, long length, Part content) {
    int head =
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length);
    return add(
        head + length,
        out -> {
          out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt64NoTag(length);
          content.to(out);
        });
  }

  /** In chunks, so that weights are not in memory once more. */
  private static void write(float[] values, CodedOutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int room = CHUNK / Float.BYTES;
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.writeRawBytes(chunk.array(), 0, Float.BYTES * count);
    }
  }

  void to(CodedOutputStream out) throws IOException {
    for (Part part : parts) {
      part.to(out);
    }
  }
}
