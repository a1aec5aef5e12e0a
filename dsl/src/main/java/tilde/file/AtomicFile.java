package tilde.file;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file as a whole or not at all: whoever reads it, whatever happens meanwhile, finds the
 * old content or the new one.
 *
 * <p>The content goes to a temporary file beside the target, to the disk, and then takes the
 * target's name in one step. A failure leaves the old file and removes the temporary one; a process
 * that is killed may leave a hidden file whose name starts with {@code .tilde-}.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes the content of a file; may fail at any point. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything; the stream is buffered, and closed by the caller. */
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces a file. A link stays, and what it leads to is replaced. What the content
   * throws is passed on.
   *
   * @param target a name in a folder that exists
   * @throws IllegalArgumentException when there is no such folder, or something else than a file
   *     has this name
   * @throws UncheckedIOException when the file cannot be written
   */
  public static void write(Path target, Writer content) {
    Path absolute = checked(target);
    try {
      replace(Files.exists(absolute) ? absolute.toRealPath() : absolute, content);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot save %s: %s; is the folder writable and the disk not full?".formatted(target, e),
          e);
    }
  }

  /**
   * The whole name of a file that is to be written, checked as {@link #write} does, for those who
   * will write much later.
   */
  public static Path checked(Path target) {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "cannot save %s: a folder has this name; choose another".formatted(target));
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "cannot save %s: there is no folder %s; create it first, or check the name"
              .formatted(target, folder));
    }
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(absolute)) {
      throw new IllegalArgumentException(
          "cannot save %s: a device or a link that leads nowhere has this name; choose another"
              .formatted(target));
    }
    return absolute;
  }

  private static void replace(Path target, Writer content) throws IOException {
    Path folder = target.getParent();
    Path part = folder.resolve(".tilde-" + UUID.randomUUID() + ".part");
    try {
      Files.createFile(part);
      // Not through a channel: an interrupt, with which a notebook stops a cell, would close it.
      try (FileOutputStream file = new FileOutputStream(part.toFile());
          OutputStream out = new BufferedOutputStream(file, BUFFER)) {
        content.to(out);
        out.flush();
        file.getFD().sync();
      }
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
    syncFolder(folder);
  }

  /** Gives a file that is whole another name, in one step where the system can do that. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the new name last through a power cut, where the system lets a folder be opened. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // Windows has no such call, and the file itself is on the disk already
    }
  }
}
