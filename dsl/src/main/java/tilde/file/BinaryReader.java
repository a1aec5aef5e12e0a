package tilde.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file from its first byte to its last, trusting nothing it says: a count is compared with
 * what is left before memory is taken for it. All problems are a {@link FileFormatException}.
 */
public final class BinaryReader implements Closeable {
  private static final int CHUNK = 1 << 16;
  private static final int MOST_SHRUNK = 1032; // deflate cannot make anything smaller than that

  private final String name;
  private final InputStream in;
  private final long most;
  private final boolean exact; // whether there are just so many bytes, not at most
  private long offset;

  private BinaryReader(String name, InputStream in, long most, boolean exact) {
    this.name = name;
    this.in = in;
    this.most = most;
    this.exact = exact;
  }

  /** Reads a file as it is. */
  public static BinaryReader open(Path file) {
    long length = length(file);
    return new BinaryReader("" + file, stream(file), length, true);
  }

  /** Reads a file, unpacked if it is compressed by gzip, whatever its name. */
  public static BinaryReader openUnpacked(Path file) {
    long length = length(file);
    InputStream in = stream(file);
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return packed
          ? of("" + file, new GZIPInputStream(in, CHUNK), mostUnpacked(length))
          : new BinaryReader("" + file, in, length, true);
    } catch (IOException e) {
      closeQuietly(in);
      throw damaged("" + file, e);
    }
  }

  /** Reads bytes in memory; {@code name} says in messages what they are. */
  public static BinaryReader of(String name, byte... bytes) {
    return new BinaryReader(name, new ByteArrayInputStream(bytes), bytes.length, true);
  }

  /**
   * Reads a stream that has at most so many bytes; {@code name} says in messages what it is.
   * Closing the reader closes the stream.
   */
  public static BinaryReader of(String name, InputStream in, long most) {
    return new BinaryReader(name, in, most, false);
  }

  /** How many bytes data compressed to this length can have at most. */
  public static long mostUnpacked(long length) {
    return length > Long.MAX_VALUE / MOST_SHRUNK ? Long.MAX_VALUE : length * MOST_SHRUNK;
  }

  /**
   * The length of a file.
   *
   * @throws IllegalArgumentException when there is none, or it is a folder or a device
   */
  public static long length(Path file) {
    if (!Files.isRegularFile(file)) {
      throw FileFormatException.of(
          "" + file,
          Files.exists(file)
              ? "expected a file, got %s: name a file"
                  .formatted(Files.isDirectory(file) ? "a folder" : "something else")
              : "there is no such file; the name is looked up from "
                  + Path.of("").toAbsolutePath());
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw damaged("" + file, e);
    }
  }

  /**
   * Some bytes of a file, which is opened and closed for them.
   *
   * @param length how long the file was when it was checked
   */
  public static byte[] bytesAt(Path file, long length, long offset, int count) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      if (open.length() != length) {
        throw FileFormatException.of(
            "" + file,
            "expected %s bytes as before, got %s: the file was changed, read it anew"
                .formatted(length, open.length()));
      }
      byte[] bytes = new byte[count];
      open.seek(offset);
      open.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw damaged("" + file, e);
    }
  }

  /** What the file is called in messages. */
  public String name() {
    return name;
  }

  /** How many bytes were read. */
  public long offset() {
    return offset;
  }

  /** Whether {@link #left} is just what follows, and not only the most that can. */
  public boolean exact() {
    return exact;
  }

  /** How many bytes may follow: just so many, or of compressed data at most. */
  public long left() {
    return most - offset;
  }

  /** The next bytes, few of them, to be read as numbers. */
  public ByteBuffer next(int count, String what) {
    return ByteBuffer.wrap(bytes(count, what));
  }

  /**
   * The next bytes.
   *
   * @param what what they should be, such as "the header"
   */
  public byte[] bytes(int count, String what) {
    check(count, what);
    // where the length is not known, memory grows with what is really there
    byte[] bytes = new byte[(int) firstRoom(count)];
    int have = 0;
    while (true) {
      fill(bytes, have, bytes.length - have, what);
      have = bytes.length;
      if (have == count) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * have));
    }
  }

  /** How much of an array to take at first: all where its bytes are known to be there. */
  public long firstRoom(long count) {
    return exact ? count : Math.min(count, CHUNK);
  }

  /** Reads bytes to a place of an array. */
  public void fill(byte[] to, int at, int count, String what) {
    int got;
    try {
      got = in.readNBytes(to, at, count);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    offset += got;
    if (got < count) {
      throw error("expected %s more bytes of %s, got the end".formatted(count - got, what));
    }
  }

  /** Checks that so many bytes can follow. */
  public void check(long count, String what) {
    if (count < 0 || count > left()) {
      throw error(
          "expected %s of %s, got %s bytes until the end"
              .formatted(count < 0 ? "a sensible number" : count + " bytes", what, left()));
    }
  }

  /** Checks that nothing follows, and that a compressed file is undamaged. */
  public void end() {
    int more;
    try {
      more = in.read();
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (more >= 0) {
      throw error("expected the end, got more bytes");
    }
  }

  /** A problem at the present place. */
  public FileFormatException error(String problem) {
    return error(offset, problem);
  }

  /** A problem at another place. */
  public FileFormatException error(long at, String problem) {
    return FileFormatException.at(name, at, problem);
  }

  @Override
  public void close() {
    closeQuietly(in);
  }

  private static InputStream stream(Path file) {
    try {
      // not through a channel, which an interrupt would close
      return new BufferedInputStream(new FileInputStream(file.toFile()), CHUNK);
    } catch (IOException e) {
      throw damaged("" + file, e);
    }
  }

  private static FileFormatException damaged(String name, IOException e) {
    String reason = e instanceof EOFException ? "the data ends too early" : e.getMessage();
    return FileFormatException.of(name, "cannot be read, damaged or cut off: " + reason, e);
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
