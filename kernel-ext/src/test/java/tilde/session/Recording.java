package tilde.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Stream;

/** Keeps what a session puts out, and lets a test wait for it. */
final class Recording implements OutputListener {
  private static final long MOST_SECONDS = 60;

  /** An output and the cell to which it belongs. */
  record Heard(int cell, Output output) {}

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<DisplayData> updates = new CopyOnWriteArrayList<>();
  private final CountDownLatch something = new CountDownLatch(1);

  @Override
  public void output(int cell, Output output) {
    heard.add(new Heard(cell, output));
    something.countDown();
  }

  @Override
  public void update(DisplayData replacement) {
    updates.add(replacement);
  }

  /** Waits for the first output. */
  void awaitOutput() throws InterruptedException {
    if (!something.await(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no output came");
    }
  }

  List<Heard> heard() {
    return heard;
  }

  List<DisplayData> updates() {
    return updates;
  }

  /** What cell {@code cell} printed on a stream. */
  String text(int cell, String stream) {
    return heard.stream()
        .filter(h -> h.cell() == cell)
        .map(Heard::output)
        .filter(Stream.class::isInstance)
        .map(Stream.class::cast)
        .filter(s -> s.name().equals(stream))
        .map(Stream::text)
        .collect(Collectors.joining());
  }
}
