package tilde.user;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tilde.output.Display;
import tilde.output.MimeBundle;
import tilde.output.Progress;

/**
 * Shows things as outputs of a notebook: each can be replaced in place, progress is one of them.
 */
final class CellDisplay implements Display {
  private static final long REFRESH_NANOS = 250_000_000L; // four updates a second

  /** Where it all goes. */
  interface Sink {
    void show(String id, MimeBundle content);

    void update(String id, MimeBundle content);

    void clear(boolean waits);
  }

  private final Sink sink;
  private final String idPrefix;
  private final LongSupplier nanoTime;
  private final AtomicInteger shown = new AtomicInteger();
  private final Set<Line> running = new LinkedHashSet<>();

  CellDisplay(Sink sink, String idPrefix, LongSupplier nanoTime) {
    this.sink = sink;
    this.idPrefix = idPrefix;
    this.nanoTime = nanoTime;
  }

  @Override
  public Shown show(MimeBundle content) {
    String id = showWithId(content);
    return update -> sink.update(id, update);
  }

  /** Shows {@code content}; the id is for {@link #update}. */
  String showWithId(MimeBundle content) {
    String id = idPrefix + shown.incrementAndGet();
    sink.show(id, content);
    return id;
  }

  void update(String id, MimeBundle content) {
    sink.update(id, content);
  }

  @Override
  public void clear(boolean waits) {
    sink.clear(waits);
  }

  @Override
  public Progress progress() {
    Line line = new Line();
    synchronized (running) {
      running.add(line);
    }
    return line;
  }

  /** Brings out what a progress holds back, also one that its owner never closed. */
  void flush() {
    List<Line> lines;
    synchronized (running) {
      lines = List.copyOf(running);
    }
    lines.forEach(Line::flush);
  }

  private final class Line implements Progress {
    private Shown output;
    private Supplier<String> heldBack;
    private long lastTime;

    @Override
    public synchronized void now(Supplier<String> line) {
      heldBack = line;
      if (output == null || nanoTime.getAsLong() - lastTime >= REFRESH_NANOS) {
        flush();
      }
    }

    @Override
    public void milestone(String line) {
      now(() -> line); // one output has room for one line: the latest
    }

    synchronized void flush() {
      if (heldBack == null) {
        return;
      }
      MimeBundle content = MimeBundle.text(heldBack.get());
      heldBack = null;
      if (output == null) {
        output = show(content);
      } else {
        output.update(content);
      }
      lastTime = nanoTime.getAsLong();
    }

    @Override
    public void close() {
      flush();
      synchronized (running) {
        running.remove(this);
      }
    }
  }
}
