package tilde.onnx.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads one tensor, whose numbers may lie in several fields and be told before its shape. */
final class TensorReader {
  private static final int MOST_AXES = 8;
  private static final int MOST_REALS = Integer.MAX_VALUE / 8; // as in a parameter of the engine
  private static final int MOST_WHOLES = 1 << 16; // shapes and settings

  private final Wire wire;
  private final List<Integer> dims = new ArrayList<>();
  private final List<ByteBuffer> floats = new ArrayList<>(); // one, unless they are not packed
  private final List<ByteBuffer> doubles = new ArrayList<>();
  private final List<Long> wholes = new ArrayList<>();
  private ByteBuffer raw;
  private String name = "";
  private long type;

  TensorReader(Wire wire) {
    this.wire = wire;
  }

  TensorProto read() throws IOException {
    wire.message("a tensor", this::field);
    int count = count();
    if (type == TensorProto.FLOAT || type == TensorProto.DOUBLE) {
      return new TensorProto(name, (int) type, List.copyOf(dims), reals(count), null);
    }
    return new TensorProto(name, (int) type, List.copyOf(dims), null, wholes(count));
  }

  private void field(int number) throws IOException {
    switch (number) {
      case Schema.TENSOR_DIMS -> wire.wholes("sizes", this::addAxis);
      case Schema.TENSOR_TYPE -> type = wire.whole("the type of a tensor");
      case Schema.TENSOR_NAME -> name = wire.text("the name of a tensor");
      case Schema.TENSOR_RAW -> raw = wire.bytes("the numbers of a tensor");
      case Schema.TENSOR_FLOATS -> floats.add(wire.reals("numbers", Float.BYTES));
      case Schema.TENSOR_DOUBLES -> doubles.add(wire.reals("numbers", Double.BYTES));
      case Schema.TENSOR_INT32S, Schema.TENSOR_INT64S ->
          wire.wholes("whole numbers", this::addWhole);
      case Schema.TENSOR_LOCATION -> {
        if (wire.whole("the place of a tensor") != 0) {
          throw problem("its numbers in this file", "numbers kept in another one");
        }
      }
      case Schema.TENSOR_SEGMENT -> throw problem("all of its numbers", "a part of them");
      default -> wire.skip();
    }
  }

  private OnnxException problem(String expected, Object got) {
    return wire.problem("tensor '" + name + "' to have " + expected, got);
  }

  private void addAxis(long size) {
    if (size < 0 || size > MOST_REALS || dims.size() == MOST_AXES) {
      throw problem(
          "at most " + MOST_AXES + " axes of 0.." + MOST_REALS, "size " + size + " after " + dims);
    }
    dims.add((int) size);
  }

  private void addWhole(long value) {
    if (wholes.size() == MOST_WHOLES) {
      throw problem("at most " + MOST_WHOLES + " whole numbers", "more");
    }
    wholes.add(value);
  }

  private int count() {
    long count = 1;
    for (int size : dims) {
      count *= size; // both below 2^28
      if (count > MOST_REALS) {
        throw problem("at most " + MOST_REALS + " values", "shape " + dims);
      }
    }
    return (int) count;
  }

  /** Checks that there are as many bytes as numbers of this size in the shape need. */
  private void checkBytes(int count, int size, long bytes) {
    if (bytes != (long) count * size) {
      throw problem(
          "%s bytes, %s for each value of its shape %s".formatted((long) count * size, size, dims),
          bytes);
    }
  }

  private float[] reals(int count) {
    boolean single = type == TensorProto.FLOAT;
    List<ByteBuffer> parts = raw != null ? List.of(raw) : single ? floats : doubles;
    long bytes = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    int size = single ? Float.BYTES : Double.BYTES;
    checkBytes(count, size, bytes);
    float[] values = new float[count];
    int at = 0;
    for (ByteBuffer part : parts) {
      checkBytes(part.remaining() / size, size, part.remaining());
      part.order(ByteOrder.LITTLE_ENDIAN);
      while (part.hasRemaining()) {
        values[at++] = single ? part.getFloat() : (float) part.getDouble();
      }
    }
    return values;
  }

  private long[] wholes(int count) {
    int size = sizeOfWhole();
    if (count > MOST_WHOLES) {
      throw problem("at most " + MOST_WHOLES + " whole numbers", count);
    }
    if (raw == null) {
      if (wholes.size() != count) {
        throw problem(count + " values for its shape " + dims, wholes.size());
      }
      return wholes.stream().mapToLong(Long::longValue).toArray();
    }
    checkBytes(count, size, raw.remaining());
    raw.order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = size == Long.BYTES ? raw.getLong() : size == 1 ? raw.get() : raw.getInt();
    }
    return values;
  }

  private int sizeOfWhole() {
    if (type == TensorProto.INT64) {
      return Long.BYTES;
    } else if (type == TensorProto.INT32) {
      return Integer.BYTES;
    } else if (type == TensorProto.BOOL) {
      return 1;
    }
    throw problem(
        "numbers of type FLOAT (1), DOUBLE (11), INT32 (6), INT64 (7) or BOOL (9)", "type " + type);
  }
}
