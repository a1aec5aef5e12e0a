package tilde;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tilde.output.Display;
import tilde.output.MimeBundle;
import tilde.output.Progress;

/** A display that keeps what it is given, and can do something each time a batch is reported. */
final class RecordingDisplay implements Display {
  private final List<MimeBundle> shown = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> milestones = new CopyOnWriteArrayList<>();
  private final Runnable eachBatch;

  RecordingDisplay() {
    this(() -> {});
  }

  /**
   * @param eachBatch runs on the thread that reports, the one that trains
   */
  RecordingDisplay(Runnable eachBatch) {
    this.eachBatch = eachBatch;
  }

  List<MimeBundle> shown() {
    return shown;
  }

  List<String> texts() {
    return shown.stream().map(MimeBundle::text).toList();
  }

  /** What was happening, whenever somebody told. */
  List<String> lines() {
    return lines;
  }

  List<String> milestones() {
    return milestones;
  }

  @Override
  public Shown show(MimeBundle content) {
    shown.add(content);
    return shown::add;
  }

  @Override
  public Progress progress() {
    return new Progress() {
      @Override
      public void now(Supplier<String> line) {
        lines.add(line.get());
        eachBatch.run();
      }

      @Override
      public void milestone(String line) {
        milestones.add(line);
      }

      @Override
      public void close() {}
    };
  }
}
