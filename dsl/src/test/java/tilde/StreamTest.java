package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.range;
import static tilde.Tilde.sgd;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.output.Host;
import tilde.train.TrainingStopped;

/** Samples that are made when they are needed. */
@Timeout(120)
class StreamTest {
  private static final Dataset FEW = digits().take(100);

  private Host.Use use = Host.use(new RecordingDisplay());

  @BeforeEach
  void useADisplay() {
    withEachBatch(() -> {});
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private void withEachBatch(Runnable act) {
    use.close();
    use = Host.use(new RecordingDisplay(act));
  }

  private static Dataset streamed(IntFunction<Tensor> sample) {
    return Dataset.stream(FEW.labels(), FEW.classNames(), sample);
  }

  private static Model model() {
    return net().conv(3, 3).filters(3).relu().dense(10).softmaxCE();
  }

  // ---- the same as in memory

  @Test
  void aStreamIsADataset() {
    Dataset data = streamed(FEW::image);
    assertThat(data)
        .hasToString("Dataset of 100 samples (1, 8, 8) in 10 classes, made when needed");
    assertThat(data.images()).isEqualTo(FEW.images());
    assertThat(data.image(7)).isEqualTo(FEW.image(7));
    assertThat(data.labels()).isEqualTo(FEW.labels());
    assertThat(data.shuffle(3).images()).isEqualTo(FEW.shuffle(3).images());
    assertThat(data.split(0.5).test().images()).isEqualTo(FEW.split(0.5).test().images());
    assertThat(data.batches(30).get(3).images()).isEqualTo(FEW.batches(30).get(3).images());
    assertThat(data.balance(2).images()).isEqualTo(FEW.balance(2).images());
    assertThat(data.shuffle(3).map(x -> x.pad(0, 0, 1, 1)).images())
        .isEqualTo(FEW.shuffle(3).images().pad(0, 0, 1, 1));
    assertThat(data.take(3).concat(FEW.pick(9), data.pick(8)).images())
        .isEqualTo(FEW.pick(0, 1, 2, 9, 8).images());
    assertThat(data.normalize().normalization()).isEqualTo(FEW.normalize().normalization());
  }

  @Test
  void labelsMayBeCountedOrValues() {
    Dataset odd = Dataset.stream(5, i -> i % 2, i -> tensor(i, 1));
    assertThat(odd.labels()).containsExactly(0, 1, 0, 1, 0);
    assertThat(odd.classes()).isEqualTo(2);
    Dataset squares = Dataset.streamValues(range(4).square(), i -> tensor((double) i));
    assertThat(squares.shuffle(1).targets()).isEqualTo(squares.shuffle(1).images().square());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theWeightsHaveTheBitsOfTrainingInMemory(int threads) {
    Dataset.Split held = FEW.map(x -> x.times(3)).normalize().split(0.8);
    Dataset.Split stream = streamed(FEW::image).map(x -> x.times(3)).normalize().split(0.8);
    Model one = model();
    Model other = model();
    History wanted = one.train(held.train()).batchSize(9).epochs(2).validate(held.test()).run();
    History history =
        other
            .train(stream.train())
            .batchSize(9)
            .epochs(2)
            .validate(stream.test())
            .threads(threads)
            .run();
    assertThat(other.parameters()).isEqualTo(one.parameters());
    assertThat(history.batchCsv()).isEqualTo(wanted.batchCsv());
    assertThat(history.csv()).isEqualTo(wanted.csv());
    assertThat(other.evaluate(stream.test()).confusion())
        .isDeepEqualTo(one.evaluate(held.test()).confusion());
  }

  // ---- more than fits

  @Test
  void twoHundredThousandImagesAreNeverHeldTogether() {
    int count = 200_000; // of 4 kB: 800 MB
    AtomicInteger made = new AtomicInteger();
    AtomicInteger trained = new AtomicInteger();
    AtomicInteger mostInHand = new AtomicInteger();
    Dataset data =
        Dataset.stream(
            count,
            i -> i % 2,
            i -> {
              mostInHand.accumulateAndGet(made.incrementAndGet() - trained.get(), Math::max);
              return Tensor.full(i % 2, 1, 32, 32);
            });
    made.set(0);
    mostInHand.set(0);
    withEachBatch(
        () -> {
          if (trained.addAndGet(32) == 20 * 32) {
            throw new IllegalStateException("enough");
          }
        });
    Model model = net().maxPool(8).dense(2).softmaxCE();
    Training training = model.train(data.shuffle(1)).optimizer(sgd(0.1));
    assertThatThrownBy(training::run).hasMessage("enough");
    assertThat(model.history().batchLoss()).hasSize(20);
    assertThat(mostInHand.get()).isLessThanOrEqualTo(3 * 32); // the present batch and two ahead
    made.set(0);
    assertThat(model.evaluate(data).accuracy()).isEqualTo(1);
    assertThat(made.get()).isEqualTo(count);
  }

  // ---- what can go wrong

  @Test
  void aSampleThatCannotBeMadeEndsTrainingAfterAWholeStep() {
    AtomicBoolean broken = new AtomicBoolean();
    Dataset data =
        streamed(
            i -> {
              if (i == 17 && broken.get()) {
                throw new UncheckedIOException(new IOException("disk on fire"));
              }
              return FEW.image(i);
            });
    broken.set(true);
    Model model = model();
    Training training = model.train(data).batchSize(1).epochs(1);
    TrainingStopped stopped = catchThrowableOfType(TrainingStopped.class, training::run);
    int steps = model.history().batchLoss().length;
    assertThat(stopped)
        .hasMessage(
            "training stopped in epoch 1, batch "
                + (steps + 1)
                + ": stream: the function failed at sample 17: java.io.UncheckedIOException:"
                + " java.io.IOException: disk on fire. The model keeps the weights of the last"
                + " whole step")
        .hasRootCauseMessage("disk on fire");
    assertThat(steps).isBetween(1, 98); // wherever 17 is in the order of seed 0, not at an end

    Model wanted = model();
    AtomicInteger batches = new AtomicInteger();
    withEachBatch(
        () -> {
          if (batches.incrementAndGet() == steps) {
            throw new IllegalStateException("enough");
          }
        });
    assertThatThrownBy(() -> wanted.train(FEW).batchSize(1).run()).hasMessage("enough");
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    withEachBatch(() -> {});
    broken.set(false);
    assertThat(model.train(data).epochs(1).run().epochs()).isEqualTo(1);
  }

  @Test
  void whoAsksIsToldTheSampleAndTheCause() {
    Dataset data =
        streamed(
            i -> {
              if (i == 60) {
                throw new IllegalStateException("no such file");
              }
              return FEW.image(i);
            });
    Model model = model();
    for (ThrowingCallable ask :
        List.<ThrowingCallable>of(
            () -> model.evaluate(data),
            () -> data.shuffle(1).images(),
            () -> data.image(60),
            data::normalize,
            () -> model.train(FEW).epochs(1).validate(data).run())) {
      assertThatThrownBy(ask)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "stream: the function failed at sample 60: java.lang.IllegalStateException: no such"
                  + " file")
          .hasRootCauseMessage("no such file");
    }
  }

  @Test
  void samplesThatDoNotFitAreNamed() {
    Dataset shapes = Dataset.stream(new int[3], i -> zeros(1, 3, 3 + i / 2));
    refused(
        shapes::images,
        "stream: sample 2 has shape (1, 3, 4), the first has (1, 3, 3): make all samples of one"
            + " shape");
    refused(
        () -> Dataset.stream(new int[3], i -> tensor(1, Math.log(i - 1))).image(0),
        "sample 0 holds NaN at index 1 of its 2 numbers, expected finite numbers: repair or remove"
            + " the sample");
    refused(
        () -> Dataset.stream(new int[3], i -> zeros(2, 2)),
        "stream: sample 0: a sample has shape (features) or (channels, height, width), got (2, 2):"
            + " a grey image needs its channel, (1, 2, 2), which unsqueeze(1) gives to a batch");
    refused(
        () -> Dataset.stream(new int[3], i -> null),
        "stream: the function gave null for sample 0, expected a tensor");
    refused(
        () -> Dataset.stream(new int[0], i -> zeros(2)),
        "the dataset is empty: stream expected at least one sample; was everything filtered out?");
    refused(
        () -> Dataset.stream(new int[] {0, 2}, List.of("no", "yes"), i -> zeros(2)),
        "sample 1 has label 2, expected 0 to 1 because there are 2 classes: count labels from 0, or"
            + " name more classes");
    Dataset mapped = streamed(FEW::image).pick(5, 9).map(x -> x.sum() == 0 ? x : x.log());
    refused(
        () -> mapped.image(1),
        "sample 9 holds -Infinity at index 0 of its 64 numbers, expected finite numbers: repair or"
            + " remove the sample");
    assertThatThrownBy(() -> model().fit(shapes))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContaining("batch 1: stream: sample 2 has shape");
  }

  @Test
  void anInterruptDoesNotWaitForASampleThatNeverComes() {
    Thread caller = Thread.currentThread();
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean hang = new AtomicBoolean();
    Dataset data =
        streamed(
            i -> {
              if (hang.get()) {
                caller.interrupt();
                try {
                  release.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException("a user's function is not interrupted", e);
                }
              }
              return FEW.image(i);
            });
    Model model = model();
    model.train(data).epochs(1).run();
    double[] before = model.history().batchLoss();
    hang.set(true);
    assertThatThrownBy(() -> model.train(data).epochs(1).run())
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith("training was interrupted in epoch 2 after batch 0 of 4");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(model.history().batchLoss()).isEqualTo(before);
    hang.set(false);
    release.countDown();
    assertThat(model.train(data).epochs(1).run().epochs()).isEqualTo(1);
  }

  @Test
  void theFunctionIsCalledByOneThreadAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Dataset data =
        streamed(
            i -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Tensor image = FEW.image(i).map(Math::cbrt).map(x -> x * x * x);
              inside.decrementAndGet();
              return image;
            });
    Dataset.Split parts = data.map(x -> x).split(0.5);
    model().train(parts.train()).epochs(3).batchSize(5).validate(parts.test()).threads(3).run();
    assertThat(most.get()).isEqualTo(1);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
