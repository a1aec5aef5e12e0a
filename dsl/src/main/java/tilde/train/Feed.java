package tilde.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tilde.random.Keyed;

/**
 * The batches of a training, one after the other. Of samples that are not in memory, a thread of
 * its own reads the next two batches while the present one is computed.
 */
final class Feed implements AutoCloseable {
  private static final long DRAWS = 0x4452415753L; // "DRAWS": apart from shuffling
  private static final int AHEAD = 2;
  private static final int LOOK_AGAIN_MS = 20; // whether training is to stop
  private static final int LAST_SAMPLE_MS = 1000;

  private final Iterator<Batch> batches;
  private final AtomicBoolean stop;
  private final Queue<Future<Batch>> coming = new ArrayDeque<>();
  private final ExecutorService reader; // null where there is nothing to wait for
  private volatile boolean closed;

  /**
   * @param batches not read yet
   * @param stop set when training is to end
   */
  Feed(Examples data, Iterator<Batch> batches, AtomicBoolean stop) {
    this.batches = batches;
    this.stop = stop;
    this.reader = data.held() ? null : Executors.newSingleThreadExecutor(Feed::thread);
  }

  /**
   * The batches of some epochs, each in an order drawn from the seed.
   *
   * @param end the epoch after the last
   */
  static Feed of(
      Examples data, TrainingSettings settings, int firstEpoch, int end, AtomicBoolean stop) {
    Keyed key = Keyed.of(settings.seed());
    Iterator<Batch> batches =
        IntStream.range(firstEpoch, end)
            .boxed()
            .flatMap(
                epoch ->
                    cut(key.key(epoch).permutation(data.size()), settings.batchSize())
                        .map(rows -> new Batch(data, rows, draws(settings.seed(), epoch))))
            .iterator();
    return new Feed(data, batches, stop);
  }

  /** What the samples of an epoch draw from. */
  static Keyed draws(long seed, int epoch) {
    return Keyed.of(seed).key(DRAWS).key(epoch);
  }

  private static Stream<int[]> cut(int[] order, int size) {
    return IntStream.range(0, (order.length - 1) / size + 1)
        .map(b -> b * size)
        .mapToObj(
            from -> Arrays.copyOfRange(order, from, from + Math.min(size, order.length - from)));
  }

  /** A thread that the end of a cell does not end, and that does not keep a program alive. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(Workers.outermostGroup(), work, "tilde-feed");
    thread.setDaemon(true);
    return thread;
  }

  /** The next batch; null when training is to stop. */
  Batch next() {
    if (stop.get()) {
      return null;
    }
    if (reader == null) {
      return batches.next();
    }
    ask(1); // this batch, if none was asked for before
    Future<Batch> next = coming.remove();
    ask(AHEAD);
    while (!stop.get()) {
      try {
        return next.get(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // a slow sample: unless training is to stop, go on waiting
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      } catch (ExecutionException failed) {
        throw failure(failed.getCause());
      }
    }
    return null;
  }

  private void ask(int count) {
    while (coming.size() < count && batches.hasNext()) {
      Batch wanted = batches.next();
      coming.add(reader.submit(() -> wanted.read(() -> closed)));
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause; // reading throws no others
  }

  /** Ends the thread after the sample it is at, and waits for it unless it takes long. */
  @Override
  public void close() {
    if (reader == null) {
      return;
    }
    closed = true;
    coming.forEach(batch -> batch.cancel(false)); // not by interrupt: it would close a user's file
    reader.shutdown();
    try {
      reader.awaitTermination(LAST_SAMPLE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
