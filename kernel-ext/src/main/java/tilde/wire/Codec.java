package tilde.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Messages as bytes: each value is a tag and its content, texts of any length. */
final class Codec {
  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int NUMBER = 2;
  private static final int BYTES = 3;
  private static final int LIST = 4;

  private Codec() {}

  static byte[] encode(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(message.kind().name());
      write(message.fields(), out);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  static Message decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Message.Kind kind = Message.Kind.valueOf(in.readUTF());
    List<Object> fields = new ArrayList<>();
    ((List<?>) read(in)).forEach(fields::add);
    return new Message(kind, fields);
  }

  private static void write(Object value, DataOutputStream out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      writeBytes(text.getBytes(UTF_8), out);
    } else if (value instanceof Integer number) {
      out.writeByte(NUMBER);
      out.writeInt(number);
    } else if (value instanceof byte[] bytes) {
      out.writeByte(BYTES);
      writeBytes(bytes, out);
    } else {
      List<?> list = (List<?>) value;
      out.writeByte(LIST);
      out.writeInt(list.size());
      for (Object element : list) {
        write(element, out);
      }
    }
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static Object read(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case NULL -> null;
      case TEXT -> new String(in.readNBytes(in.readInt()), UTF_8);
      case NUMBER -> in.readInt();
      case BYTES -> in.readNBytes(in.readInt());
      case LIST -> {
        int size = in.readInt();
        List<Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(read(in));
        }
        yield list;
      }
      default -> throw new IOException("no value has the tag " + tag);
    };
  }
}
