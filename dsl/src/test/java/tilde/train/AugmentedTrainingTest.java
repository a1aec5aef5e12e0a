package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.array.Activations;
import tilde.array.Border;
import tilde.array.Engine;
import tilde.array.Layout;
import tilde.array.Shape;
import tilde.layer.Network;
import tilde.loss.Hinge;
import tilde.loss.Loss;
import tilde.loss.MeanSquaredError;
import tilde.loss.SigmoidCrossEntropy;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;
import tilde.random.Keyed;

/** Samples that training changes as they enter. */
class AugmentedTrainingTest {
  private static final Augmenter.Change NOISE =
      (key, x, at) -> {
        for (int i = 0; i < 126; i++) {
          x[at + i] += key.normal(i) / 8;
        }
      };
  private static final Augmenter BOTH = new Augmenter(NOISE, new Mixup(0.4));

  private static TrainingSettings settings(int threads) {
    return new TrainingSettings(2, 32, new Adam(1e-3), 7, threads);
  }

  /** The same samples, made when they are read. */
  private static Examples read(Examples held) {
    int size = held.shape().size();
    Examples.Source source = (n, to, at) -> System.arraycopy(held.x(), n * size, to, at, size);
    return new Examples(held.shape(), held.size(), source, held.targets());
  }

  /** In memory and streamed, plain and vector, one thread to three. */
  @Test
  void theBitsDoNotDependOnThreadsEngineOrStreaming() {
    for (Network network : List.of(Nets.deeper(), Nets.residual())) {
      Set<String> hashes = new HashSet<>();
      Examples held = Nets.random(101);
      Normalization statistics = Normalization.of(held);
      for (Examples data : List.of(held, read(held))) {
        Examples augmented = data.with(statistics).augmentedBy(BOTH);
        for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
          for (int threads = 1; threads <= 3; threads++) {
            Learner learner = Nets.learner(network, engine);
            learner.train(settings(threads), augmented, null, Nets.silent());
            hashes.add(Nets.hash(learner));
          }
        }
      }
      assertThat(hashes).hasSize(1);
      Learner asTheyAre = Nets.learner(network);
      asTheyAre.train(settings(1), held.with(statistics), null, Nets.silent());
      assertThat(hashes).doesNotContain(Nets.hash(asTheyAre));
    }
  }

  @Test
  void whatIsDrawnFollowsFromSeedEpochAndSampleAndDiffersInEach() {
    ConcurrentLinkedQueue<Keyed> drawn = new ConcurrentLinkedQueue<>();
    Augmenter recording = new Augmenter((key, x, at) -> drawn.add(key), null);
    Examples data = Nets.random(40).augmentedBy(recording);
    Nets.learner(Nets.deeper()).train(settings(2), data, null, Nets.silent());
    Set<Keyed> both = new HashSet<>(drawn);
    assertThat(drawn).hasSize(80); // each sample once in each of two epochs
    assertThat(both).hasSize(80);
    Nets.learner(Nets.deeper()).train(settings(1), data, null, Nets.silent());
    assertThat(new HashSet<>(drawn)).as("again, other threads").isEqualTo(both);
    Nets.learner(Nets.deeper()).train(settings(1).withSeed(8), data, null, Nets.silent());
    assertThat(new HashSet<>(drawn)).as("another seed").hasSize(160);
  }

  @Test
  void whoeverAsksGetsTheSamplesAsTheyAre() {
    Augmenter spoiling = new Augmenter((key, x, at) -> Arrays.fill(x, at, at + 126, 9), null);
    Examples plain = Nets.random(40);
    Examples augmented = plain.augmentedBy(spoiling);
    Learner learner = Nets.learner(Nets.deeper());
    assertThat(learner.scores(augmented)).isEqualTo(learner.scores(plain));
    assertThat(learner.gradients(augmented).input()).isEqualTo(learner.gradients(plain).input());
    assertThat(augmented.x()).isEqualTo(plain.x());
    assertThat(Normalization.of(augmented)).isEqualTo(Normalization.of(plain));
    TrainingLog log = learner.train(settings(1), plain, augmented, Nets.silent());
    assertThat(log.epochs().get(1).validation().loss()).isEqualTo(learner.evaluate(plain).loss());
  }

  private static float[] entering(Batch batch) {
    Shape shape = batch.data().shape();
    float[] entered = new float[batch.size() * shape.size()];
    for (int s = 0; s < batch.slices(); s++) {
      Activations input = new Activations(Layout.of(shape, Border.NONE), batch.size());
      input.count(batch.start(s + 1) - batch.start(s));
      batch.copy(batch.start(s), input);
      for (int n = 0; n < input.count(); n++) {
        input.write(n, entered, batch.start(s) + n);
      }
    }
    return entered;
  }

  /** Twelve samples (n, n) of three classes. */
  private static Examples numbered() {
    float[] x = new float[24];
    for (int n = 0; n < 12; n++) {
      Arrays.fill(x, 2 * n, 2 * n + 2, n);
    }
    int[] labels = IntStream.range(0, 12).map(n -> n % 3).toArray();
    return new Examples(Shape.of(2), x, Targets.ofLabels(labels, 3));
  }

  @Test
  void changesComeBeforeNormalisation() {
    Augmenter zeros = new Augmenter((key, x, at) -> x[at] = 0, null);
    Normalization statistics = new Normalization(new double[] {2, 4}, new double[] {4, 2});
    for (Examples data : List.of(numbered(), read(numbered()))) {
      Examples entering = data.augmentedBy(zeros).normalisedBy(statistics);
      Batch batch = new Batch(entering, new int[] {6, 0}, Keyed.of(1));
      assertThat(entering(batch)).containsExactly(-0.5f, 1, -0.5f, -2);
      assertThat(batch.read(() -> false).x()).containsExactly(-0.5f, 1, -0.5f, -2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 12})
  void mixupMixesSamplesWithTheirNeighboursAndTheirTargetsLikewise(int size) {
    Examples data = numbered().augmentedBy(new Augmenter((key, x, at) -> {}, new Mixup(1)));
    int[] rows = Keyed.of(3).permutation(size);
    Batch batch = new Batch(data, rows, Keyed.of(5));
    float[] entered = entering(batch);
    assertThat(batch.read(() -> false).x()).isEqualTo(entered);
    for (int i = 0; i < size; i++) {
      double share = batch.shares()[i];
      int next = rows[(i + 1) % size];
      float mixture = (float) (share * rows[i] + (1 - share) * next);
      assertThat(entered[2 * i]).isEqualTo(mixture);
      assertThat(entered[2 * i + 1]).isEqualTo(mixture);
      float[] target = new float[3];
      target[rows[i] % 3] += (float) share;
      target[next % 3] += (float) (1 - share);
      for (int k = 0; k < 3; k++) {
        assertThat(batch.targets().target(batch.target(i), k)).isCloseTo(target[k], within(1e-6f));
      }
    }
  }

  @Test
  void sharesFollowTheBetaDistribution() {
    for (double alpha : new double[] {0.1, 0.4, 1, 3}) {
      Mixup mixup = new Mixup(alpha);
      double[] shares =
          IntStream.range(0, 20_000).mapToDouble(n -> mixup.share(Keyed.of(n))).toArray();
      double mean = Arrays.stream(shares).average().orElseThrow();
      double variance = Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).average().orElse(0);
      assertThat(mean).isCloseTo(0.5, within(0.01));
      assertThat(variance).as("alpha %s", alpha).isCloseTo(0.25 / (2 * alpha + 1), within(0.003));
    }
    double tiny = new Mixup(1e-6).share(Keyed.of(1));
    assertThat(tiny).isBetween(0.0, 1.0);
  }

  @Test
  void mixedTargetsKeepTheirKind() {
    int[] rows = {1, 0};
    double[] shares = {0.75, 1};
    Targets labels = Targets.ofLabels(new int[] {0, 2}, 3).mixed(rows, shares);
    assertThat(labels.kind()).isEqualTo(Targets.Kind.DISTRIBUTIONS);
    assertThat(row(labels, 0)).containsExactly(0.25f, 0, 0.75f);
    assertThat(labels.label(0)).isEqualTo(2);
    Targets values = Targets.ofValues(new float[][] {{4, -8}, {8, 0}}).mixed(rows, shares);
    assertThat(values.kind()).isEqualTo(Targets.Kind.VALUES);
    assertThat(row(values, 0)).containsExactly(7, -2);
    assertThat(row(values, 1)).containsExactly(4, -8);
  }

  private static float[] row(Targets t, int n) {
    float[] row = new float[t.classes()];
    for (int k = 0; k < row.length; k++) {
      row[k] = t.target(n, k);
    }
    return row;
  }

  @Test
  void mixupTrainsWithEveryLossThatTakesMixtures() {
    Examples data = Nets.random(40).augmentedBy(BOTH);
    for (Loss loss :
        List.of(
            new SoftmaxCrossEntropy(),
            new SoftmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 2, 3),
            new SigmoidCrossEntropy(),
            new MeanSquaredError())) {
      Learner learner = new Learner(Nets.deeper(), loss, Engine.chosen(), 0);
      TrainingLog log =
          learner.train(
              settings(2).withEpochs(60).withOptimizer(new Adam(0.01)), data, null, Nets.silent());
      double first = log.epochs().get(0).loss();
      assertThat(log.epochs().get(59).loss()).as(loss.kind()).isLessThan(first);
    }
    Learner hinge = new Learner(Nets.deeper(), new Hinge(), Engine.chosen(), 0);
    assertThatThrownBy(() -> hinge.train(settings(1), data, null, Nets.silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: mixup makes mixtures of classes, which hinge does not take: leave mixup out,"
                + " or end the network with softmaxCE()");
    assertThat(hinge.log().batches()).isEmpty();
    Examples noisy = Nets.random(40).augmentedBy(new Augmenter(NOISE, null));
    hinge.train(settings(1), noisy, null, Nets.silent());
  }

  /** A mixture of one class with itself is that class, so the loss is the usual one. */
  @Test
  void theLossIsThatOfTheMixture() {
    float[] x = new float[8 * 126];
    Examples same = new Examples(Shape.of(2, 9, 7), x, Targets.ofLabels(new int[8], 3));
    Augmenter mixing = new Augmenter((key, values, at) -> {}, new Mixup(0.5));
    Learner one = Nets.learner(Nets.deeper());
    Learner other = Nets.learner(Nets.deeper());
    TrainingLog plain = one.train(settings(1), same, null, Nets.silent());
    TrainingLog mixed = other.train(settings(1), same.augmentedBy(mixing), null, Nets.silent());
    assertThat(mixed.batches().get(0).loss())
        .isCloseTo(plain.batches().get(0).loss(), within(1e-6));
  }

  @Test
  void aFeedThatClosesLeavesTheRestUnread() {
    AtomicBoolean ended = new AtomicBoolean();
    List<Integer> changed = new ArrayList<>();
    Augmenter stopping =
        new Augmenter(
            (key, x, at) -> {
              changed.add(at);
              ended.set(true);
            },
            new Mixup(1));
    new Batch(numbered().augmentedBy(stopping), new int[] {1, 2, 3}, Keyed.of(1)).read(ended::get);
    assertThat(changed).containsExactly(0);
  }
}
