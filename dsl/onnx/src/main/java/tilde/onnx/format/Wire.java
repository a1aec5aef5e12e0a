package tilde.onnx.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The fields of a protobuf file. Every length is checked against what is left of the message around
 * it, and the number of fields is limited, before anything is made of them.
 */
final class Wire {
  private static final int MOST_FIELDS = 1_000_000; // a large network has some ten thousand
  private static final int LONGEST_TEXT = 1 << 24;

  /** Reads the field of this number, or skips it. */
  interface Field {
    void read(int number) throws IOException;
  }

  /** Takes whole numbers. */
  interface Wholes {
    void add(long value) throws IOException;
  }

  private final String file;
  private final int size;
  private final CodedInputStream in;
  private final Deque<String> where = new ArrayDeque<>();
  private int tag;
  private int fields;

  Wire(String file, byte[] bytes) {
    this.file = file;
    this.size = bytes.length;
    this.in = CodedInputStream.newInstance(bytes);
    in.enableAliasing(true); // weights stay where they are until they are floats
  }

  /** Reads everything. */
  void all(Field field) {
    where.push("the model");
    try {
      int end = in.pushLimit(size);
      fields(field);
      in.popLimit(end);
    } catch (IOException damaged) {
      throw new OnnxException(
          place() + "these bytes are no field: " + damaged.getMessage() + hint(), damaged);
    }
  }

  private void fields(Field field) throws IOException {
    for (tag = in.readTag(); tag != 0; tag = in.readTag()) {
      count();
      field.read(WireFormat.getTagFieldNumber(tag));
    }
  }

  private void count() {
    if (++fields > MOST_FIELDS) {
      throw problem("at most " + MOST_FIELDS + " fields in a file", "more");
    }
  }

  /** Reads a message inside this one. */
  void message(String name, Field field) throws IOException {
    int end = in.pushLimit(length(name));
    where.push(name);
    fields(field);
    in.popLimit(end);
    where.pop();
  }

  void skip() throws IOException {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
      throw problem("fields that ONNX files have", "a group");
    }
    if (type == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      in.skipRawBytes(length("a field"));
    } else {
      in.skipField(tag);
    }
  }

  long whole(String name) throws IOException {
    expect(WireFormat.WIRETYPE_VARINT, name, "a whole number");
    return in.readInt64();
  }

  float real(String name) throws IOException {
    expect(WireFormat.WIRETYPE_FIXED32, name, "a number");
    return in.readFloat();
  }

  String text(String name) throws IOException {
    int length = length(name);
    if (length > LONGEST_TEXT) {
      throw problem(name + " of at most " + LONGEST_TEXT + " bytes", length);
    }
    return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
  }

  /** Bytes where they are in the file. */
  ByteBuffer bytes(String name) throws IOException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED, name, "bytes");
    return in.readByteBuffer();
  }

  /** Whole numbers, packed or one by one. */
  void wholes(String name, Wholes values) throws IOException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
      values.add(in.readInt64());
      return;
    }
    int end = in.pushLimit(length(name));
    while (!in.isAtEnd()) {
      count();
      values.add(in.readInt64());
    }
    in.popLimit(end);
  }

  /**
   * The bytes of real numbers, packed or one by one.
   *
   * @param size of each
   */
  ByteBuffer reals(String name, int size) throws IOException {
    int one = size == Float.BYTES ? WireFormat.WIRETYPE_FIXED32 : WireFormat.WIRETYPE_FIXED64;
    return WireFormat.getTagWireType(tag) == one
        ? ByteBuffer.wrap(in.readRawBytes(size))
        : bytes(name);
  }

  private int length(String name) throws IOException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED, name, "a length and as many bytes");
    int length = in.readRawVarint32();
    int left = in.getBytesUntilLimit();
    if (length < 0 || length > left) {
      throw problem(
          name + " of at most the " + left + " bytes that are left",
          Integer.toUnsignedString(length) + " bytes");
    }
    return length;
  }

  private void expect(int type, String name, String words) {
    int got = WireFormat.getTagWireType(tag);
    if (got != type) {
      throw problem(name + " as " + words + " (wire type " + type + ")", "wire type " + got);
    }
  }

  /** An error at this place of the file. */
  OnnxException problem(String expected, Object got) {
    return new OnnxException(place() + "expected " + expected + ", got " + got + hint());
  }

  private String place() {
    StringBuilder path = new StringBuilder();
    where.descendingIterator().forEachRemaining(name -> path.append(", ").append(name));
    return file + ", byte " + in.getTotalBytesRead() + path + ": ";
  }

  /** What is wrong from the start may be another kind of file. */
  private String hint() {
    return where.size() == 1 ? ": is this an ONNX file, and all of it?" : ": is the file damaged?";
  }
}
