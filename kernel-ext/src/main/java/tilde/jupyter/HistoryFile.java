package tilde.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tilde.file.AtomicFile;
import tilde.jupyter.History.Entry;

/**
 * A file of executed sources, one JSON object a line, shared by all kernels of a user. Lines are
 * appended under a lock; when there are too many, the older half goes. A kernel that is killed can
 * leave at most the start of a line, which readers skip.
 */
final class HistoryFile {
  private static final int MAX_ENTRY_BYTES = 1 << 16;

  private final Path file;
  private final int maxBytes;

  HistoryFile(Path file) {
    this(file, 1 << 20);
  }

  HistoryFile(Path file, int maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  /** Takes the next number of a session. */
  int beginSession() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel = lockFile();
        FileLock lock = channel.lock()) {
      int session = 1 + read().stream().mapToInt(Entry::session).max().orElse(0);
      write(new Entry(session, 0, "")); // takes the number, even if nothing follows
      return session;
    }
  }

  void append(Entry entry) throws IOException {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.lock()) {
      write(entry);
    }
  }

  /** All that is there, oldest first; an entry at line 0 is the start of a session. */
  List<Entry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n")) {
      try {
        Fields fields = Fields.parse("it", line);
        entries.add(
            new Entry(fields.number("session"), fields.number("line"), fields.text("source")));
      } catch (InvalidMessageException cutOff) {
        // by a kernel that was killed
      }
    }
    return entries;
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(file.resolveSibling(file.getFileName() + ".lock"), CREATE, WRITE);
  }

  private void write(Entry entry) throws IOException {
    byte[] line = line(entry);
    if (line.length > MAX_ENTRY_BYTES) {
      return;
    }
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size + line.length > maxBytes) {
      shorten();
    }
    try (OutputStream out = Files.newOutputStream(file, CREATE, APPEND)) {
      out.write(line);
    }
  }

  private void shorten() throws IOException {
    List<byte[]> kept = new ArrayList<>();
    int bytes = 0;
    List<Entry> entries = read();
    for (int i = entries.size() - 1; i >= 0; i--) {
      byte[] line = line(entries.get(i));
      bytes += line.length;
      if (bytes > maxBytes / 2) {
        break;
      }
      kept.add(0, line);
    }
    AtomicFile.write(
        file,
        out -> {
          for (byte[] line : kept) {
            out.write(line);
          }
        });
  }

  private static byte[] line(Entry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("session", entry.session());
    json.addProperty("line", entry.line());
    json.addProperty("source", entry.source());
    // the line end comes first: the line before may have been cut off
    return ("\n" + json).getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
