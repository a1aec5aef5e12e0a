package tilde.user;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import tilde.output.MimeBundle;
import tilde.wire.Bundles;
import tilde.wire.Connection;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/**
 * Gathers what cells put out and sends it in batches: soon, in order, and no more of it than the
 * limit allows.
 */
final class Outbox {
  private static final long BATCH_MILLIS = 20;

  private final Connection connection;
  private final int limit;
  private final Deque<Piece> waiting = new ArrayDeque<>();
  private final Map<Integer, Long> sizes = new HashMap<>(); // by cell, of all it put out
  private final Object sending = new Object();

  /** A message to be sent, or text of one stream that may still grow. */
  private record Piece(Message message, int cell, String stream, StringBuilder text) {
    static Piece of(Message message) {
      return new Piece(message, 0, null, null);
    }

    Message toMessage() {
      return message != null ? message : Message.of(Kind.STREAM, cell, stream, text.toString());
    }
  }

  /**
   * @param limit the most characters for each cell
   */
  Outbox(Connection connection, int limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** Sends batches until the connection is gone. */
  void sendInTheBackground() {
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  awaitBatch();
                  flush();
                }
              } catch (IOException | InterruptedException gone) {
                // nobody is there to hear
              }
            },
            "tilde-output");
    sender.setDaemon(true);
    sender.start();
  }

  private void awaitBatch() throws InterruptedException {
    synchronized (this) {
      while (waiting.isEmpty()) {
        wait();
      }
    }
    Thread.sleep(BATCH_MILLIS);
  }

  synchronized void print(int cell, String stream, String text) {
    String allowed = text.substring(0, allowance(cell, text));
    if (allowed.isEmpty()) {
      return;
    }
    Piece last = waiting.peekLast();
    if (last == null || last.text == null || last.cell != cell || !last.stream.equals(stream)) {
      last = new Piece(null, cell, stream, new StringBuilder());
      add(last);
    }
    last.text.append(allowed);
  }

  synchronized void show(int cell, String id, MimeBundle bundle) {
    int size = size(bundle);
    long before = sizes.merge(cell, (long) size, Long::sum) - size;
    if (before + size <= limit) {
      add(Piece.of(Message.of(Kind.DISPLAY, cell, id, Bundles.toField(bundle))));
    }
  }

  /** Replaces what was shown; an earlier replacement that is not sent yet need not be sent. */
  synchronized void update(String id, MimeBundle bundle) {
    waiting.removeIf(
        piece ->
            piece.message != null
                && piece.message.kind() == Kind.UPDATE
                && piece.message.text(0).equals(id));
    add(Piece.of(Message.of(Kind.UPDATE, id, Bundles.toField(bundle))));
  }

  synchronized void clear(int cell, boolean waits) {
    sizes.remove(cell);
    add(Piece.of(Message.of(Kind.CLEAR, cell, waits ? 1 : 0)));
  }

  private void add(Piece piece) {
    waiting.add(piece);
    notifyAll();
  }

  /** How much of {@code text} may still go out, whole characters only. */
  private int allowance(int cell, String text) {
    long before = sizes.merge(cell, (long) text.length(), Long::sum) - text.length();
    int allowed = (int) Math.min(text.length(), Math.max(0, limit - before));
    boolean half =
        allowed > 0
            && allowed < text.length()
            && Character.isHighSurrogate(text.charAt(allowed - 1));
    return half ? allowed - 1 : allowed;
  }

  private static int size(MimeBundle bundle) {
    return bundle.data().values().stream()
        .mapToInt(form -> form instanceof byte[] bytes ? bytes.length : form.toString().length())
        .sum();
  }

  /** How much of a cell's output was left out so far. */
  synchronized long leftOut(int cell) {
    return Math.max(0, sizes.getOrDefault(cell, 0L) - limit);
  }

  /** Sends everything that waits. */
  void flush() throws IOException {
    synchronized (sending) { // so that batches keep their order
      while (true) {
        Piece next;
        synchronized (this) {
          next = waiting.poll();
        }
        if (next == null) {
          return;
        }
        connection.send(next.toMessage());
      }
    }
  }
}
