package tilde.jupyter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was executed, in this session of the kernel and in earlier ones. Safe for any thread.
 *
 * <p>Where the file cannot be written there is only this session, as session 1.
 */
final class History {
  /**
   * One executed source.
   *
   * @param session counted from 1 over all kernels that share the file
   * @param line its execution count
   */
  record Entry(int session, int line, String source) {}

  private final HistoryFile file;
  private final Consumer<String> log;
  private final List<Entry> own = new ArrayList<>();
  private boolean writable = true;
  private int session; // 0: not begun

  History(HistoryFile file, Consumer<String> log) {
    this.file = file;
    this.log = log;
  }

  /** The number of this session; the first call takes one. */
  synchronized int session() {
    if (session == 0) {
      session = 1;
      tryFile(() -> session = file.beginSession());
    }
    return session;
  }

  synchronized void add(int line, String source) {
    Entry entry = new Entry(session(), line, source);
    own.add(entry);
    if (writable) {
      tryFile(() -> file.append(entry));
    }
  }

  /** Everything known, oldest first, this session last. */
  synchronized List<Entry> entries() {
    int current = session();
    List<Entry> entries = new ArrayList<>();
    if (writable) {
      tryFile(
          () ->
              file.read().stream()
                  .filter(entry -> entry.line() > 0 && entry.session() != current)
                  .forEach(entries::add));
    }
    entries.addAll(own);
    return entries;
  }

  private interface FileAction {
    void run() throws IOException;
  }

  private void tryFile(FileAction action) {
    try {
      action.run();
    } catch (IOException | RuntimeException problem) {
      writable = false;
      log.accept("history is not kept: " + file + ": " + problem);
    }
  }
}
