package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.array.Shape;
import tilde.layer.Flatten;
import tilde.layer.Network;
import tilde.loss.Targets;

/** How training ends, early or not, and goes on. */
class TrainerTest {
  private static final Optimizer ADAM = new Adam(1e-3);
  private static final Examples DIGITS = Nets.digits(200); // 7 batches of 32, the last of 8

  private static TrainingSettings settings(int epochs, Optimizer optimizer) {
    return new TrainingSettings(epochs, 32, optimizer, 5, 2);
  }

  /** The hash of the weights after each step of a training that nothing disturbs. */
  private static List<String> steps(int epochs, Optimizer optimizer) {
    Learner learner = Nets.learner(Nets.first());
    List<String> hashes = new ArrayList<>();
    learner.train(
        settings(epochs, optimizer),
        DIGITS,
        null,
        Nets.afterBatch(batch -> hashes.add(Nets.hash(learner))));
    return hashes;
  }

  // ---- the log

  @Test
  void theLogHasEachBatchAndTheMeansOfEachEpoch() {
    Learner learner = Nets.learner(Nets.first());
    TrainingLog log = learner.train(settings(2, ADAM), DIGITS, Nets.digits(50), Nets.silent());
    assertThat(log).isEqualTo(learner.log());
    assertThat(log.batches()).hasSize(14);
    assertThat(log.batches().get(6).epoch()).isEqualTo(1);
    assertThat(log.batches().get(7).epoch()).isEqualTo(2);
    assertThat(log.epochs()).hasSize(2);
    double loss = 0;
    double hits = 0;
    for (int b = 0; b < 7; b++) {
      int size = b < 6 ? 32 : 8;
      loss += log.batches().get(b).loss() * size;
      hits += log.batches().get(b).accuracy() * size;
    }
    assertThat(log.epochs().get(0).loss()).isEqualTo(loss / 200);
    assertThat(log.epochs().get(0).accuracy()).isEqualTo(hits / 200);
    assertThat(log.epochs().get(0).validation().loss()).isPositive().isLessThan(3);
    assertThat(log.epochs().get(1).loss()).isLessThan(log.epochs().get(0).loss());
    assertThat(learner.epochs()).isEqualTo(2);
  }

  @Test
  void theLastValidationIsTheEvaluationOfTheTrainedModel() {
    Learner learner = Nets.learner(Nets.first());
    Examples validation = Nets.digits(50);
    TrainingLog log = learner.train(settings(2, ADAM), DIGITS, validation, Nets.silent());
    Evaluation last = log.epochs().get(1).validation();
    Evaluation now = learner.evaluate(validation);
    assertThat(now.loss()).isEqualTo(last.loss());
    assertThat(now.accuracy()).isEqualTo(last.accuracy());
    assertThat(now.confusion()).isDeepEqualTo(last.confusion());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000, Integer.MAX_VALUE})
  void aBatchOfAllSamplesIsOneBatch(int batchSize) {
    Learner learner = Nets.learner(Nets.first());
    TrainingLog log =
        learner.train(new TrainingSettings(1, batchSize, ADAM, 5, 2), DIGITS, null, Nets.silent());
    assertThat(log.batches()).hasSize(1);
    assertThat(log.epochs().get(0).loss()).isEqualTo(log.batches().get(0).loss());
  }

  /** Slices of 128 samples are larger than those of 129, so the last batch needs more room. */
  @Test
  void theLastBatchMayHaveLargerSlices() {
    Learner learner = Nets.learner(Nets.deeper());
    TrainingLog log =
        learner.train(
            new TrainingSettings(1, 129, ADAM, 5, 2), Nets.random(257), null, Nets.silent());
    assertThat(log.batches()).hasSize(2);
  }

  @Test
  void aNetWithoutParametersTrainsToNoEffect() {
    Learner learner = Nets.learner(new Network(Shape.of(3, 1, 1), List.of(new Flatten())));
    Examples data =
        new Examples(Shape.of(3, 1, 1), new float[6], Targets.ofLabels(new int[] {0, 2}, 3));
    TrainingLog log = learner.train(settings(2, ADAM), data, null, Nets.silent());
    assertThat(log.epochs().get(1).loss()).isCloseTo(Math.log(3), within(1e-15));
  }

  // ---- going on

  @Test
  void fiveEpochsTwiceAreTenEpochs() {
    for (Optimizer optimizer : List.of(ADAM, new Sgd(0.1, 0.9, true), new Sgd(0.1, 0, false))) {
      Learner twice = Nets.learner(Nets.first());
      twice.train(settings(5, optimizer), DIGITS, null, Nets.silent());
      twice.train(settings(5, optimizer), DIGITS, null, Nets.silent());
      Learner once = Nets.learner(Nets.first());
      once.train(settings(10, optimizer), DIGITS, null, Nets.silent());
      assertThat(Nets.hash(twice)).as(optimizer.dsl()).isEqualTo(Nets.hash(once));
      assertThat(twice.log()).isEqualTo(once.log());
      assertThat(twice.epochs()).isEqualTo(10);
    }
  }

  @Test
  void anotherOptimizerStartsAnew() {
    Examples one = Nets.digits(1); // whatever the epoch, there is one order
    for (Optimizer second : List.of(new Sgd(0.1, 0.9, false), new Adam(1e-2))) {
      Learner learner = Nets.learner(Nets.first());
      learner.train(settings(2, ADAM), one, null, Nets.silent());
      Learner fresh = Nets.learner(Nets.first());
      List<float[]> weights = learner.parameters();
      fresh.setParameters(
          Map.of(0, weights.get(0), 1, weights.get(1), 2, weights.get(2), 3, weights.get(3)));
      learner.train(settings(2, second), one, null, Nets.silent());
      fresh.train(settings(2, second), one, null, Nets.silent());
      assertThat(Nets.hash(learner)).as(second.dsl()).isEqualTo(Nets.hash(fresh));
    }
  }

  // ---- interrupts

  /** Interrupts the caller of training and waits until it is heard, which sets the stop. */
  private static void interrupt(Thread caller) {
    caller.interrupt();
    while (caller.isInterrupted() || caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7, 10})
  void interruptKeepsTheWeightsOfTheLastWholeStep(int steps) {
    List<String> undisturbed = steps(3, ADAM);
    Learner learner = Nets.learner(Nets.first());
    Thread caller = Thread.currentThread();
    TrainingStopped stopped =
        catchThrowableOfType(
            TrainingStopped.class,
            () ->
                learner.train(
                    settings(3, ADAM),
                    DIGITS,
                    null,
                    Nets.afterBatch(
                        batch -> {
                          if (batch == steps) {
                            interrupt(caller);
                          }
                        })));
    assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();
    assertThat(stopped)
        .hasMessage(
            "training was interrupted in epoch %d after batch %d of 7: the model keeps the weights"
                + " of the last whole step, and model.history() what was recorded",
            1 + steps / 7, steps % 7);
    assertThat(Nets.hash(learner)).isEqualTo(undisturbed.get(steps - 1));
    assertThat(learner.log().batches()).hasSize(steps);
    assertThat(learner.log().epochs()).hasSize(steps / 7);
    assertThat(learner.epochs()).isEqualTo(steps / 7);
  }

  @Test
  void theWeightsOfAnInterruptedTrainingAreThoseOfFewerBatches() {
    Learner interrupted = Nets.learner(Nets.first());
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                interrupted.train(
                    settings(3, ADAM),
                    DIGITS,
                    null,
                    Nets.afterBatch(
                        batch -> {
                          if (batch == 7) {
                            interrupt(caller);
                          }
                        })))
        .isInstanceOf(TrainingStopped.class);
    assertThat(Thread.interrupted()).isTrue();
    Learner shorter = Nets.learner(Nets.first());
    TrainingLog log = shorter.train(settings(1, ADAM), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(interrupted)).isEqualTo(Nets.hash(shorter));
    assertThat(interrupted.log()).isEqualTo(log);

    interrupted.train(settings(2, ADAM), DIGITS, null, Nets.silent());
    shorter.train(settings(2, ADAM), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(interrupted)).isEqualTo(Nets.hash(shorter));
  }

  @Test
  void anInterruptDuringTheValidationKeepsAllSteps() {
    List<String> undisturbed = steps(1, ADAM);
    Learner learner = Nets.learner(Nets.first());
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                learner.train(
                    settings(1, ADAM),
                    DIGITS,
                    Nets.digits(50),
                    Nets.afterBatch(
                        batch -> {
                          if (batch == 7) {
                            interrupt(caller);
                          }
                        })))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith(
            "training was interrupted during validation after epoch 1: the model");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Nets.hash(learner)).isEqualTo(undisturbed.get(6));
    assertThat(learner.log().batches()).hasSize(7);
    assertThat(learner.epochs()).as("its steps are not done again").isEqualTo(1);
  }

  // ---- what is refused or fails

  /** They would wrap below zero, and training would end at once without a word. */
  @Test
  void moreEpochsThanCanBeCountedAreAnError() {
    Learner learner = Nets.learner(Nets.first());
    TrainingListener once =
        new TrainingListener() {
          @Override
          public void batch(TrainingLog.Step step, int batch, int batches) {}

          @Override
          public void epoch(TrainingLog.Epoch epoch) {}

          @Override
          public boolean wantsEnd() {
            return learner.epochs() == 1;
          }
        };
    TrainingSettings endless = settings(Integer.MAX_VALUE, ADAM);
    learner.train(endless, DIGITS, null, once);
    assertThatThrownBy(() -> learner.train(endless, DIGITS, null, once))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: 2147483647 epochs after the 1 that the model has had are more than can be"
                + " counted: use fewer");
    learner.train(settings(1, ADAM), DIGITS, null, Nets.silent());
    assertThat(learner.epochs()).isEqualTo(2);
  }

  /** Optimizers with moments too: they belong to weights that are drawn anew. */
  @Test
  void theSameOptimizerGoesOnAfterAFirstBatchThatFailed() {
    Learner learner = Nets.learner(Nets.first());
    float[] x = DIGITS.x().clone();
    Arrays.fill(x, 3e38f);
    Examples tooLarge = new Examples(DIGITS.shape(), x, DIGITS.targets());
    assertThatThrownBy(() -> learner.train(settings(1, ADAM), tooLarge, null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class);
    learner.train(settings(1, ADAM), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(learner)).isEqualTo(steps(1, ADAM).get(6));
  }

  @Test
  void anErrorOfAListenerEndsTrainingAfterAWholeStep() {
    List<String> undisturbed = steps(1, ADAM);
    Learner learner = Nets.learner(Nets.first());
    assertThatThrownBy(
            () ->
                learner.train(
                    settings(1, ADAM),
                    DIGITS,
                    null,
                    Nets.afterBatch(
                        batch -> {
                          if (batch == 3) {
                            throw new IllegalStateException("no room to show this");
                          }
                        })))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room to show this");
    assertThat(Nets.hash(learner)).isEqualTo(undisturbed.get(2));
    assertThat(learner.log().batches()).hasSize(3);
    learner.train(settings(1, ADAM), DIGITS, null, Nets.silent());
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new TrainingSettings(0, 32, ADAM, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train: epochs must be at least 1, got 0");
    assertThatThrownBy(() -> new TrainingSettings(1, -3, ADAM, 1, 1))
        .hasMessage("train: batchSize must be at least 1, got -3");
    assertThatThrownBy(() -> new TrainingSettings(1, 32, ADAM, 1, 0))
        .hasMessage("train: threads must be at least 1, got 0");
  }
}
