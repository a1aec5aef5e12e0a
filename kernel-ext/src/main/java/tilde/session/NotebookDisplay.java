package tilde.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tilde.output.Display;
import tilde.output.MimeBundle;
import tilde.output.Progress;
import tilde.session.Output.DisplayData;

/**
 * Shows things as outputs of a notebook: each can be replaced in place, progress is one of them.
 */
final class NotebookDisplay implements Display {
  private static final long REFRESH_NANOS = 250_000_000L; // four updates a second

  private final Relay listener;
  private final LongSupplier nanoTime;
  private final AtomicInteger shown = new AtomicInteger();
  private final Set<Line> running = new LinkedHashSet<>();

  NotebookDisplay(Relay listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public Shown show(MimeBundle content) {
    String id = "display-" + shown.incrementAndGet();
    listener.output(new DisplayData(content, id));
    return update -> listener.update(new DisplayData(update, id));
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
