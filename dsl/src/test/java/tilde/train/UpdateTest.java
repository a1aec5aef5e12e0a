package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Golden;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.BatchNorm;
import tilde.layer.Compute;
import tilde.layer.Dense;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.layer.Relu;
import tilde.layer.Site;
import tilde.loss.Targets;

/** What a step changes, and what it leaves alone. */
class UpdateTest {
  private static final Examples DIGITS = Nets.digits(60);

  /** Two epochs of two steps, with all that moves a weight without its gradient. */
  private static TrainingSettings settings() {
    return new TrainingSettings(2, 30, Adam.decoupled(0.01), 5, 2).withClipNorm(0.1);
  }

  private static Learner trained(TrainingSettings settings) {
    Learner learner = Nets.learner(Nets.first());
    learner.train(settings, DIGITS, null, Nets.silent());
    return learner;
  }

  private static List<float[]> drawn() {
    return new Learner(Nets.first(), Nets.learner(Nets.first()).loss(), Engine.chosen(), 5)
        .parameters();
  }

  /** Decay, clipping, schedule, a frozen parameter and a rate of its own, all at once. */
  @Test
  void aWholeRunIsThatOfPyTorch() {
    Golden golden = Golden.cases("run").get(0);
    Network network =
        new Network(Shape.of(4), List.of(new Dense(5, true), new Relu(), new Dense(3, true)));
    Set<String> hashes = new HashSet<>();
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      Learner learner = Nets.learner(network, engine);
      List<Network.Parameter> parameters = network.parameters();
      Map<Integer, float[]> start = new HashMap<>();
      for (int p = 0; p < parameters.size(); p++) {
        start.put(p, golden.floats("start." + parameters.get(p).name()));
      }
      learner.setParameters(start);
      TrainingSettings settings =
          new TrainingSettings(6, 7, Adam.decoupled(0.1).weightDecay(0.1), 1, 1 + hashes.size())
              .withSchedule(new OneCycle())
              .withClipNorm(0.25)
              .withFrozen("dense1.b")
              .withRate("dense1", 0.5);
      Targets targets = Targets.ofLabels(golden.ints("labels"), 3);
      Examples data = new Examples(Shape.of(4), golden.floats("x"), targets);
      TrainingLog log = learner.train(settings, data, null, Nets.silent());
      assertThat(log.batches().stream().mapToDouble(TrainingLog.Step::loss).toArray())
          .containsExactly(golden.doubles("losses"), within(1e-5));
      for (int p = 0; p < parameters.size(); p++) {
        String name = parameters.get(p).name();
        assertThat(Doubles.of(learner.parameters().get(p), golden.shape(name)).toArray())
            .as(name)
            .containsExactly(golden.doubles(name), within(1e-5));
      }
      hashes.add(Nets.hash(learner));
    }
    assertThat(hashes).as("bits of both engines, on one thread and on two").hasSize(1);
  }

  @Test
  void aFrozenLayerDoesNotChangeAndTheOthersDo() {
    List<float[]> before = drawn();
    List<float[]> after = trained(settings().withFrozen("conv1")).parameters();
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(after.get(2)).isNotEqualTo(before.get(2));
    assertThat(after.get(3)).isNotEqualTo(before.get(3));
  }

  @Test
  void aWordForAParameterCountsMoreThanOneForItsLayer() {
    List<float[]> before = drawn();
    List<float[]> after =
        trained(settings().withRate("conv1.w", 0.5).withFrozen("conv1")).parameters();
    assertThat(after.get(0)).isNotEqualTo(before.get(0));
    assertThat(after.get(1)).isEqualTo(before.get(1));
  }

  @Test
  void theRateOfALayerIsAFactor() {
    Optimizer sgd = new Sgd(0.1, 0, false);
    TrainingSettings one = new TrainingSettings(1, 60, sgd, 5, 2);
    List<float[]> before = drawn();
    List<float[]> plain = trained(one).parameters();
    List<float[]> slower = trained(one.withRate("dense1", 0.25)).parameters();
    assertThat(slower.get(0)).isEqualTo(plain.get(0));
    for (int i = 0; i < before.get(2).length; i++) {
      double step = plain.get(2)[i] - before.get(2)[i];
      assertThat((double) slower.get(2)[i] - before.get(2)[i])
          .isCloseTo(step / 4, within(1e-8 + 1e-6 * Math.abs(step)));
    }
  }

  /**
   * Adam's first step is as long as its rate, whatever the gradient: 6 times that would be late.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void aParameterThatWasFrozenStartsLikeANewOne(int epochs) {
    Optimizer adam = new Adam(0.01);
    TrainingSettings frozen = new TrainingSettings(epochs, 60, adam, 5, 2).withFrozen("dense1");
    Learner learner = trained(frozen);
    float[] before = learner.parameters().get(2);
    learner.train(new TrainingSettings(1, 60, adam, 5, 2), DIGITS, null, Nets.silent());
    float[] after = learner.parameters().get(2);
    double longest =
        IntStream.range(0, after.length)
            .mapToDouble(i -> Math.abs(after[i] - before[i]))
            .max()
            .orElse(0);
    assertThat(longest).isCloseTo(0.01, within(1e-5));
  }

  /** Freezing is no other optimizer: what it remembers waits. */
  @Test
  void theMomentsOfAFrozenParameterWait() {
    Examples one = Nets.digits(1); // whatever the epoch, there is one order
    TrainingSettings settings = new TrainingSettings(2, 1, new Sgd(0.1, 0.9, false), 5, 2);
    TrainingSettings all =
        settings.withFrozen("conv1").withFrozen("dense1.w").withFrozen("dense1.b");
    Learner paused = Nets.learner(Nets.first());
    Learner through = Nets.learner(Nets.first());
    paused.train(settings, one, null, Nets.silent());
    paused.train(all.withEpochs(3), one, null, Nets.silent());
    paused.train(settings, one, null, Nets.silent());
    through.train(settings.withEpochs(4), one, null, Nets.silent());
    assertThat(Nets.hash(paused)).isEqualTo(Nets.hash(through));
  }

  @Test
  void theNormIsThatOfWhatLearns() {
    float[][] dw = {{3, 4}, {1000}, {0, 12}};
    Clipping.NONE.norm(6.5).clip(dw, new boolean[] {true, false, true});
    assertThat(dw[0]).containsExactly(new float[] {1.5f, 2}, within(1e-6f));
    assertThat(dw[1]).containsExactly(1000);
    assertThat(dw[2]).containsExactly(new float[] {0, 6}, within(1e-6f));
    Clipping.NONE.norm(100).value(2).clip(dw, new boolean[] {true, false, true});
    assertThat(dw[1]).containsExactly(1000);
    assertThat(dw[2]).containsExactly(0, 2);
  }

  /**
   * A layer with a weight and a statistic, which comes with its next value instead of a gradient.
   */
  private record Counting() implements Layer {
    @Override
    public String kind() {
      return "counting";
    }

    @Override
    public String dsl() {
      return "counting()";
    }

    @Override
    public Shape output(Shape in) {
      return in;
    }

    @Override
    public List<ParameterSpec> parameters(Shape in) {
      return List.of(
          ParameterSpec.constant("w", List.of(1), 1),
          ParameterSpec.untrained("mean", List.of(1), 1));
    }

    @Override
    public Compute compute(Site site) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Doubles reference(Doubles x, List<Doubles> w) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
      throw new UnsupportedOperationException();
    }
  }

  private static State state(float w, float mean) {
    return new State(new float[][] {{w}, {mean}}, new float[2][1][1], 0);
  }

  @Test
  void aStatisticTakesItsNextValueUnlessItIsFrozen() {
    Network network = new Network(Shape.of(1), List.of(new Counting()));
    TrainingSettings settings =
        new TrainingSettings(1, 1, new Sgd(1, 0.5, false).weightDecay(0.1), 1, 1)
            .withClipNorm(10)
            .withClipValue(10);
    State next = state(0, 0);
    new Update(settings, network).apply(state(1, 1), 1, new float[][] {{2}, {50}}, next);
    assertThat(next.w()[0][0]).isCloseTo(1 - 2.1f, within(1e-6f));
    assertThat(next.w()[1]).containsExactly(50);
    assertThat(next.moments()[1][0]).containsExactly(0);

    Update frozen = new Update(settings.withFrozen("counting1"), network);
    frozen.apply(state(1, 1), 1, new float[][] {{2}, {50}}, next);
    assertThat(next.w()).isDeepEqualTo(new float[][] {{1}, {1}});
    assertThat(next.steps()).containsExactly(0, 0);
  }

  @Test
  void namesThatDoNotExistAreAnErrorWithThoseThatDo() {
    for (String wrong : List.of("conv2", "relu1", "conv1.bias")) {
      assertThatThrownBy(() -> trained(settings().withFrozen(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "train: no layer with parameters, and no parameter, is named "
                  + wrong
                  + ": the names are conv1, conv1.w, conv1.b, dense1, dense1.w, dense1.b");
    }
  }

  @Test
  void runningStatisticsHaveNoRateButCanBeFrozen() {
    Network network = new Network(Shape.of(2), List.of(new BatchNorm(), new Dense(2, true)));
    Learner learner = Nets.learner(network);
    float[] x = {1, 2, 3, 4};
    Examples data = new Examples(Shape.of(2), x, Targets.ofLabels(new int[] {1, 0}, 2));
    TrainingSettings rate = settings().withRate("batchnorm1.mean", 0.5);
    assertThatThrownBy(() -> learner.train(rate, data, null, Nets.silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: batchnorm1.mean follows the batches and has no learning rate: use"
                + " freeze(\"batchnorm1.mean\") to keep it as it is, or the rate of a parameter"
                + " that learns");
    TrainingSettings frozen = settings().withRate("batchnorm1", 2).withFrozen("batchnorm1.mean");
    learner.train(frozen, data, null, Nets.silent());
    assertThat(learner.parameters().get(2)).containsExactly(0, 0);
    assertThat(learner.parameters().get(3)).doesNotContain(1);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> settings().withRate("conv1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: the rate of conv1 is a factor on the learning rate and must be positive, got"
                + " 0.0: use freeze(\"conv1\") for 0");
    assertThatThrownBy(() -> settings().withClipNorm(0))
        .hasMessage("train: clipNorm must be positive, got 0.0, usual are 0.1 to 10");
    assertThatThrownBy(() -> settings().withClipValue(Double.NaN))
        .hasMessage("train: clipValue must be positive, got NaN, usual are 0.1 to 10");
  }
}
