package tilde.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The kinds of numbers a safetensors file may hold, little-endian; all are read as floats. */
enum NumberType {
  F32(4, ByteBuffer::getFloat),
  F64(8, ByteBuffer::getDouble),
  F16(2, bytes -> half(bytes.getShort())),
  BF16(2, bytes -> Float.intBitsToFloat(bytes.getShort() << 16)),
  I64(8, ByteBuffer::getLong),
  I32(4, ByteBuffer::getInt),
  I16(2, ByteBuffer::getShort),
  I8(1, ByteBuffer::get),
  U64(8, bytes -> unsigned(bytes.getLong())),
  U32(4, bytes -> bytes.getInt() & 0xFFFFFFFFL),
  U16(2, bytes -> bytes.getShort() & 0xFFFF),
  U8(1, bytes -> bytes.get() & 0xFF),
  BOOL(1, ByteBuffer::get);

  private static final int HALF_EXPONENT = 0x1F;

  private final int bytes;
  private final ToDoubleFunction<ByteBuffer> next;

  NumberType(int bytes, ToDoubleFunction<ByteBuffer> next) {
    this.bytes = bytes;
    this.next = next;
  }

  static Optional<NumberType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** All names, for messages. */
  static List<NumberType> all() {
    return List.of(values());
  }

  int bytes() {
    return bytes;
  }

  /** The number at the position of a little-endian buffer, which moves behind it. */
  double next(ByteBuffer buffer) {
    return next.applyAsDouble(buffer);
  }

  /** IEEE half precision: a sign, 5 bits of exponent, 10 of fraction. */
  private static double half(short bits) {
    int exponent = bits >> 10 & HALF_EXPONENT;
    double fraction = (bits & 0x3FF) / 1024.0;
    double size;
    if (exponent == HALF_EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb(fraction, -14);
    } else {
      size = Math.scalb(1 + fraction, exponent - 15);
    }
    return bits < 0 ? -size : size;
  }

  /** The upper half twice, so that the sign is free; the last bit cannot be seen in a float. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
