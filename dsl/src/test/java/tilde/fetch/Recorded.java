package tilde.fetch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tilde.output.Progress;

/** A progress that keeps what it is told. */
final class Recorded implements Progress {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<String> milestones = new CopyOnWriteArrayList<>();
  Runnable onLine = () -> {};
  Runnable onWaiting = () -> {};
  private boolean waited;

  @Override
  public void now(Supplier<String> line) {
    lines.add(line.get());
    onLine.run();
    if (line.get().endsWith("another one fetches it") && !waited) {
      waited = true;
      onWaiting.run();
    }
  }

  @Override
  public void milestone(String line) {
    milestones.add(line);
  }

  @Override
  public void close() {}
}
