package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.sgd;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.output.Host;
import tilde.train.Optimizer;
import tilde.train.TrainingStopped;

class TrainingTest {
  private static final Dataset FEW = digits().take(50);
  private static final int ENDLESS = 1_000_000; // epochs that no test waits for

  private Host.Use use;
  private RecordingDisplay display;

  @BeforeEach
  void useADisplay() {
    display = new RecordingDisplay();
    use = Host.use(display);
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  /** Puts a display in force that does this with each batch. */
  private void withEachBatch(Runnable act) {
    use.close();
    display = new RecordingDisplay(act);
    use = Host.use(display);
  }

  private static Model model() {
    return net().conv(3, 3).filters(3).relu().dense(10).softmaxCE();
  }

  private static double[] doubled(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void fitTrainsWithTheDocumentedDefaults() {
    Model fitted = model();
    Model told = model();
    History history = fitted.fit(FEW);
    told.train(FEW).epochs(10).batchSize(32).optimizer(adam(0.001)).seed(0).run();
    assertThat(history.epochs()).isEqualTo(10);
    assertThat(history.batchLoss()).hasSize(20); // of 32 and of 18
    assertThat(fitted.parameters()).isEqualTo(told.parameters());
    assertThat(fitted.train(FEW))
        .hasToString("train(50 samples).epochs(10).batchSize(32).optimizer(adam(0.001))");
  }

  @Test
  void sayingHowToTrainTrainsNothingAndChangesNoEarlierWord() {
    Model model = model();
    Training three = model.train(FEW).epochs(3);
    three.epochs(7).batchSize(1).optimizer(sgd(0.1).momentum(0.9)).seed(4).threads(1).validate(FEW);
    assertThat(model.history().batchLoss()).isEmpty();
    assertThat(three.run().batchLoss()).hasSize(6);
    assertThat(display.milestones()).hasSize(3).noneMatch(line -> line.contains("validation"));
  }

  @Test
  void trainingLearns() {
    Model model = model();
    double before = model.evaluate(FEW).loss();
    model.train(FEW).epochs(20).batchSize(10).optimizer(adam(0.01)).run();
    assertThat(before).isCloseTo(Math.log(10), within(0.2));
    assertThat(model.evaluate(FEW).loss()).isLessThan(before / 4);
    assertThat(model.evaluate(FEW).accuracy()).isGreaterThan(0.9);
  }

  static List<Optimizer> optimizers() {
    return List.of(sgd(0.1), sgd(0.05).momentum(0.9).nesterov(), adam(0.01).betas(0.8, 0.99));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void trainingAgainGoesOnAsIfItHadNeverStopped(Optimizer optimizer) {
    Model once = model();
    Model twice = model();
    History whole = once.train(FEW).epochs(5).optimizer(optimizer).run();
    History first = twice.train(FEW).epochs(2).optimizer(optimizer).run();
    History second = twice.train(FEW).epochs(3).optimizer(optimizer).run();
    assertThat(twice.parameters()).isEqualTo(once.parameters());
    assertThat(doubled(first.batchLoss(), second.batchLoss())).isEqualTo(whole.batchLoss());
    assertThat(twice.history().csv()).isEqualTo(whole.csv());
    assertThat(twice.history().batchCsv()).isEqualTo(whole.batchCsv());
    assertThat(display.milestones().get(4)).isEqualTo(display.milestones().get(9));
    assertThat(display.milestones().get(9)).startsWith("epoch 5/5: ");
  }

  @Test
  void theSeedDecides() {
    Map<String, Tensor> weights = trainedWith(7).parameters();
    assertThat(trainedWith(7).parameters()).isEqualTo(weights);
    Model other = trainedWith(8);
    assertThat(other.parameter("conv1.w")).isNotEqualTo(weights.get("conv1.w"));
    assertThat(other.parameter("dense1.w")).isNotEqualTo(weights.get("dense1.w"));
  }

  private static Model trainedWith(long seed) {
    Model model = model();
    model.train(FEW).epochs(2).seed(seed).run();
    return model;
  }

  @Test
  void askingBeforeTrainingDoesNotTakeTheSeedAway() {
    Model asked = model();
    asked.evaluate(FEW);
    asked.train(FEW).epochs(2).seed(7).run();
    assertThat(asked.parameters()).isEqualTo(trainedWith(7).parameters());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void theNumberOfThreadsDoesNotMatter(int threads) {
    Model one = model();
    Model many = model();
    History alone = one.train(FEW).epochs(2).threads(1).run();
    History together = many.train(FEW).epochs(2).threads(threads).run();
    assertThat(many.parameters()).isEqualTo(one.parameters());
    assertThat(together.batchLoss()).isEqualTo(alone.batchLoss());
  }

  @Test
  void validationIsMeasuredAfterEachEpoch() {
    Dataset other = digits().shuffle(1).take(40);
    Model model = model();
    double[] loss = new double[2];
    double[] accuracy = new double[2];
    Model again = model();
    for (int epoch = 0; epoch < 2; epoch++) {
      again.train(FEW).epochs(1).run();
      loss[epoch] = again.evaluate(other).loss();
      accuracy[epoch] = again.evaluate(other).accuracy();
    }
    History history = model.train(FEW).validate(other).epochs(2).run();
    assertThat(history.validationLoss()).isEqualTo(loss);
    assertThat(history.validationAccuracy()).isEqualTo(accuracy);
    assertThat(model.parameters()).isEqualTo(again.parameters()); // it only looks
  }

  @Test
  void progressTellsOfEachBatchAndEachEpoch() {
    Model model = model();
    History history = model.train(FEW).epochs(2).run();
    assertThat(display.lines()).hasSize(4);
    assertThat(display.lines().get(1))
        .isEqualTo(
            line(
                "epoch 1/2, batch 2/2: loss %.4f, accuracy %.1f %%",
                history.batchLoss()[1], 100 * history.batchAccuracy()[1]));
    assertThat(display.milestones()).hasSize(2);
    assertThat(display.milestones().get(0))
        .isEqualTo(
            line(
                "epoch 1/2: loss %.4f, accuracy %.1f %%",
                history.loss()[0], 100 * history.accuracy()[0]));
    history = model.train(FEW).epochs(1).validate(FEW).run();
    assertThat(display.milestones().get(2))
        .isEqualTo(
            line(
                "epoch 3/3: loss %.4f, accuracy %.1f %%, validation loss %.4f, accuracy %.1f %%",
                history.loss()[0],
                100 * history.accuracy()[0],
                history.validationLoss()[0],
                100 * history.validationAccuracy()[0]));
  }

  private static String line(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }

  /** A model, trained a little, whose next training meets numbers that are too large. */
  private static Model beforeTheOverflow() {
    Model model = model();
    model.train(FEW).epochs(2).run();
    return model;
  }

  @Test
  void aNumberThatIsNoLongerFiniteStopsBeforeTheStep() {
    Model model = beforeTheOverflow();
    Training tooFast = model.train(FEW).batchSize(50).epochs(100).optimizer(sgd(1e30));
    TrainingStopped stopped = catchThrowableOfType(TrainingStopped.class, tooFast::run);
    int steps = model.history().batchLoss().length - 4;
    assertThat(stopped)
        .hasMessage(
            "training stopped in epoch "
                + (steps + 3)
                + ", batch 1: NaN or infinite numbers in the output of dense1 (layer 3)."
                + " The update was not applied; the model keeps the weights of the last whole step."
                + " Try a smaller learning rate than 1.0E30, inputs scaled to 0..1, or model.copy()"
                + " before training to start again");
    // so many steps and no more, though one a batch: the same as asking for so many
    Model wanted = beforeTheOverflow();
    wanted.train(FEW).batchSize(50).epochs(steps).optimizer(sgd(1e30)).run();
    assertThat(steps).isPositive();
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    assertThat(model.history().csv()).isEqualTo(wanted.history().csv());
  }

  @Test
  void aModelThatStoppedCanBeMendedAndTrainedAgain() {
    Model model = beforeTheOverflow();
    Map<String, Tensor> good = model.parameters();
    Training tooFast = model.train(FEW).epochs(100).optimizer(sgd(1e30));
    assertThatThrownBy(tooFast::run).isInstanceOf(TrainingStopped.class);
    int batches = model.history().batchLoss().length;
    model.setParameters(good);
    assertThat(model.fit(FEW).batchLoss()).hasSize(20);
    assertThat(model.history().batchLoss()).hasSize(batches + 20);
  }

  @Test
  void whereANumberStoppedBeingFiniteIsFound() {
    Model deep = net(2).dense(2).dense(2).softmaxCE();
    Tensor large = tensor(new double[][] {{3e38, 0}, {0, -3e38}});
    deep.setParameters(Map.of("dense1.w", zeros(2, 2), "dense2.w", large));
    Dataset one = Dataset.of(tensor(new double[][] {{4, 4}}), new int[] {0}, List.of("a", "b"));
    assertThatThrownBy(() -> deep.train(one).run())
        .hasMessageStartingWith(
            "training stopped in epoch 1, batch 1: NaN or infinite numbers in the gradients of dense1");

    Model flat = net(2).dense(2).softmaxCE();
    Map<String, Tensor> before = flat.parameters();
    Dataset far = Dataset.of(tensor(new double[][] {{100, 100}}), new int[] {1}, List.of("a", "b"));
    assertThatThrownBy(() -> flat.train(far).optimizer(sgd(1e38)).run())
        .hasMessageStartingWith(
            "training stopped in epoch 1, batch 1: NaN or infinite numbers in the update of the optimizer");
    assertThat(flat.parameters()).isEqualTo(before);
    assertThat(flat.history().batchLoss()).isEmpty();
  }

  @Test
  void anInterruptStopsAfterAWholeStep() {
    Thread caller = Thread.currentThread();
    AtomicInteger batches = new AtomicInteger();
    withEachBatch(
        () -> {
          if (batches.incrementAndGet() == 5) {
            caller.interrupt();
            while (caller.isInterrupted()) { // until the caller has noticed
              Thread.onSpinWait();
            }
          }
        });
    Model model = model();
    Training endless = model.train(FEW).batchSize(50).epochs(ENDLESS);
    TrainingStopped stopped = catchThrowableOfType(TrainingStopped.class, endless::run);
    assertThat(Thread.interrupted()).as("the caller's own mark").isTrue();
    int steps = model.history().batchLoss().length;
    assertThat(stopped)
        .hasMessage(
            "training was interrupted in epoch "
                + (steps + 1)
                + " after batch 0 of 1: the model keeps the weights of the last whole step, and"
                + " model.history() what was recorded");
    assertThat(steps).isGreaterThanOrEqualTo(5);
    assertThat(model.history().epochs()).isEqualTo(steps);

    Model wanted = model();
    wanted.train(FEW).batchSize(50).epochs(steps).run();
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    assertThat(model.history().batchCsv()).isEqualTo(wanted.history().batchCsv());

    // and both go on alike
    model.train(FEW).epochs(1).run();
    wanted.train(FEW).epochs(1).run();
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    assertThat(model.predict(FEW.image(0)).size()).isEqualTo(1);
  }

  @Test
  void aDisplayThatFailsEndsTrainingAfterAWholeStepToo() {
    withEachBatch(
        () -> {
          throw new IllegalStateException("the screen is gone");
        });
    Model model = model();
    assertThatThrownBy(() -> model.train(FEW).batchSize(50).run())
        .hasMessageContaining("the screen is gone");
    withEachBatch(() -> {});
    Model wanted = model();
    wanted.train(FEW).batchSize(50).epochs(1).run();
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    assertThat(model.history().batchLoss()).isEqualTo(wanted.history().batchLoss());
    assertThat(model.fit(FEW).epochs()).isEqualTo(10);
  }

  @Test
  void whoAsksWhileAModelTrainsSeesTheLastWholeStep() {
    Model model = model();
    List<Double> seen = new ArrayList<>();
    withEachBatch(() -> seen.add(model.evaluate(FEW).loss()));
    History history = model.train(FEW).batchSize(50).epochs(4).run();
    for (int step = 1; step < 4; step++) { // the loss of a step is that after the step before
      assertThat(seen.get(step - 1)).isCloseTo(history.batchLoss()[step], within(1e-9));
    }
    assertThat(seen.get(3)).isEqualTo(model.evaluate(FEW).loss());
  }

  @Test
  void aModelThatTrainsCannotBeTrainedOrChangedByAnother() {
    Model model = model();
    List<Throwable> refusals = new ArrayList<>();
    withEachBatch(
        () -> {
          refusals.add(catchThrowableOfType(IllegalStateException.class, () -> model.fit(FEW)));
          refusals.add(
              catchThrowableOfType(
                  IllegalStateException.class,
                  () -> model.setParameters(Map.of("conv1.b", zeros(3)))));
        });
    model.train(FEW).batchSize(50).epochs(1).run();
    assertThat(refusals)
        .hasSize(2)
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .hasMessage(
                        "this model is being trained by another thread: wait for it, or train a"
                            + " copy()"));
    withEachBatch(() -> {});
    assertThat(model.fit(FEW).epochs()).isEqualTo(10);
  }

  @Test
  void aCopyMayBeTrainedMeanwhile() {
    Model model = model();
    withEachBatch(
        () -> {
          try (Host.Use quiet = Host.use(new RecordingDisplay())) {
            model.copy().train(FEW).epochs(1).run();
          }
        });
    model.train(FEW).epochs(2).run();
    withEachBatch(() -> {});
    Model wanted = model();
    wanted.train(FEW).epochs(2).run();
    assertThat(model.parameters()).isEqualTo(wanted.parameters());
    assertThat(model.history().csv()).isEqualTo(wanted.history().csv());
  }
}
