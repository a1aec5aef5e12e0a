package tilde.onnx;

import java.util.Arrays;
import java.util.List;
import tilde.random.Keyed;

/** Damages files, each time in a few random places; what comes out follows from the key. */
final class Mutation {
  private static final int MOST_DAMAGES = 4;
  private static final byte[] LARGE = {-1, -1, -1, -1, 7}; // 2^31 - 1 as a varint

  private final Keyed key;
  private long counter;

  private Mutation(Keyed key) {
    this.key = key;
  }

  /** One of some files, damaged. */
  static byte[] of(List<byte[]> files, Keyed key) {
    Mutation draw = new Mutation(key);
    byte[] bytes = files.get(draw.below(files.size()));
    int damages = 1 + draw.below(MOST_DAMAGES);
    for (int i = 0; i < damages && bytes.length > 1; i++) {
      bytes = draw.damaged(bytes, files);
    }
    return bytes;
  }

  private int below(int bound) {
    return key.below(counter++, bound);
  }

  /** Most of a file are weights; what is interesting stands at its ends. */
  private int place(byte[] bytes) {
    return switch (below(3)) {
      case 0 -> below(bytes.length);
      case 1 -> below(Math.min(bytes.length, 600));
      default -> bytes.length - 1 - below(Math.min(bytes.length, 600));
    };
  }

  private byte[] damaged(byte[] bytes, List<byte[]> files) {
    int at = place(bytes);
    int length = Math.min(1 + below(20), bytes.length - at);
    return switch (below(8)) {
      case 0 -> Arrays.copyOf(bytes, at); // cut
      case 1 -> replaced(bytes, at, length, new byte[0]);
      case 2 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length)); // twice
      case 3 -> replaced(bytes, at, 1, LARGE);
      case 4 -> replaced(bytes, at, 1, new byte[] {(byte) below(256)});
      case 5 -> {
        byte[] other = files.get(below(files.size()));
        int from = place(other);
        yield replaced(
            bytes, at, length, Arrays.copyOfRange(other, from, Math.min(from + 20, other.length)));
      }
      default -> replaced(bytes, at, 1, new byte[] {(byte) (bytes[at] ^ 1 << below(8))});
    };
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - length + by.length);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
    return result;
  }
}
