package tilde.train;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Golden;
import tilde.loss.Targets;

class ScheduleTest {
  private static final Cosine COSINE = new Cosine(0);

  private static final Map<String, Schedule> BY_NAME =
      Map.ofEntries(
          entry("constant()", new Schedule.Constant()),
          entry("stepDecay(3, 0.5)", new StepDecay(3, 0.5)),
          entry("exponential(0.9)", new StepDecay(1, 0.9)),
          entry("cosine()", COSINE),
          entry("cosine().floor(0.125)", COSINE.floor(0.125)),
          entry("warmup(3)", new Warmup(3)),
          entry("warmup(3).then(cosine())", new Warmup(3).then(COSINE)),
          entry("oneCycle()", new OneCycle()),
          entry("reduceOnPlateau(0, 0.5)", new ReduceOnPlateau(0, 0.5)),
          entry("reduceOnPlateau(1, 0.1)", new ReduceOnPlateau(1, 0.1)));

  static List<Golden> goldens() {
    return Golden.cases("schedules");
  }

  private static List<TrainingLog.Epoch> log(double... losses) {
    return IntStream.range(0, losses.length)
        .mapToObj(e -> new TrainingLog.Epoch(e + 1, losses[e], 0, null))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void ratesAreThoseOfPyTorch(Golden golden) {
    Schedule schedule = BY_NAME.get(golden.text("name"));
    assertThat(schedule.dsl()).isEqualTo(golden.text("name"));
    int perEpoch = golden.integer("steps");
    double[] rates = golden.doubles("rates");
    for (int step = 0; step < rates.length; step++) {
      double[] losses = Arrays.copyOf(golden.doubles("losses"), step / perEpoch);
      Schedule.Moment now =
          new Schedule.Moment(step, perEpoch, golden.integer("epochs"), log(losses));
      assertThat(golden.number("lr") * schedule.factor(now))
          .as("rate of step %d", step)
          .isCloseTo(rates[step], within(1e-14));
    }
  }

  /** Those that do not depend on losses, which in the fixture are no training's. */
  static List<Golden> withoutLosses() {
    return goldens().stream()
        .filter(golden -> !golden.text("name").startsWith("reduceOnPlateau"))
        .toList();
  }

  /** 10 epochs of 4 batches, the last of them smaller; on one thread and on two. */
  @ParameterizedTest
  @MethodSource("withoutLosses")
  void trainingUsesAndRecordsThem(Golden golden) {
    Schedule schedule = BY_NAME.get(golden.text("name"));
    double[][] recorded = new double[2][];
    for (int threads = 1; threads <= 2; threads++) {
      TrainingSettings settings =
          new TrainingSettings(10, 4, new Sgd(golden.number("lr"), 0, false), 1, threads)
              .withSchedule(schedule);
      TrainingLog log =
          Nets.learner(Nets.first()).train(settings, Nets.digits(14), null, Nets.silent());
      recorded[threads - 1] = rates(log);
    }
    assertThat(recorded[0]).containsExactly(golden.doubles("rates"), within(1e-14));
    assertThat(recorded[1]).isEqualTo(recorded[0]);
  }

  private static double[] rates(TrainingLog log) {
    return log.batches().stream().mapToDouble(TrainingLog.Step::learningRate).toArray();
  }

  /** Labels that mean nothing: the loss of validation rises while that of training falls. */
  @Test
  void aPlateauIsThatOfTheValidationLossIfThereIsOne() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(0, 0.5);
    Examples data = Nets.random(40);
    TrainingSettings settings = new TrainingSettings(4, 40, new Adam(0.02), 1, 2);
    TrainingSettings reduced = settings.withSchedule(plateau);
    Learner learner = Nets.learner(Nets.deeper());
    learner.train(settings, data, null, Nets.silent());
    TrainingLog alone = learner.copy().train(reduced, data, null, Nets.silent());
    assertThat(rates(alone)).containsOnly(0.02);
    int[] shifted = IntStream.range(0, 40).map(n -> (data.targets().label(n) + 1) % 3).toArray();
    Examples other = new Examples(data.shape(), data.x(), Targets.ofLabels(shifted, 3));
    TrainingLog validated = learner.train(reduced, data, other, Nets.silent());
    assertThat(rates(validated)).containsExactly(0.02, 0.02, 0.01, 0.005);
  }

  /** The weights too: the rate of each step is used, not only recorded. */
  @Test
  void aStepIsAsLongAsItsRate() {
    Examples data = Nets.digits(30);
    Learner scheduled = Nets.learner(Nets.first());
    scheduled.train(
        new TrainingSettings(2, 30, new Sgd(0.1, 0, false), 1, 2)
            .withSchedule(new StepDecay(1, 0.5)),
        data,
        null,
        Nets.silent());
    Learner byHand = Nets.learner(Nets.first());
    for (double rate : new double[] {0.1, 0.05}) {
      TrainingSettings one = new TrainingSettings(1, 30, new Sgd(rate, 0, false), 1, 2);
      byHand.train(one, data, null, Nets.silent());
    }
    assertThat(Nets.hash(scheduled)).isEqualTo(Nets.hash(byHand));
  }

  @Test
  void trainingAgainStartsTheScheduleAnew() {
    TrainingSettings settings =
        new TrainingSettings(2, 10, new Adam(0.01), 1, 2).withSchedule(COSINE);
    Learner learner = Nets.learner(Nets.first());
    double[] first = rates(learner.train(settings, Nets.digits(20), null, Nets.silent()));
    double[] second = rates(learner.train(settings, Nets.digits(20), null, Nets.silent()));
    assertThat(second).isEqualTo(first).hasSize(4);
    assertThat(first[0]).isEqualTo(0.01);
  }

  @Test
  void schedulesMultiply() {
    Schedule both = new StepDecay(2, 0.5).times(new StepDecay(1, 0.1));
    assertThat(both.factor(new Schedule.Moment(5, 2, 4, log(1, 1))))
        .isCloseTo(0.005, within(1e-15));
    assertThat(both.dsl()).isEqualTo("stepDecay(2, 0.5).times(exponential(0.1))");
  }

  /** What follows a warmup has its own epochs: its plateau does not wait for those before. */
  @Test
  void whatFollowsAWarmupSeesOnlyItsOwnEpochs() {
    Schedule schedule = new Warmup(2).then(new ReduceOnPlateau(0, 0.5));
    double[] losses = {1, 2, 3, 4};
    double[] expected = {1, 1, 1, 1, 0.5};
    for (int epoch = 1; epoch < 5; epoch++) {
      List<TrainingLog.Epoch> before = log(Arrays.copyOf(losses, epoch));
      assertThat(schedule.factor(new Schedule.Moment(epoch, 1, 6, before)))
          .as("epoch %d", epoch)
          .isEqualTo(expected[epoch]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aCycleOfFewStepsOnlyFalls(int steps) {
    double[] factors =
        IntStream.range(0, steps)
            .mapToDouble(step -> new OneCycle().factor(new Schedule.Moment(step, steps, 1, log())))
            .toArray();
    assertThat(factors[steps - 1]).isCloseTo(4e-6, within(1e-15));
    for (int step = 1; step < steps; step++) {
      assertThat(factors[step]).isLessThan(factors[step - 1]);
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertRefused(() -> new StepDecay(0, 0.5), "stepDecay: everyEpochs must be at least 1, got 0");
    assertRefused(
        () -> new StepDecay(2, 1), "stepDecay: gamma must be above 0 and below 1, got 1.0");
    assertRefused(
        () -> new StepDecay(1, 0), "exponential: gamma must be above 0 and below 1, got 0.0");
    assertRefused(
        () -> COSINE.floor(1),
        "cosine: floor is a part of the rate, at least 0 and below 1, got 1.0");
    assertRefused(() -> new Warmup(-1), "warmup: epochs must be at least 1, got -1");
    assertRefused(
        () -> new ReduceOnPlateau(-1, 0.5),
        "reduceOnPlateau: patience must not be negative, got -1");
    assertRefused(
        () -> new ReduceOnPlateau(2, Double.NaN),
        "reduceOnPlateau: factor must be above 0 and below 1, got NaN");
    assertRefused(
        () -> new Warmup(1).then(null),
        "then: the schedule is null, expected one such as cosine()");
    assertRefused(
        () -> COSINE.times(null), "times: the schedule is null, expected one such as cosine()");
    assertRefused(
        () -> new TrainingSettings(1, 1, new Adam(0.1), 1, 1).withSchedule(null),
        "schedule: the schedule is null, expected one such as cosine()");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
