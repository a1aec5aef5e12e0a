package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tilde.array.Shape;
import tilde.layer.BatchNorm;
import tilde.layer.Dense;
import tilde.layer.Network;
import tilde.loss.Targets;

/** Numbers that are not finite end training before they reach the weights. */
class NotFiniteTest {
  private static final Optimizer ADAM = new Adam(1e-3);
  private static final Examples DIGITS = Nets.digits(200); // 7 batches of 32, the last of 8

  private static TrainingSettings settings(int epochs, Optimizer optimizer) {
    return new TrainingSettings(epochs, 32, optimizer, 5, 2);
  }

  @Test
  void aLossThatIsNotFiniteStopsTrainingBeforeTheStep() {
    Learner learner = Nets.learner(Nets.deeper());
    Examples data = Nets.random(100);
    List<String> hashes = new ArrayList<>();
    Optimizer sgd = new Sgd(1e20, 0, false);
    TrainingStopped stopped =
        catchThrowableOfType(
            TrainingStopped.class,
            () ->
                learner.train(
                    settings(3, sgd),
                    data,
                    null,
                    Nets.afterBatch(batch -> hashes.add(Nets.hash(learner)))));
    assertThat(stopped)
        .hasMessageMatching(
            "training stopped in epoch 1, batch 2: NaN or infinite numbers in the"
                + " (output|gradients) of (conv|dense)\\d \\(layer \\d\\)\\. The update was not"
                + " applied; the model keeps the weights of the last whole step\\. Try a smaller"
                + " learning rate than 1\\.0E20, inputs scaled to 0\\.\\.1, or model\\.copy\\(\\)"
                + " before training to start again");
    assertThat(learner.log().batches()).hasSize(1);
    assertThat(Nets.hash(learner)).isEqualTo(hashes.get(0));
    for (float[] weights : learner.parameters()) {
      for (float weight : weights) {
        assertThat(weight).isFinite();
      }
    }
  }

  @Test
  void theFirstLayerWithoutAFiniteNumberIsNamed() {
    Learner learner = Nets.learner(Nets.deeper());
    float[] w = learner.parameters().get(2); // conv2.w
    w[3] = Float.NaN;
    learner.setParameters(Map.of(2, w));
    assertThatThrownBy(() -> learner.train(settings(1, ADAM), Nets.random(40), null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith(
            "training stopped in epoch 1, batch 1: NaN or infinite numbers in the output of conv2"
                + " (layer 4). The update");
    assertThat(learner.log().batches()).isEmpty();
  }

  @Test
  void aGradientThatIsNotFiniteIsNamed() {
    Network network = new Network(Shape.of(1), List.of(new Dense(2, false), new Dense(2, false)));
    Learner learner = Nets.learner(network);
    float big = 3e38f;
    learner.setParameters(
        Map.of(0, new float[] {1e-38f, 1e-38f}, 1, new float[] {big, big, -big, -big}));
    Examples data = new Examples(Shape.of(1), new float[] {1}, Targets.ofLabels(new int[] {1}, 2));
    assertThatThrownBy(() -> learner.train(settings(1, ADAM), data, null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith(
            "training stopped in epoch 1, batch 1: NaN or infinite numbers in the gradients of"
                + " dense2 (layer 2). The update");
  }

  @Test
  void anUpdateThatIsNotFiniteIsNotApplied() {
    Learner learner = Nets.learner(Nets.first());
    float[] x = DIGITS.x().clone();
    Arrays.fill(x, 1000);
    Examples bright = new Examples(DIGITS.shape(), x, DIGITS.targets());
    assertThatThrownBy(
            () -> learner.train(settings(1, new Sgd(1e38, 0, false)), bright, null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith(
            "training stopped in epoch 1, batch 1: NaN or infinite numbers in the update of"
                + " the optimizer. The update");
    assertThat(learner.log()).isEqualTo(TrainingLog.EMPTY);
  }

  /** Adam's second moment of a gradient of 1e20 is infinite: its weight would never move again. */
  @Test
  void aMomentThatIsNotFiniteStopsTrainingToo() {
    Learner learner = Nets.learner(new Network(Shape.of(1), List.of(new Dense(2, false))));
    Examples data =
        new Examples(Shape.of(1), new float[] {1e22f}, Targets.ofLabels(new int[] {1}, 2));
    learner.setParameters(Map.of(0, new float[] {0, 0}));
    assertThatThrownBy(() -> learner.train(settings(1, ADAM), data, null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContaining("in the update of the optimizer.");
    assertThat(learner.parameters().get(0)).containsExactly(0, 0);
  }

  @Test
  void runningStatisticsThatAreNotFiniteAreNamed() {
    Learner learner =
        Nets.learner(new Network(Shape.of(2), List.of(new BatchNorm(), new Dense(2, true))));
    float[] x = {1e25f, 1, -1e25f, 2};
    Examples data = new Examples(Shape.of(2), x, Targets.ofLabels(new int[] {1, 0}, 2));
    assertThatThrownBy(() -> learner.train(settings(1, ADAM), data, null, Nets.silent()))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContaining("numbers in the running statistics of batchnorm1 (layer 1). The");
    assertThat(learner.parameters().get(3)).containsExactly(1, 1);
  }
}
