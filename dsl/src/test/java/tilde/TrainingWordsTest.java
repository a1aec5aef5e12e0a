package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.adagrad;
import static tilde.Tilde.adam;
import static tilde.Tilde.adamW;
import static tilde.Tilde.constant;
import static tilde.Tilde.cosine;
import static tilde.Tilde.digits;
import static tilde.Tilde.exponential;
import static tilde.Tilde.net;
import static tilde.Tilde.oneCycle;
import static tilde.Tilde.reduceOnPlateau;
import static tilde.Tilde.rmsProp;
import static tilde.Tilde.sgd;
import static tilde.Tilde.stepDecay;
import static tilde.Tilde.warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.Host;
import tilde.train.Optimizer;
import tilde.train.Schedule;

/** The words that say how training goes, as the user meets them. */
class TrainingWordsTest {
  private static final Dataset FEW = digits().take(50);

  private final RecordingDisplay display = new RecordingDisplay();
  private Host.Use use;

  @BeforeEach
  void useTheDisplay() {
    use = Host.use(display);
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Model model() {
    return net(1, 8, 8).conv(3, 3).relu().dense(10).softmaxCE();
  }

  @Test
  void whatAnOptimizerOrAScheduleIsPrintedAsMakesItAgain() {
    List<Optimizer> optimizers =
        List.of(
            sgd(0.1),
            sgd(0.1).momentum(0.9).nesterov().weightDecay(1e-4),
            adam(1e-3),
            adam(1e-3).betas(0.8, 0.9).epsilon(1e-6).weightDecay(0.1),
            adamW(1e-3),
            adamW(1e-3).weightDecay(0),
            rmsProp(0.01),
            rmsProp(0.01).alpha(0.9).epsilon(1e-4).momentum(0.5).weightDecay(0.1),
            adagrad(0.01),
            adagrad(0.01).epsilon(1e-4).weightDecay(0.1));
    List<Schedule> schedules =
        List.of(
            constant(),
            stepDecay(10, 0.1),
            exponential(0.9),
            cosine(),
            cosine().floor(0.01),
            warmup(2),
            warmup(2).then(cosine().times(exponential(0.5))),
            oneCycle(),
            reduceOnPlateau(3, 0.5));
    List<Record> all =
        Stream.concat(optimizers.stream(), schedules.stream()).map(Record.class::cast).toList();
    assertThat(all).doesNotHaveDuplicates();
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      shell.eval("import static tilde.Tilde.*;");
      for (Record one : all) {
        SnippetEvent event = shell.eval(one.toString()).get(0);
        assertThat(event.value()).isEqualTo(one.toString());
      }
    }
    assertThat(optimizers).allSatisfy(o -> assertThat(o).hasToString(o.dsl()));
    assertThat(schedules).allSatisfy(s -> assertThat(s).hasToString(s.dsl()));
  }

  @Test
  void whatWasSaidIsPrinted() {
    assertThat(
            model()
                .train(FEW)
                .schedule(warmup(1).then(cosine()))
                .clipNorm(1)
                .clipValue(0.5)
                .freeze("conv1", "dense1.b")
                .rate("dense1.w", 0.1)
                .earlyStopping(3))
        .hasToString(
            "train(50 samples).epochs(10).batchSize(32).optimizer(adam(0.001))"
                + ".schedule(warmup(1).then(cosine())).clipValue(0.5).clipNorm(1.0)"
                + ".freeze(\"conv1\").freeze(\"dense1.b\").rate(\"dense1.w\", 0.1)"
                + ".earlyStopping(3)");
    assertThat(model().train(FEW).earlyStopping(3, 0.5).toString())
        .endsWith("(adam(0.001)).earlyStopping(3, 0.5)");
  }

  /** Each word does what it says: nothing is dropped on the way. */
  @Test
  void everyWordReachesTheTraining() {
    List<UnaryOperator<Training>> words =
        List.of(
            t -> t,
            t -> t.schedule(cosine()),
            t -> t.clipNorm(0.001).optimizer(sgd(0.1)),
            t -> t.clipValue(0.001).optimizer(sgd(0.1)),
            t -> t.freeze("dense1"),
            t -> t.rate("conv1.w", 0.5),
            t -> t.optimizer(sgd(0.1)),
            t -> t.optimizer(adamW(0.001)),
            t -> t.optimizer(rmsProp(0.001)),
            t -> t.optimizer(adagrad(0.001)));
    List<Map<String, Tensor>> weights = new ArrayList<>();
    for (UnaryOperator<Training> word : words) {
      Model model = model();
      word.apply(model.train(FEW).epochs(2)).run();
      weights.add(model.parameters());
    }
    assertThat(weights).doesNotHaveDuplicates();
  }

  @Test
  void aNameThatDoesNotExistIsAnErrorAtItsWordIfTheShapeIsKnown() {
    String message =
        "train: no layer with parameters, and no parameter, is named conv2: the names are conv1,"
            + " conv1.w, conv1.b, dense1, dense1.w, dense1.b";
    assertThatThrownBy(() -> model().train(FEW).freeze("conv1", "conv2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> model().train(FEW).rate("conv2", 0.5)).hasMessage(message);
    Model open = net().conv(3, 3).relu().dense(10).softmaxCE();
    Training later = open.train(FEW).freeze("conv2");
    assertThatThrownBy(later::run).hasMessage(message);
    assertThat(open.history().batchLoss()).isEmpty();
    assertThat(open.train(FEW).freeze("conv1").epochs(1).run().epochs()).isEqualTo(1);
  }

  @Test
  void earlyStoppingTellsWhichEpochTheModelIsOf() {
    Dataset few = digits().take(20);
    Dataset others = digits().pick(IntStream.range(100, 250).toArray());
    Model model = model();
    History history =
        model.train(few).validate(others).optimizer(adam(0.05)).epochs(60).earlyStopping(4).run();
    int best = history.bestEpoch();
    assertThat(history.epochs()).isBetween(best + 4, 59);
    assertThat(model.evaluate(others).loss()).isEqualTo(history.validationLoss()[best - 1]);
    assertThat(display.milestones().get(history.epochs()))
        .startsWith("the model has its state after the best epoch, " + best + ": loss ")
        .contains(", validation loss ");
    assertThatThrownBy(() -> model().train(few).earlyStopping(4).run())
        .hasMessageStartingWith("train: earlyStopping watches the validation loss");
  }

  @Test
  void theBestEpochIsThatOfTheLowestLoss() {
    History history = model().train(FEW).optimizer(adam(0.01)).epochs(3).run();
    assertThat(history.loss()[2]).isLessThan(history.loss()[1]).isLessThan(history.loss()[0]);
    assertThat(history.bestEpoch()).isEqualTo(3);
    assertThatThrownBy(() -> model().history().bestEpoch())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is no best epoch: no whole epoch was trained");
  }
}
