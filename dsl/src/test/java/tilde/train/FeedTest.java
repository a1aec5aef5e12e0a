package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tilde.array.Shape;
import tilde.layer.Network;
import tilde.loss.Targets;

@Timeout(60)
class FeedTest {
  private static final int SIZE = 4;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<Thread> reader = new AtomicReference<>();

  /** Samples (n, n) of class 0, made by this after {@code before} was called with n. */
  private Examples made(int count, IntConsumer before) {
    Examples.Source source =
        (n, to, at) -> {
          reader.set(Thread.currentThread());
          before.accept(n);
          Arrays.fill(to, at, at + 2, n);
        };
    return new Examples(Shape.of(2), count, source, Targets.ofLabels(new int[count], 2));
  }

  /** So many batches of four, the last samples first. */
  private Feed feed(Examples data, int count) {
    Iterator<Batch> batches =
        IntStream.range(0, count)
            .mapToObj(b -> IntStream.range(0, SIZE).map(i -> SIZE * (count - b) - 1 - i).toArray())
            .map(rows -> new Batch(data, rows))
            .iterator();
    return new Feed(data, batches, stop);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void samplesInMemoryAreNotCopied() {
    try (Feed feed = feed(Nets.digits(8), 2)) {
      Batch batch = feed.next();
      assertThat(batch.rows()).containsExactly(7, 6, 5, 4);
      assertThat(batch.x()).isNull();
    }
  }

  @Test
  void othersAreReadAheadByAThreadThatOutlivesNoTraining() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger read = new AtomicInteger();
    AtomicInteger mostAhead = new AtomicInteger();
    CountDownLatch twoAhead = new CountDownLatch(3 * SIZE);
    Examples data =
        made(
            10 * SIZE,
            n -> {
              mostAhead.accumulateAndGet(read.incrementAndGet() - SIZE * taken.get(), Math::max);
              twoAhead.countDown();
            });
    try (Feed feed = feed(data, 10)) {
      taken.incrementAndGet();
      Batch first = feed.next();
      twoAhead.await();
      assertThat(first.rows()).containsExactly(39, 38, 37, 36);
      assertThat(first.x()).containsExactly(39, 39, 38, 38, 37, 37, 36, 36);
      for (int b = 1; b < 10; b++) {
        taken.incrementAndGet();
        assertThat(feed.next().rows()[0]).isEqualTo(39 - SIZE * b);
      }
    }
    assertThat(mostAhead.get()).isLessThanOrEqualTo(2 * SIZE);
    assertThat(read.get()).isEqualTo(10 * SIZE);
    assertThat(reader.get().isDaemon()).isTrue();
    assertThat(reader.get()).isNotSameAs(Thread.currentThread());
    reader.get().join();
  }

  @Test
  void aFailureComesWithItsOwnBatch() throws InterruptedException {
    IllegalStateException failure = new IllegalStateException("no sample 6");
    Examples data =
        made(
            12,
            n -> {
              if (n == 6) {
                throw failure;
              }
            });
    try (Feed feed = feed(data, 3)) {
      assertThat(feed.next().rows()[0]).isEqualTo(11);
      assertThatThrownBy(feed::next).isSameAs(failure);
    }
    reader.get().join();
  }

  @Test
  void anErrorOfTheMachineIsNotHidden() {
    Examples data =
        made(
            4,
            n -> {
              throw new OutOfMemoryError("a test's");
            });
    try (Feed feed = feed(data, 1)) {
      assertThatThrownBy(feed::next).isInstanceOf(OutOfMemoryError.class).hasMessage("a test's");
    }
  }

  @Test
  void whoMustStopDoesNotWaitForASlowSample() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Examples data =
        made(
            12,
            n -> {
              if (n == 6) {
                stop.set(true);
                FeedTest.await(release);
              }
            });
    try (Feed feed = feed(data, 3)) {
      feed.next(); // the second batch may have set stop already: then this is null
      assertThat(feed.next()).isNull();
      release.countDown();
    }
    reader.get().join();
  }

  @Test
  void anInterruptedThreadDoesNotWaitEither() {
    CountDownLatch release = new CountDownLatch(1);
    try (Feed feed = feed(made(4, n -> FeedTest.await(release)), 1)) {
      Thread.currentThread().interrupt();
      assertThat(feed.next()).isNull();
      assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();
      release.countDown();
    }
  }

  @Test
  void closingReadsNoFurther() throws InterruptedException {
    AtomicInteger read = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(SIZE + 1);
    CountDownLatch release = new CountDownLatch(1);
    Examples data =
        made(
            40,
            n -> {
              read.incrementAndGet();
              begun.countDown();
              if (n == 35) { // the first of the second batch
                FeedTest.await(release);
              }
            });
    Feed feed = feed(data, 10);
    feed.next();
    begun.await();
    feed.close(); // which gives up waiting for the sample after a second
    release.countDown();
    reader.get().join();
    assertThat(read.get()).isEqualTo(SIZE + 1);
  }

  @Test
  void theReaderIsInTheOutermostGroup() throws InterruptedException {
    ThreadGroup cell = new ThreadGroup("a cell");
    AtomicReference<ThreadGroup> group = new AtomicReference<>();
    Examples data = made(4, n -> group.set(Thread.currentThread().getThreadGroup()));
    Thread asking =
        new Thread(
            cell,
            () -> {
              try (Feed feed = feed(data, 1)) {
                feed.next();
              }
            });
    asking.start();
    asking.join();
    assertThat(group.get().getParent()).isNull();
  }

  /** The bits of the weights, for any number of threads. */
  @Test
  void trainingOnReadSamplesIsTrainingOnSamplesInMemory() {
    for (Network network : List.of(Nets.deeper(), Nets.residual())) { // one of them drops at random
      Examples held = Nets.random(100);
      int size = held.shape().size();
      Examples read =
          new Examples(
              held.shape(),
              held.size(),
              (n, to, at) -> System.arraycopy(held.x(), n * size, to, at, size),
              held.targets());
      assertThat(read.x()).isEqualTo(held.x());
      Learner wanted = Nets.learner(network);
      TrainingLog log =
          wanted.train(settings(2), held.with(Normalization.of(held)), held, Nets.silent());
      for (int threads = 1; threads <= 3; threads++) {
        Learner learner = Nets.learner(network);
        TrainingLog same =
            learner.train(
                settings(threads), read.with(Normalization.of(read)), read, Nets.silent());
        assertThat(Nets.hash(learner)).isEqualTo(Nets.hash(wanted));
        assertThat(same.batches()).isEqualTo(log.batches());
        assertThat(learner.scores(read)).isEqualTo(wanted.scores(held));
      }
    }
  }

  private static TrainingSettings settings(int threads) {
    return new TrainingSettings(2, 32, new Adam(1e-3), 7, threads);
  }
}
