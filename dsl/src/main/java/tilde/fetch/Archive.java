package tilde.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tilde.file.AtomicFile;
import tilde.file.BinaryReader;

/** Takes known files out of a tar archive compressed by gzip; no name in it is a place to write. */
final class Archive {
  private static final int BLOCK = 512;
  private static final int NAME = 100; // bytes of a header
  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;
  private static final int TYPE_AT = 156;
  private static final long MOST_OTHERS = 1L << 24; // bytes of a file that nobody wants
  private static final int MOST_ENTRIES = 1000;

  private Archive() {}

  /**
   * Writes each of the wanted files into a folder.
   *
   * @param wanted names without folders, and lengths
   * @throws IllegalArgumentException when one is missing or of another length
   */
  static void unpack(Path archive, Path folder, Map<String, Long> wanted) {
    Set<String> left = new HashSet<>(wanted.keySet());
    try (BinaryReader in = BinaryReader.openUnpacked(archive)) {
      for (int entries = 0; !left.isEmpty(); entries++) {
        byte[] header = in.bytes(BLOCK, "the header of a file in the archive");
        String name = text(header, 0, NAME);
        if (name.isEmpty() || entries == MOST_ENTRIES) {
          throw in.error("expected %s too, got the end of the archive".formatted(left));
        }
        long size = size(in, header);
        String base = name.substring(name.lastIndexOf('/') + 1);
        boolean file = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
        if (file && left.remove(base)) {
          if (size != wanted.get(base)) {
            throw in.error(
                "expected %s bytes of %s, got %s".formatted(wanted.get(base), base, size));
          }
          AtomicFile.write(folder.resolve(base), out -> copy(in, size, bytes -> out.write(bytes)));
        } else if (size > MOST_OTHERS) {
          throw in.error("expected small files besides %s, got %s".formatted(left, size));
        } else {
          copy(in, size, bytes -> {});
        }
        in.bytes((int) ((BLOCK - size % BLOCK) % BLOCK), "padding");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Sink {
    void take(byte[] bytes) throws IOException;
  }

  private static void copy(BinaryReader in, long size, Sink to) throws IOException {
    for (long done = 0; done < size; ) {
      int some = (int) Math.min(1 << 16, size - done);
      to.take(in.bytes(some, "a file in the archive"));
      done += some;
    }
  }

  private static long size(BinaryReader in, byte[] header) {
    String octal = text(header, SIZE_AT, SIZE).strip();
    if (!octal.matches("[0-7]{1,11}")) {
      throw in.error(
          in.offset() - BLOCK + SIZE_AT,
          "expected a length in octal digits, got \"" + octal + "\"");
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.ISO_8859_1);
  }
}
