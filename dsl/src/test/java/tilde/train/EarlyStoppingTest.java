package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When training gives up, and which state it leaves. */
class EarlyStoppingTest {
  private static final Examples FEW = Nets.digits(20); // few enough to be learnt by heart
  private static final Examples OTHERS = Nets.digits(150);

  private static TrainingSettings settings(int epochs) {
    return new TrainingSettings(epochs, 10, new Adam(0.05), 3, 2);
  }

  private static TrainingLog train(Learner learner, TrainingSettings settings) {
    return learner.train(settings, FEW, OTHERS, Nets.silent());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "2, 0.5", "1000, 0"})
  void trainingEndsAfterItsPatienceWithTheStateOfTheBestEpoch(int patience, double minDelta) {
    List<TrainingLog.Epoch> all = train(Nets.learner(Nets.first()), settings(25)).epochs();
    int best = 0;
    int last = 0;
    double toBeat = Double.POSITIVE_INFINITY;
    for (int waited = 0; waited < patience && last < 25; last++) {
      double loss = all.get(last).validation().loss();
      best = loss < all.get(best).validation().loss() ? last : best;
      waited = loss < toBeat - minDelta ? 0 : waited + 1;
      toBeat = waited == 0 ? loss : toBeat;
    }
    Learner stopped = Nets.learner(Nets.first());
    List<Integer> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void batch(TrainingLog.Step step, int batch, int batches) {}

          @Override
          public void epoch(TrainingLog.Epoch epoch) {}

          @Override
          public void restored(int bestEpoch) {
            told.add(bestEpoch);
          }
        };
    TrainingLog log =
        stopped.train(settings(25).withEarlyStopping(patience, minDelta), FEW, OTHERS, listener);
    assertThat(log.epochs()).hasSize(last);
    assertThat(stopped.epochs()).as("epochs that were trained").isEqualTo(last);
    assertThat(told).containsExactly(best + 1);
    assertThat(best)
        .as("a case worth a test")
        .isPositive()
        .isLessThan(minDelta > 0 ? last : last - 1);

    Learner shorter = Nets.learner(Nets.first());
    train(shorter, settings(best + 1));
    assertThat(Nets.hash(stopped)).isEqualTo(Nets.hash(shorter));
    assertThat(stopped.evaluate(OTHERS).loss()).isEqualTo(all.get(best).validation().loss());
  }

  /** Two batches an epoch: the last whole step is one of epoch 20, long after the best. */
  @Test
  void anEndThatIsNotInOrderKeepsTheLastWholeStep() {
    List<String> undisturbed = new ArrayList<>();
    Learner all = Nets.learner(Nets.first());
    all.train(settings(25), FEW, OTHERS, Nets.afterBatch(batch -> undisturbed.add(Nets.hash(all))));
    Learner failed = Nets.learner(Nets.first());
    TrainingListener failing =
        Nets.afterBatch(
            batch -> {
              if (batch == 39) {
                throw new IllegalStateException("no room to show this");
              }
            });
    TrainingSettings patient = settings(25).withEarlyStopping(1000, 0);
    assertThatThrownBy(() -> failed.train(patient, FEW, OTHERS, failing))
        .hasMessage("no room to show this");
    assertThat(Nets.hash(failed)).isEqualTo(undisturbed.get(38));
  }

  private static TrainingLog.Epoch epoch(int epoch, double validation) {
    return new TrainingLog.Epoch(epoch, 1, 0, new Evaluation(1, validation, 0, null, Map.of()));
  }

  private static State state(float value) {
    return new State(
        new float[][] {{value}}, new float[][][] {{{10 * value}}}, new long[] {(long) value}, 0);
  }

  @Test
  void momentsAndStepsBelongToTheBestState() {
    EarlyStopping.Watch watch = new EarlyStopping(2, 0).new Watch(state(0));
    State reused = state(1);
    watch.epoch(epoch(1, 0.5), reused);
    reused.copy(state(2)); // buffers are used again
    watch.epoch(epoch(2, 0.5), reused); // not better
    assertThat(watch.givesUp()).isFalse();
    watch.epoch(epoch(3, Double.NaN), state(3));
    assertThat(watch.givesUp()).isTrue();
    assertThat(watch.bestEpoch()).isEqualTo(1);
    assertThat(watch.best().w()[0]).containsExactly(1);
    assertThat(watch.best().moments()[0][0]).containsExactly(10);
    assertThat(watch.best().steps()).containsExactly(1);
  }

  /** A small gain is kept, though it does not make training go on. */
  @Test
  void theBestIsTheBestWhateverMinDeltaSays() {
    EarlyStopping.Watch watch = new EarlyStopping(1, 0.1).new Watch(state(0));
    watch.epoch(epoch(1, 0.5), state(1));
    watch.epoch(epoch(2, 0.45), state(2));
    assertThat(watch.givesUp()).isTrue();
    assertThat(watch.bestEpoch()).isEqualTo(2);
  }

  @Test
  void withoutValidationThereIsNothingToWatch() {
    Learner learner = Nets.learner(Nets.first());
    assertThatThrownBy(
            () -> learner.train(settings(2).withEarlyStopping(1, 0), FEW, null, Nets.silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: earlyStopping watches the validation loss, and there is no validation data:"
                + " say validate(samples) too");
    assertThat(learner.log()).isEqualTo(TrainingLog.EMPTY);
    train(learner, settings(1));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> settings(1).withEarlyStopping(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train: the patience of earlyStopping must be at least 1, got 0");
    assertThatThrownBy(() -> settings(1).withEarlyStopping(1, -0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train: minDelta of earlyStopping must not be negative, got -0.5");
  }
}
