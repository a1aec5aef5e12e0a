package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.digits;
import static tilde.Tilde.exponential;
import static tilde.Tilde.net;
import static tilde.Tilde.topK;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.output.Host;
import tilde.train.TrainingStopped;

/** What the user's own code hears while a model trains, and what it may do. */
class CallbacksTest {
  private static final Dataset FEW = digits().take(50); // batches of 20, 20 and 10

  private Host.Use use;

  @BeforeEach
  void keepTheLogQuiet() {
    use = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Model model() {
    return net(1, 8, 8).dense(10).softmaxCE();
  }

  private static Training training(Model model) {
    return model.train(FEW).batchSize(20).epochs(3).threads(1);
  }

  @Test
  void theyHearWhatTheHistoryRecords() {
    List<BatchEvent> batches = new ArrayList<>();
    List<EpochEvent> epochs = new ArrayList<>();
    Model model = model();
    Training listened =
        training(model).schedule(exponential(0.5)).onBatch(batches::add).onEpoch(epochs::add);
    History history = listened.run();
    assertThat(batches.stream().mapToDouble(BatchEvent::loss).toArray())
        .isEqualTo(history.batchLoss());
    assertThat(batches.stream().mapToDouble(BatchEvent::accuracy).toArray())
        .isEqualTo(history.batchAccuracy());
    assertThat(batches.stream().mapToDouble(BatchEvent::learningRate).toArray())
        .isEqualTo(history.learningRate())
        .contains(0.001, 0.0005, 0.00025);
    assertThat(batches).extracting(BatchEvent::batch).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
    assertThat(batches).extracting(BatchEvent::batches).containsOnly(3);
    assertThat(batches).extracting(BatchEvent::epoch).containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3);
    assertThat(epochs.stream().mapToDouble(EpochEvent::loss).toArray()).isEqualTo(history.loss());
    assertThat(epochs.stream().mapToDouble(EpochEvent::accuracy).toArray())
        .isEqualTo(history.accuracy());
    assertThat(epochs.get(2).epoch()).isEqualTo(3);
    assertThat(epochs.get(2).validationLoss()).isNaN();
    assertThat(epochs.get(2).validationAccuracy()).isNaN();
    assertThat(epochs.get(2).toString())
        .matches("epoch 3: loss \\d\\.\\d{4}, accuracy \\d+\\.\\d %");
    assertThat(batches.get(4).toString())
        .matches("epoch 2, batch 2/3: loss \\d\\.\\d{4}, accuracy \\d+\\.\\d %, rate 0.000500");

    epochs.clear();
    History validated = listened.validate(FEW).metrics(topK(3)).run();
    assertThat(epochs.get(1).metrics()).containsOnlyKeys("top3");
    assertThat(epochs.get(1).metrics().get("top3")).isEqualTo(validated.metric("top3")[1]);
    assertThat(epochs.get(1).toString()).contains(" %, validation loss ").hasSizeLessThan(80);
    assertThat(epochs.get(1).epoch()).isEqualTo(5);
    assertThat(epochs.get(1).validationLoss()).isEqualTo(validated.validationLoss()[1]);
    assertThat(epochs.get(1).validationAccuracy()).isEqualTo(validated.validationAccuracy()[1]);
  }

  @Test
  void allAreCalledInTheirOrder() {
    List<String> calls = new ArrayList<>();
    training(model())
        .epochs(1)
        .batchSize(50)
        .onEpoch(e -> calls.add("epoch"))
        .onBatch(b -> calls.add("first"))
        .onBatch(b -> calls.add("second"))
        .run();
    assertThat(calls).containsExactly("first", "second", "epoch");
  }

  /** A wait for a thread that waits for the callback would never end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theyMayAskTheModel(int threads) {
    Model model = model();
    List<Double> losses = new ArrayList<>();
    History history =
        training(model)
            .batchSize(50)
            .threads(threads)
            .onBatch(
                b -> {
                  losses.add(model.evaluate(FEW).loss());
                  model.predict(FEW.image(0));
                  model.gradients(FEW.image(0), 3);
                  model.history();
                  model.copy();
                })
            .onEpoch(e -> model.parameters())
            .run();
    assertThat(losses).hasSize(3).doesNotHaveDuplicates();
    assertThat(losses.get(0)).isCloseTo(history.batchLoss()[1], within(1e-9));
  }

  @Test
  void stopEndsTrainingInOrderAfterItsStep() {
    Model stopped = model();
    History history =
        training(stopped)
            .onBatch(
                b -> {
                  if (b.epoch() == 2 && b.batch() == 1) {
                    b.stop();
                  }
                })
            .run();
    assertThat(history.batchLoss()).hasSize(4);
    assertThat(history.epochs()).isEqualTo(1);
    Model wanted = model();
    training(wanted).epochs(1).run();
    List<Model> afterFour = new ArrayList<>();
    training(wanted).epochs(1).onBatch(b -> afterFour.add(wanted.copy())).run();
    assertThat(stopped.parameters()).isEqualTo(afterFour.get(0).parameters());
  }

  @Test
  void stopAtTheLastBatchStillCompletesTheEpoch() {
    History history =
        training(model()).validate(FEW).onBatch(b -> stopAt(b, 3)).onEpoch(e -> {}).run();
    assertThat(history.batchLoss()).hasSize(3);
    assertThat(history.epochs()).isEqualTo(1);
    assertThat(history.validationLoss()[0]).isPositive();
  }

  private static void stopAt(BatchEvent event, int batch) {
    if (event.batch() == batch) {
      event.stop();
    }
  }

  @Test
  void anEpochMayStopTooAndTheNextTrainingIsAnother() {
    Model model = model();
    Training stopping = training(model).onEpoch(EpochEvent::stop);
    assertThat(stopping.run().epochs()).isEqualTo(1);
    assertThat(stopping.run().epochs()).isEqualTo(1);
    assertThat(training(model).run().epochs()).isEqualTo(3);
    assertThat(model.history().epochs()).isEqualTo(5);
  }

  @Test
  void anExceptionEndsTrainingAfterTheWholeStep() {
    for (RuntimeException failure :
        List.of(
            new IllegalStateException("no more paper"),
            new IllegalArgumentException("no more paper"),
            new TrainingStopped("no more paper"),
            new ArithmeticException("no more paper"))) {
      Model model = model();
      Training failing =
          training(model)
              .onBatch(
                  b -> {
                    if (b.epoch() == 2) {
                      throw failure;
                    }
                  });
      TrainingStopped stopped = catchThrowableOfType(TrainingStopped.class, failing::run);
      assertThat(stopped)
          .hasRootCause(failure)
          .hasMessage(
              "the callback of onBatch failed after batch 1 of epoch 2: "
                  + failure
                  + ". Training has ended; the model keeps the weights of the last whole step, and"
                  + " model.history() what was recorded");
      assertThat(model.history().batchLoss()).hasSize(4);
      assertThat(model.history().epochs()).isEqualTo(1);
      assertThat(training(model).run().epochs()).isEqualTo(3);
    }
  }

  @Test
  void theMessageOfAnEpochSaysSo() {
    Training failing =
        training(model())
            .onEpoch(
                e -> {
                  throw new UnsupportedOperationException();
                });
    assertThatThrownBy(failing::run)
        .hasMessageStartingWith(
            "the callback of onEpoch failed after epoch 1:"
                + " java.lang.UnsupportedOperationException. Training has ended;");
  }

  @Test
  void theModelThatTrainsCannotBeTrainedByThem() {
    Model model = model();
    assertThatThrownBy(() -> training(model).onBatch(b -> model.fit(FEW)).run())
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContaining("this model is being trained by another thread");
    assertThat(model.history().batchLoss()).hasSize(1);
  }

  @Test
  void nullIsNoCallback() {
    assertThatThrownBy(() -> training(model()).onBatch(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train: the callback of onBatch is null, expected one such as e -> show(e)");
    assertThatThrownBy(() -> training(model()).onEpoch(null))
        .hasMessageStartingWith("train: the callback of onEpoch is null");
  }
}
