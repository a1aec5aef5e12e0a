package tilde.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tilde.file.BinaryReader;

/** How a file writes its numbers, and the floats nearest to them. */
enum Numbers {
  BOOL(1),
  U1(1),
  U2(2),
  U4(4),
  U8(8),
  I1(1),
  I2(2),
  I4(4),
  I8(8),
  F4(4),
  F8(8);

  private static final int CHUNK = 1 << 13;

  private final int bytes;

  Numbers(int bytes) {
    this.bytes = bytes;
  }

  /** Those that NumPy calls so: f4, u1 or b1, without the order of bytes. */
  static Optional<Numbers> named(String code) {
    return Arrays.stream(values())
        .filter(n -> code.equals(n == BOOL ? "b1" : n.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** How many bytes a number takes. */
  int bytes() {
    return bytes;
  }

  /** Reads so many numbers; memory grows with what is really there. */
  float[] read(BinaryReader file, int count, ByteOrder order, String what) {
    file.check((long) count * bytes, what);
    float[] values = new float[(int) file.firstRoom(count)];
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) count * bytes)];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
    int done = 0;
    while (done < count) {
      int some = Math.min(chunk.length / bytes, count - done);
      file.fill(chunk, 0, some * bytes, what);
      if (done + some > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
      }
      for (int i = 0; i < some; i++) {
        values[done + i] = number(buffer, i * bytes);
      }
      done += some;
    }
    return values;
  }

  private float number(ByteBuffer from, int at) {
    return switch (this) {
      case BOOL -> from.get(at) == 0 ? 0 : 1;
      case U1 -> from.get(at) & 0xff;
      case U2 -> from.getShort(at) & 0xffff;
      case U4 -> from.getInt(at) & 0xffffffffL;
      case U8 -> unsigned(from.getLong(at));
      case I1 -> from.get(at);
      case I2 -> from.getShort(at);
      case I4 -> from.getInt(at);
      case I8 -> from.getLong(at);
      case F4 -> from.getFloat(at);
      case F8 -> (float) from.getDouble(at);
    };
  }

  private static float unsigned(long bits) {
    // half of it, whose last bit remembers what was shifted out, rounds as the whole does
    return bits >= 0 ? bits : 2 * (float) (bits >>> 1 | bits & 1);
  }
}
