package tilde.output;

import java.util.function.Supplier;

/**
 * Progress of one long piece of work, shown as fits the place: rewritten, updated, or a line a
 * milestone.
 */
public interface Progress extends AutoCloseable {
  /** What is happening now; may be called as often as convenient: most calls do not even ask. */
  void now(Supplier<String> line);

  /** Something worth a line of its own in a log, such as the end of an epoch. */
  void milestone(String line);

  /** Ends the progress, leaving its last line to be seen. */
  @Override
  void close();
}
