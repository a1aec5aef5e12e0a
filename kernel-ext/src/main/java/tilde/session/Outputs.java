package tilde.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tilde.session.Output.ClearOutput;
import tilde.session.Output.DisplayData;
import tilde.session.Output.Stream;

/**
 * The outputs of one cell as a reader sees them: neighbouring text of one stream joined, updated
 * displays replaced in place, what was cleared gone. Safe for any thread.
 */
public final class Outputs {
  private final List<Output> finished = new ArrayList<>();
  private final StringBuilder text = new StringBuilder(); // of the stream being written, if any
  private String stream;
  private boolean clearsNext;

  /** Appends {@code output}, or clears what it tells to clear. */
  public synchronized void add(Output output) {
    if (output instanceof ClearOutput clear) {
      clearsNext = clear.waits();
      if (!clear.waits()) {
        clear();
      }
      return;
    }
    if (clearsNext) {
      clear();
    }
    if (output instanceof Stream piece) {
      if (!piece.name().equals(stream)) {
        finishStream();
        stream = piece.name();
      }
      text.append(piece.text());
    } else {
      finishStream();
      finished.add(output);
    }
  }

  private void clear() {
    clearsNext = false;
    finished.clear();
    text.setLength(0);
    stream = null;
  }

  /** Replaces the display of the same id, if it is one of these outputs. */
  public synchronized void update(DisplayData replacement) {
    finished.replaceAll(
        output ->
            output instanceof DisplayData shown && shown.displayId().equals(replacement.displayId())
                ? replacement
                : output);
  }

  /** All outputs so far. */
  public synchronized List<Output> list() {
    List<Output> all = new ArrayList<>(finished);
    openStream().ifPresent(all::add);
    return List.copyOf(all);
  }

  private void finishStream() {
    openStream().ifPresent(finished::add);
    text.setLength(0);
    stream = null;
  }

  private Optional<Output> openStream() {
    return text.isEmpty() ? Optional.empty() : Optional.of(new Stream(stream, text.toString()));
  }
}
