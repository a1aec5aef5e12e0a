package tilde.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What a server sends, handed to the thread that asked: unlike a stream it can be waited for with a
 * limit, so that a server that falls silent is noticed.
 */
final class Body implements Flow.Subscriber<List<ByteBuffer>> {
  /** Some bytes, or how it ended. */
  private record Event(List<ByteBuffer> bytes, Throwable failure) {}

  // one piece at a time is asked for, and after it comes at most the end
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4);
  private volatile Flow.Subscription subscription;

  @Override
  public void onSubscribe(Flow.Subscription from) {
    subscription = from;
    from.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    events.add(new Event(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(null, failure));
  }

  @Override
  public void onComplete() {
    events.add(new Event(null, null));
  }

  /**
   * Writes all that comes.
   *
   * @param most more bytes than that are an error
   * @param patience how long nothing may come
   * @param after is told how many bytes came up to now
   */
  void copy(OutputStream to, long most, Duration patience, LongConsumer after)
      throws IOException, InterruptedException {
    long done = 0;
    while (true) {
      Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new IOException("nothing came for " + patience.toSeconds() + " s");
      }
      if (event.failure != null) {
        throw new IOException("the connection broke: " + event.failure.getMessage());
      }
      if (event.bytes == null) {
        return;
      }
      for (ByteBuffer some : event.bytes) {
        byte[] bytes = new byte[some.remaining()];
        some.get(bytes);
        done += bytes.length;
        if (done > most) {
          throw new WrongContent("it sends more than the expected " + most + " bytes");
        }
        to.write(bytes);
      }
      after.accept(done);
      subscription.request(1);
    }
  }

  /** Wants nothing more; the server is told. */
  void cancel() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
