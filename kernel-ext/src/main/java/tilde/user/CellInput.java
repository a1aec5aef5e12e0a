package tilde.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tilde.wire.Connection;
import tilde.wire.Message;
import tilde.wire.Message.Kind;

/** Standard input whose lines come from whoever runs the notebook, asked for when needed. */
final class CellInput extends InputStream {
  private final Connection connection;
  private final Outbox outbox;
  private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
  private byte[] line = {};
  private int position;
  private int asked;

  CellInput(Connection connection, Outbox outbox) {
    this.connection = connection;
    this.outbox = outbox;
  }

  void answer(Message message) {
    answers.add(message);
  }

  @Override
  public synchronized int read() throws IOException {
    return position < line.length || nextLine() ? line[position++] & 0xff : -1;
  }

  /** Never reads beyond the end of a line: a scanner would wait for a second one. */
  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == line.length && !nextLine()) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return line.length - position;
  }

  private boolean nextLine() throws IOException {
    outbox.flush(); // the question
    connection.send(Message.of(Kind.ASK, ++asked));
    Message answer;
    try {
      do {
        answer = answers.take();
      } while (answer.number(0) != asked); // to a question that was given up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a line of input");
    }
    if (answer.fields().get(1) == null) {
      return false;
    }
    line = (answer.text(1) + System.lineSeparator()).getBytes(UTF_8);
    position = 0;
    return true;
  }
}
