package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;

/** What a learner gives to those who ask, before, during and after training. */
class LearnerTest {
  private static final Examples DIGITS = Nets.digits(200);
  private static final Examples FEW = Nets.digits(5);

  private static TrainingSettings settings(int epochs, int threads) {
    return new TrainingSettings(epochs, 32, new Adam(1e-3), 5, threads);
  }

  // ---- scores

  @Test
  void scoresAreThoseOfTheReferenceLayers() {
    Learner learner = Nets.learner(Nets.deeper());
    Examples data = Nets.random(20);
    Doubles y = Doubles.of(data.x(), 20, 2, 9, 7);
    Network network = learner.network();
    int parameter = 0;
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      List<Doubles> w = new ArrayList<>();
      for (var spec : layer.parameters(network.shapes().get(i))) {
        w.add(Doubles.of(learner.parameters().get(parameter++), spec.shapeArray()));
      }
      y = layer.reference(y, w);
    }
    float[] scores = learner.scores(data);
    assertThat(scores).hasSize(60);
    for (int i = 0; i < scores.length; i++) {
      assertThat((double) scores[i]).isCloseTo(y.get(i), within(1e-6));
    }
  }

  @Test
  void theScoresOfASampleDoNotDependOnTheOthers() {
    Learner learner = Nets.learner(Nets.deeper());
    Examples data = Nets.random(40);
    float[] scores = learner.scores(data);
    int size = data.shape().size();
    for (int n = 0; n < 40; n++) {
      float[] x = Arrays.copyOfRange(data.x(), n * size, (n + 1) * size);
      float[] alone = learner.scores(new Examples(data.shape(), x, null));
      assertThat(alone).isEqualTo(Arrays.copyOfRange(scores, n * 3, n * 3 + 3));
    }
  }

  @Test
  void scoresOfNothingAreRefused() {
    Learner learner = Nets.learner(Nets.first());
    assertThatThrownBy(() -> learner.scores(new Examples(Shape.of(1, 8, 8), new float[0], null)))
        .hasMessage("there is nothing to compute: give at least one sample");
  }

  @Test
  void whoIsInterruptedWhileWaitingForScoresIsTold() {
    Learner learner = Nets.learner(Nets.first());
    Thread.currentThread().interrupt();
    Examples data = Nets.digits(1797);
    Throwable stopped = null;
    float[] scores = null;
    try {
      scores = learner.scores(data);
    } catch (TrainingStopped e) {
      stopped = e;
    }
    assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();
    // The work may have been done before it was told to stop; never is there half of it.
    if (stopped == null) {
      assertThat(scores).isEqualTo(learner.scores(data));
    } else {
      assertThat(stopped).hasMessageStartingWith("interrupted while computing scores");
    }
  }

  @Test
  void evaluationCountsEachSampleOnce() {
    Learner learner = Nets.learner(Nets.first());
    learner.train(settings(3, 2), DIGITS, null, Nets.silent());
    Evaluation evaluation = learner.evaluate(DIGITS);
    float[] scores = learner.scores(DIGITS);
    int[][] confusion = new int[10][10];
    int hits = 0;
    for (int n = 0; n < 200; n++) {
      int top = 0;
      for (int k = 0; k < 10; k++) {
        top = scores[n * 10 + k] > scores[n * 10 + top] ? k : top;
      }
      confusion[DIGITS.targets().label(n)][top]++;
      hits += DIGITS.targets().label(n) == top ? 1 : 0;
    }
    assertThat(evaluation.confusion()).isDeepEqualTo(confusion);
    assertThat(evaluation.accuracy()).isEqualTo(hits / 200.0);
  }

  // ---- where learning starts and ends

  @Test
  void theFirstLossIsTheLogarithmOfTheClasses() {
    Examples digits = Nets.digits(1797);
    for (int seed = 0; seed < 20; seed++) {
      Learner learner = new Learner(Nets.first(), new SoftmaxCrossEntropy(), Engine.chosen(), seed);
      double loss = learner.evaluate(digits).loss();
      assertThat(loss).as("seed %d", seed).isBetween(0.95 * Math.log(10), 1.05 * Math.log(10));
    }
  }

  @Test
  void twentyImagesAreLearntByHeart() {
    Learner learner = Nets.learner(Nets.first());
    Examples twenty = Nets.digits(20);
    TrainingSettings settings = new TrainingSettings(150, 20, new Adam(1e-2), 1, 2);
    learner.train(settings, twenty, null, Nets.silent());
    assertThat(learner.evaluate(twenty).loss()).isLessThan(1e-3);
    assertThat(learner.evaluate(twenty).accuracy()).isEqualTo(1);
  }

  // ---- parameters

  @Test
  void parametersComeBackAsTheyWereSet() {
    Learner learner = Nets.learner(Nets.deeper());
    List<float[]> weights = learner.parameters();
    weights.get(2)[5] = 0.125f;
    weights.get(3)[0] = -2;
    learner.setParameters(Map.of(2, weights.get(2), 3, weights.get(3)));
    assertThat(learner.parameters()).usingRecursiveComparison().isEqualTo(weights);
  }

  @Test
  void parametersOfAWrongSizeChangeNothing() {
    Learner learner = Nets.learner(Nets.first());
    String before = Nets.hash(learner);
    assertThatThrownBy(() -> learner.setParameters(Map.of(0, new float[72], 1, new float[9])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 values expected, got 9");
    assertThat(Nets.hash(learner)).isEqualTo(before);
  }

  @Test
  void theFirstTrainingDrawsTheWeightsFromItsOwnSeed() {
    List<String> hashes = new ArrayList<>();
    for (long seed : new long[] {1, 2}) {
      Learner learner = new Learner(Nets.first(), new SoftmaxCrossEntropy(), Engine.chosen(), seed);
      assertThat(hashes).doesNotContain(Nets.hash(learner));
      hashes.add(Nets.hash(learner));
      learner.train(settings(1, 2), DIGITS, null, Nets.silent());
      hashes.add(Nets.hash(learner));
    }
    assertThat(hashes.get(3)).isEqualTo(hashes.get(1));
  }

  @Test
  void setParametersAreTrainedFromThere() {
    Learner learner = Nets.learner(Nets.first());
    learner.setParameters(Map.of(2, new float[10 * 288]));
    learner.train(settings(1, 1), DIGITS, null, Nets.silent());
    // A learner not told otherwise draws its weights from the seed of its first training.
    Learner drawn = Nets.learner(Nets.first());
    drawn.train(settings(1, 1), DIGITS, null, Nets.silent());
    assertThat(learner.log().batches().get(0).loss()).isCloseTo(Math.log(10), within(1e-7));
    assertThat(Nets.hash(learner)).isNotEqualTo(Nets.hash(drawn));
  }

  @Test
  void aCopyIsAsFarAndGoesItsOwnWay() {
    Learner learner = Nets.learner(Nets.first());
    learner.train(settings(1, 2), DIGITS, null, Nets.silent());
    Learner copy = learner.copy();
    String then = Nets.hash(learner);
    assertThat(Nets.hash(copy)).isEqualTo(then);
    assertThat(copy.log()).isEqualTo(learner.log());
    copy.train(settings(1, 2), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(learner)).isEqualTo(then);
    learner.train(settings(1, 2), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(copy)).isEqualTo(Nets.hash(learner));
  }

  @Test
  void aCopyOfAnUntrainedLearnerStillDrawsFromTheSeedOfItsTraining() {
    Learner learner = Nets.learner(Nets.first());
    Learner copy = learner.copy();
    learner.train(settings(1, 2), DIGITS, null, Nets.silent());
    copy.train(settings(1, 2), DIGITS, null, Nets.silent());
    assertThat(Nets.hash(copy)).isEqualTo(Nets.hash(learner));
  }

  @Test
  void aNetworkThatTheLossCannotUseIsRefused() {
    Network open = new Network(Shape.of(1, 8, 8), List.of(new tilde.layer.Conv(3, 3)));
    assertThatThrownBy(() -> Nets.learner(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("softmaxCE needs one score a class, (classes), got (8, 6, 6)");
  }

  // ---- others ask while one trains

  @Test
  void whoReadsDuringTrainingSeesWholeSteps() throws Exception {
    Set<String> whole = new HashSet<>();
    Learner undisturbed = Nets.learner(Nets.first());
    undisturbed.train(
        settings(10, 2), DIGITS, null, Nets.afterBatch(b -> whole.add(few(undisturbed))));
    assertThat(whole).hasSize(70);

    Learner learner = Nets.learner(Nets.first());
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(3);
    var training =
        CompletableFuture.runAsync(
            () ->
                learner.train(
                    settings(10, 2),
                    DIGITS,
                    null,
                    Nets.afterBatch(
                        batch -> {
                          started.countDown();
                          if (batch == 30) {
                            await(read); // so that some were read in the middle
                          }
                        })));
    started.await();
    while (!training.isDone()) {
      assertThat(whole).contains(few(learner));
      read.countDown();
    }
    training.join();
    assertThat(Nets.hash(learner)).isEqualTo(Nets.hash(undisturbed));
  }

  private static String few(Learner learner) {
    return Arrays.toString(learner.scores(FEW));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aListenerMayAskTheModel(int threads) {
    Learner learner = Nets.learner(Nets.first());
    List<Double> losses = new ArrayList<>();
    TrainingLog log =
        learner.train(
            settings(1, threads),
            DIGITS,
            null,
            Nets.afterBatch(
                batch -> {
                  losses.add(learner.evaluate(FEW).loss());
                  learner.gradients(FEW);
                }));
    assertThat(losses).hasSize(log.batches().size()).doesNotHaveDuplicates();
  }

  @Test
  void twoTrainingsAtOnceAreRefused() throws Exception {
    Learner learner = Nets.learner(Nets.first());
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    var training =
        CompletableFuture.runAsync(
            () ->
                learner.train(
                    settings(1, 2),
                    DIGITS,
                    null,
                    Nets.afterBatch(
                        batch -> {
                          started.countDown();
                          await(goOn);
                        })));
    started.await();
    String message =
        "this model is being trained by another thread: wait for it, or train a copy()";
    try {
      assertThatThrownBy(() -> learner.train(settings(1, 2), DIGITS, null, Nets.silent()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> learner.setParameters(Map.of(0, new float[72])))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message);
      Learner copy = learner.copy();
      copy.train(settings(1, 2), DIGITS, null, Nets.silent());
    } finally {
      goOn.countDown();
    }
    training.join();
    assertThat(learner.log().batches()).hasSize(7);
    learner.train(settings(1, 2), DIGITS, null, Nets.silent());
  }

  // ---- gradients

  @Test
  void theGradientOfABatchIsTheMeanOfThoseOfItsSamples() {
    Learner learner = Nets.learner(Nets.deeper());
    int count = 37;
    Examples data = Nets.random(count);
    Learner.Gradients all = learner.gradients(data);
    int size = data.shape().size();
    double loss = 0;
    double[][] sums = new double[all.parameters().size()][];
    Arrays.setAll(sums, p -> new double[all.parameters().get(p).length]);
    for (int n = 0; n < count; n++) {
      Targets target = Targets.ofLabels(new int[] {data.targets().label(n)}, 3);
      float[] x = Arrays.copyOfRange(data.x(), n * size, (n + 1) * size);
      Learner.Gradients one = learner.gradients(new Examples(data.shape(), x, target));
      loss += one.loss() / count;
      for (int p = 0; p < sums.length; p++) {
        int parameter = p;
        IntStream.range(0, sums[p].length)
            .forEach(i -> sums[parameter][i] += one.parameters().get(parameter)[i] / count);
      }
      for (int i = 0; i < size; i++) {
        assertThat((double) all.input()[n * size + i])
            .isCloseTo(one.input()[i] / count, within(1e-7));
      }
    }
    assertThat(all.loss()).isCloseTo(loss, within(1e-12));
    for (int p = 0; p < sums.length; p++) {
      for (int i = 0; i < sums[p].length; i++) {
        assertThat((double) all.parameters().get(p)[i]).isCloseTo(sums[p][i], within(1e-6));
      }
    }
  }

  @Test
  void askingForGradientsChangesNothing() {
    Learner learner = Nets.learner(Nets.first());
    String before = Nets.hash(learner);
    Learner.Gradients first = learner.gradients(FEW);
    Learner.Gradients second = learner.gradients(FEW);
    assertThat(Nets.hash(learner)).isEqualTo(before);
    assertThat(second).usingRecursiveComparison().isEqualTo(first);
  }

  /** Samples made on demand, by the learner's own answers, while somebody wants to change it. */
  @Test
  @Timeout(20)
  void whoeverMakesSamplesMayAskWhileAnotherWrites() {
    Learner learner = Nets.learner(Nets.first());
    float[] before = learner.scores(FEW);
    Map<Integer, float[]> others = Map.of(0, new float[learner.parameters().get(0).length]);
    Examples.Source asking =
        (i, to, at) -> {
          CompletableFuture<Void> writes =
              CompletableFuture.runAsync(() -> learner.setParameters(others));
          try {
            writes.get(10, TimeUnit.SECONDS);
          } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the writer has to wait", e);
          }
          assertThat(learner.scores(FEW)).isNotEqualTo(before);
          FEW.read(i, to, at);
        };
    Examples made = new Examples(FEW.shape(), FEW.size(), asking, FEW.targets());
    assertThat(learner.scores(made)).as("of one state").isEqualTo(before);
  }
}
