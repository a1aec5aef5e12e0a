package tilde.data;

import java.util.HexFormat;

/** Bytes in messages. */
final class Hex {
  private Hex() {}

  static String of(byte... bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
