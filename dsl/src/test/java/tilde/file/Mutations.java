package tilde.file;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tilde.random.Keyed;

/**
 * Damaged files for a reader: sound ones with bytes changed, numbers replaced by extreme ones,
 * parts cut out, repeated, exchanged and joined. Each follows from a seed and its number, so that a
 * failure names the input that caused it.
 *
 * <p>A reader may accept a file or throw an allowed exception; anything else, memory beyond the
 * limit and a file that takes too long are failures.
 *
 * @param sound files that the reader accepts
 * @param limit how many bytes a reader may allocate for any file, altogether
 * @param limitPerByte and in addition for each byte of the file
 * @param allowed the exception that a damaged file may cause
 */
public record Mutations(
    List<byte[]> sound, long limit, long limitPerByte, Class<? extends RuntimeException> allowed) {
  private static final int LONGEST_SECONDS = 60; // for one file, on a busy machine
  private static final int MOST_CHANGES = 5;
  private static final int SHOWN = 2000; // bytes of a file that failed
  private static final int[] EXTREMES = {
    0,
    1,
    -1,
    2,
    7,
    8,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    1 << 20,
    1 << 24,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 1,
    0x7fc00000,
    0x7f800000
  };
  private static final List<String> WORDS =
      List.of("-1", "0", "999999999999", "2147483648", "NaN", "\"", "(", "}", "../", "\n", "\0");

  /** What is attacked. */
  @FunctionalInterface
  public interface Reader {
    void read(Path file) throws IOException;
  }

  /** What came of it: how many files were read in spite of all, and how many refused. */
  public record Outcome(int read, int refused) {}

  /** For readers whose only exception is a {@link FileFormatException}. */
  public static Mutations of(byte[]... sound) {
    return new Mutations(List.of(sound), 4 << 20, 512, FileFormatException.class);
  }

  /** With another limit of memory. */
  public Mutations limit(long bytes, long perByte) {
    return new Mutations(sound, bytes, perByte, allowed);
  }

  /** With another exception allowed, such as one of which ours is a kind. */
  public Mutations allow(Class<? extends RuntimeException> other) {
    return new Mutations(sound, limit, limitPerByte, other);
  }

  /**
   * Gives the reader so many damaged files, one after the other under the same name.
   *
   * @param file a place to write to
   * @throws AssertionError naming the first file that it did not bear
   */
  public Outcome attack(long seed, int inputs, Path file, Reader reader) throws IOException {
    for (byte[] whole : sound) { // the first use of a class takes memory too
      Files.write(file, whole);
      reader.read(file);
    }
    AtomicInteger present = new AtomicInteger();
    FutureTask<Outcome> task =
        new FutureTask<>(
            () -> {
              int read = 0;
              for (int i = 0; i < inputs; i++) {
                present.set(i);
                read += bears(seed, i, file, reader) ? 1 : 0;
              }
              return new Outcome(read, inputs - read);
            });
    Thread thread = new Thread(task, "mutations");
    thread.setDaemon(true); // a reader that hangs must not keep the tests from ending
    thread.start();
    while (true) {
      int before = present.get();
      try {
        return task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (present.get() == before) {
          throw failure(seed, before, "took longer than " + LONGEST_SECONDS + " seconds", e);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof AssertionError failed ? failed : new AssertionError(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private boolean bears(long seed, int number, Path file, Reader reader) throws IOException {
    byte[] input = input(seed, number);
    Files.write(file, input);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean read = false;
    try {
      reader.read(file);
      read = true;
    } catch (Throwable e) {
      if (!allowed.isInstance(e) || e.getMessage() == null) {
        throw failure(seed, number, "threw " + e, e);
      }
    }
    long taken = memory.getCurrentThreadAllocatedBytes() - before;
    if (taken > limit + limitPerByte * input.length) {
      throw failure(seed, number, "allocated " + taken + " bytes", null);
    }
    return read;
  }

  private AssertionError failure(long seed, int number, String what, Throwable cause) {
    byte[] input = input(seed, number);
    return new AssertionError(
        "input %s of seed %s, %s bytes, %s:%n%s"
            .formatted(
                number,
                seed,
                input.length,
                what,
                HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, SHOWN)))),
        cause);
  }

  /** The damaged file with this number. */
  public byte[] input(long seed, int number) {
    Keyed key = Keyed.of(seed).key(number);
    byte[] bytes = sound.get(key.below(0, sound.size()));
    int changes = 1 + key.below(1, MOST_CHANGES);
    for (int change = 0; change < changes; change++) {
      bytes = changed(bytes, key.key(change));
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, Keyed key) {
    int at = bytes.length == 0 ? 0 : key.below(0, bytes.length);
    if (key.below(1, 2) == 0) {
      at = Math.min(at, key.below(2, 64)); // headers are at the start
    }
    int length = 1 + key.below(3, 64);
    int to = Math.min(bytes.length, at + length);
    int kind = key.below(4, 12);
    return switch (kind) {
      case 0 -> overwritten(bytes, at, (byte) (byteAt(bytes, at) ^ 1 << key.below(5, 8)));
      case 1 -> overwritten(bytes, at, (byte) key.bits(6));
      case 2, 3, 4 -> overwritten(bytes, at, number(key, 1 << key.below(7, 4)));
      case 5 -> replaced(bytes, at, at, word(key));
      case 6 -> replaced(bytes, at, Math.min(bytes.length, at + word(key).length), word(key));
      case 7 -> replaced(bytes, at, to);
      case 8 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      case 9 -> Arrays.copyOf(bytes, at); // cut off
      case 10 -> Arrays.copyOf(bytes, bytes.length + length); // zeros at the end
      default -> {
        byte[] other = sound.get(key.below(8, sound.size()));
        int from = other.length == 0 ? 0 : key.below(9, other.length);
        yield replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  private static byte byteAt(byte[] bytes, int at) {
    return at < bytes.length ? bytes[at] : 0;
  }

  private static byte[] word(Keyed key) {
    return WORDS.get(key.below(10, WORDS.size())).getBytes(StandardCharsets.US_ASCII);
  }

  /** An extreme number of 1, 2, 4 or 8 bytes, in any order of bytes. */
  private static byte[] number(Keyed key, int size) {
    long value = EXTREMES[key.below(11, EXTREMES.length)];
    boolean bigEndian = key.below(12, 2) == 0;
    byte[] number = new byte[size];
    for (int i = 0; i < size; i++) {
      number[bigEndian ? size - 1 - i : i] = (byte) (value >>> 8 * i);
    }
    return number;
  }

  private static byte[] overwritten(byte[] bytes, int at, byte... with) {
    byte[] changed = bytes.clone();
    int count = Math.min(with.length, bytes.length - at);
    if (count > 0) {
      System.arraycopy(with, 0, changed, at, count);
    }
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte... with) {
    byte[] changed = new byte[bytes.length - (to - from) + with.length];
    System.arraycopy(bytes, 0, changed, 0, from);
    System.arraycopy(with, 0, changed, from, with.length);
    System.arraycopy(bytes, to, changed, from + with.length, bytes.length - to);
    return changed;
  }
}
