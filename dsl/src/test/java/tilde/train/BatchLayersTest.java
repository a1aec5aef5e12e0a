package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.BatchNorm;
import tilde.layer.Dense;
import tilde.layer.Dropout;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;
import tilde.random.Keyed;

/** Layers that do in training what they do not do else. */
class BatchLayersTest {
  private static final Shape FOUR = Shape.of(4);
  private static final int MEAN = 2;
  private static final int VAR = 3;

  private static Network net(Shape input, Layer... layers) {
    return new Network(input, List.of(layers));
  }

  private static Learner learner(Network network) {
    return new Learner(network, new SoftmaxCrossEntropy(), Engine.chosen(), 0);
  }

  private static Examples examples(float[] x) {
    int[] labels = new int[x.length / 4];
    return new Examples(FOUR, x, Targets.ofLabels(labels, 4));
  }

  private static float[] constant(float value, int count) {
    float[] x = new float[count];
    Arrays.fill(x, value);
    return x;
  }

  // ---- batch norm

  private static Learner trainedOn(float[] x, int epochs) {
    Learner learner = learner(net(FOUR, new BatchNorm()));
    TrainingSettings settings =
        new TrainingSettings(epochs, x.length, new Sgd(1e-6, 0, false), 1, 2);
    learner.train(settings, examples(x), null, Nets.silent());
    return learner;
  }

  @Test
  void runningStatisticsFollowMeanAndUnbiasedVariance() {
    float[] x = {
      1, 5, 0, 2, 2, 5, 0, -2, 6, 5, 0, 3
    }; // columns {1 2 6}, {5 5 5}, {0 0 0}, {2 -2 3}
    Learner learner = trainedOn(x, 1);
    assertThat(learner.parameters().get(MEAN))
        .containsExactly(new float[] {0.3f, 0.5f, 0, 0.1f}, within(1e-6f));
    assertThat(learner.parameters().get(VAR))
        .containsExactly(new float[] {0.9f + 0.7f, 0.9f, 0.9f, 0.9f + 0.7f}, within(1e-6f));
  }

  @Test
  void onceLearntTheyAreUsedWhereNobodyTrains() {
    float[] x = {1, 5, 0, 2, 2, 5, 0, -2, 6, 5, 0, 3};
    Learner learner = trainedOn(x, 300);
    assertThat(learner.parameters().get(MEAN))
        .containsExactly(new float[] {3, 5, 0, 1}, within(1e-4f));
    float[] one = learner.scores(examples(new float[] {3, 5, 7, 8}));
    double root = Math.sqrt(7 + 1e-5);
    assertThat((double) one[0]).isCloseTo(0, within(1e-3));
    assertThat((double) one[3]).isCloseTo(7 / root, within(1e-3));
  }

  @Test
  void aSingleValueHasNoVarianceAndLeavesTheRunningOne() {
    Learner learner = trainedOn(new float[] {3, 1, -2, 4}, 1);
    assertThat(learner.parameters().get(VAR)).containsOnly(1);
    assertThat(learner.parameters().get(MEAN))
        .containsExactly(new float[] {0.3f, 0.1f, -0.2f, 0.4f}, within(1e-6f));
  }

  @Test
  void aLargeMeanCostsNoVariance() {
    Keyed key = Keyed.of(3);
    float[] x = new float[400];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1000 + key.normal(i);
    }
    Learner learner = trainedOn(x, 300);
    for (int c = 0; c < 4; c++) {
      double mean = 0;
      double square = 0;
      for (int i = c; i < x.length; i += 4) {
        mean += x[i] / 100.0;
      }
      for (int i = c; i < x.length; i += 4) {
        square += (x[i] - mean) * (x[i] - mean) / 99;
      }
      assertThat((double) learner.parameters().get(VAR)[c])
          .isCloseTo(square, within(1e-5 * square));
    }
  }

  @Test
  void statisticsAreNoGradientsForTheOptimizer() {
    Learner learner = learner(net(FOUR, new BatchNorm(), new Dense(4, true)));
    float[] x = {1, 5, 0, 2, 2, 5, 0, -2, 6, 5, 0, 3};
    TrainingSettings one = new TrainingSettings(1, 3, new Adam(0.5), 1, 2);
    learner.train(one, examples(x), null, Nets.silent());
    assertThat(learner.parameters().get(MEAN))
        .containsExactly(new float[] {0.3f, 0.5f, 0, 0.1f}, within(1e-6f));
  }

  // ---- dropout

  /** The scores of training show in the loss: with softmax over equal scores it is ln 4. */
  private static double firstLoss(double share, float[] x, long seed) {
    Learner learner = learner(net(FOUR, new Dropout(share)));
    TrainingSettings one = new TrainingSettings(1, x.length, new Sgd(0.1, 0, false), seed, 2);
    return learner.train(one, examples(x), null, Nets.silent()).batches().get(0).loss();
  }

  @Test
  void nothingDropsWhereNobodyTrains() {
    Learner learner = learner(net(FOUR, new Dropout(0.9)));
    float[] x = {1, 2, 3, 4};
    assertThat(learner.scores(examples(x))).isEqualTo(x);
  }

  @Test
  void aShareOfZeroDropsNothing() {
    assertThat(firstLoss(0, constant(3, 400), 1)).isCloseTo(Math.log(4), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void theMeanStaysWhileAShareDrops(double share) {
    Network network = net(FOUR, new Dropout(share), new Dense(4, true));
    Learner learner = learner(network);
    float[] identity = new float[16];
    for (int i = 0; i < 4; i++) {
      identity[5 * i] = 1;
    }
    learner.setParameters(Map.of(0, identity, 1, new float[4]));
    // With one class right and its gradient p - 1, dL/dW = mean (p - t) x^T shows the sum of x.
    Slices slices = new Slices(network, new SoftmaxCrossEntropy(), Engine.chosen(), false, 20_000);
    float[][] w = learner.state().w();
    float[][] dw = {new float[w[0].length], new float[w[1].length]};
    int count = 20_000;
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    Examples data = examples(constant(1e-3f, 4 * count)); // so small that p stays 1/4
    new Workers(2)
        .call(
            () -> slices.gradient(w, new Batch(data, rows, Keyed.of(1)), dw), new AtomicBoolean());
    // Row 1 of dW is p x = x / 4, in the mean.
    for (int i = 0; i < 4; i++) {
      double mean = dw[0][i * 8 + 1] * 4 / 1e-3;
      double deviation = Math.sqrt(share / (1 - share) / count);
      assertThat(mean).isCloseTo(1, within(5 * deviation));
      assertThat(mean).as("something dropped").isNotEqualTo(1);
    }
  }

  @Test
  void whatDropsFollowsFromTheSeedTheEpochAndTheLayer() {
    float[] x = new float[40];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7;
    }
    assertThat(firstLoss(0.5, x, 1)).isEqualTo(firstLoss(0.5, x, 1));
    assertThat(firstLoss(0.5, x, 1)).isNotEqualTo(firstLoss(0.5, x, 2));
    Learner learner = learner(net(FOUR, new Dropout(0.5)));
    TrainingSettings three = new TrainingSettings(3, 40, new Sgd(0.1, 0, false), 1, 2);
    List<TrainingLog.Step> steps = learner.train(three, examples(x), null, Nets.silent()).batches();
    assertThat(steps.stream().map(TrainingLog.Step::loss).distinct()).hasSize(3);
    // Were both layers to drop the same values, two would lose no more of them than one.
    Learner twice = learner(net(FOUR, new Dropout(0.5), new Dropout(0.5)));
    float[] ones = constant(1, 4000);
    TrainingSettings once = new TrainingSettings(1, 4000, new Sgd(0.1, 0, false), 1, 2);
    double loss = twice.train(once, examples(ones), null, Nets.silent()).batches().get(0).loss();
    Learner both = learner(net(FOUR, new Dropout(0.75)));
    double equal = both.train(once, examples(ones), null, Nets.silent()).batches().get(0).loss();
    assertThat(loss).isCloseTo(equal, within(0.1));
  }
}
