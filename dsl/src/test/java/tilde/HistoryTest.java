package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.chart.Chart;
import tilde.output.Host;
import tilde.output.MimeBundle;
import tilde.train.Details;
import tilde.train.TrainingLog;

class HistoryTest {
  private static final Dataset FEW = digits().take(50);
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Host.Use use;

  @BeforeEach
  void keepTheLogQuiet() {
    use = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Model model() {
    return net().dense(10).softmaxCE();
  }

  @Test
  void anEpochIsTheMeanOfItsBatches() {
    History history = model().train(FEW).epochs(2).batchSize(20).run();
    double[] loss = history.batchLoss();
    double[] accuracy = history.batchAccuracy();
    assertThat(loss).hasSize(6);
    for (int e = 0; e < 2; e++) { // batches of 20, 20 and 10
      int b = 3 * e;
      assertThat(history.loss()[e])
          .isCloseTo((20 * loss[b] + 20 * loss[b + 1] + 10 * loss[b + 2]) / 50, within(1e-12));
      assertThat(history.accuracy()[e])
          .isCloseTo(
              (20 * accuracy[b] + 20 * accuracy[b + 1] + 10 * accuracy[b + 2]) / 50, within(1e-12));
    }
  }

  @Test
  void theFirstBatchIsMeasuredBeforeItsStep() {
    Model model = model();
    Evaluation before = model.evaluate(FEW);
    History history = model.train(FEW).epochs(1).batchSize(50).run();
    assertThat(history.batchLoss()[0]).isCloseTo(before.loss(), within(1e-12));
    assertThat(history.batchAccuracy()[0]).isEqualTo(before.accuracy());
  }

  @Test
  void aRunTellsOfItselfAndTheModelOfAllRuns() {
    Model model = model();
    History first = model.train(FEW).epochs(2).run();
    String csv = first.csv();
    History second = model.train(FEW).epochs(3).run();
    assertThat(first.epochs()).isEqualTo(2);
    assertThat(first.csv()).isEqualTo(csv);
    assertThat(second.epochs()).isEqualTo(3);
    assertThat(second.csv().lines().skip(1)).allMatch(line -> line.matches("[345],.*"));
    assertThat(model.history().epochs()).isEqualTo(5);
    assertThat(model.history().loss()).startsWith(first.loss()).endsWith(second.loss());
    assertThat(model.history().csv()).isEqualTo(csv + afterHead(second.csv()));
  }

  private static String afterHead(String csv) {
    return csv.substring(csv.indexOf('\n') + 1);
  }

  @Test
  void csvHasALineAnEpochWithTheNumbersThemselves() {
    Model model = model();
    model.train(FEW).epochs(1).run();
    model.train(FEW).epochs(1).validate(FEW).run();
    History history = model.history();
    List<String> lines = history.csv().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("epoch,loss,accuracy,validation_loss,validation_accuracy");
    assertThat(lines.get(1))
        .isEqualTo("1," + history.loss()[0] + "," + history.accuracy()[0] + ",,");
    assertThat(lines.get(2))
        .isEqualTo(
            "2,%s,%s,%s,%s",
            history.loss()[1],
            history.accuracy()[1],
            history.validationLoss()[1],
            history.validationAccuracy()[1]);
    assertThat(history.csv()).endsWith("\n");
    assertThat(history.validationLoss()[0]).isNaN();
    assertThat(history.validationAccuracy()[0]).isNaN();
  }

  @Test
  void batchCsvHasALineABatch() {
    History history = model().train(FEW).epochs(2).batchSize(30).run();
    List<String> lines = history.batchCsv().lines().toList();
    assertThat(lines.get(0)).isEqualTo("batch,epoch,loss,accuracy,learning_rate");
    assertThat(lines).hasSize(5);
    double[] loss = history.batchLoss();
    double[] accuracy = history.batchAccuracy();
    assertThat(lines.get(2)).isEqualTo("2,1," + loss[1] + "," + accuracy[1] + ",0.001");
    assertThat(lines.get(3)).isEqualTo("3,2," + loss[2] + "," + accuracy[2] + ",0.001");
  }

  @Test
  void itsArraysAreCopies() {
    History history = model().train(FEW).epochs(2).validate(FEW).run();
    String csv = history.csv();
    String batches = history.batchCsv();
    for (double[] numbers :
        List.of(
            history.loss(),
            history.accuracy(),
            history.validationLoss(),
            history.validationAccuracy(),
            history.batchLoss(),
            history.batchAccuracy(),
            history.learningRate())) {
      Arrays.fill(numbers, -1);
    }
    assertThat(history.csv()).isEqualTo(csv);
    assertThat(history.batchCsv()).isEqualTo(batches);
    assertThat(history.loss()[0]).isPositive();
  }

  @Test
  void theLossCurveIsAPictureAndText() {
    History history = model().train(FEW).epochs(3).validate(FEW).run();
    Chart curve = history.lossCurve();
    assertThat(curve.png()).startsWith(PNG).hasSizeGreaterThan(5_000);
    assertThat(curve.text()).contains("loss", "training", "validation", "epoch");
    MimeBundle bundle = MimeBundle.of(curve);
    assertThat(bundle.text()).isEqualTo(curve.text());
    assertThat((byte[]) bundle.data().get(MimeBundle.PNG)).isEqualTo(curve.png());
    assertThat(curve.toString()).startsWith("loss").contains("validation").doesNotContain("\n");
  }

  @Test
  void withoutValidationTheCurveDoesNotSpeakOfIt() {
    assertThat(model().train(FEW).epochs(3).run().lossCurve().text())
        .contains("training")
        .doesNotContain("validation", "NaN");
  }

  @Test
  void epochsWithoutValidationAreNotCalledMissing() {
    Model model = model();
    model.train(FEW).epochs(2).run();
    model.train(FEW).epochs(1).validate(FEW).run();
    assertThat(model.history().lossCurve().text())
        .contains("validation")
        .doesNotContain("NaN", "left out", "single");
  }

  @Test
  void aMeasuredNaNIsToldInTheTitle() {
    History history = history(List.of(epoch(1, 2, 1.5), epoch(2, 1, Double.NaN)));
    assertThat(history.lossCurve().text()).startsWith("loss (1 NaN or infinite left out)");
  }

  @Test
  void theCurveOfALaterRunBeginsWhereThatBegan() {
    Model model = model();
    model.train(FEW).epochs(2).run();
    History later = model.train(FEW).epochs(2).run();
    assertThat(xAxis(later)).matches(" +2 +epoch +4");
    assertThat(xAxis(model.history())).matches(" +0 +epoch +4");
  }

  /** Epochs of 2, 4 and, interrupted and repeated, 1 + 4 batches; then an interrupted one. */
  @Test
  void eachBatchStandsWithinItsEpoch() {
    List<TrainingLog.Step> steps =
        IntStream.of(1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4)
            .mapToObj(epoch -> new TrainingLog.Step(epoch, 1, 0, 0.1))
            .toList();
    History history = new History(new TrainingLog(steps, List.of()));
    assertThat(history.batchEnds())
        .containsExactly(
            new double[] {0.5, 1, 1.25, 1.5, 1.75, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.5, 4},
            within(1e-12));
  }

  @Test
  void anInterruptedFirstEpochHasACurveOverItsFractions() {
    List<TrainingLog.Step> steps =
        List.of(new TrainingLog.Step(1, 2.3, 0.1, 0.1), new TrainingLog.Step(1, 1.1, 0.5, 0.1));
    History history = new History(new TrainingLog(steps, List.of()));
    assertThat(history.lossCurve().text()).contains("by batch 1.1");
    assertThat(xAxis(history)).matches(" +0 +epoch +1");
  }

  private static History history(List<TrainingLog.Epoch> epochs) {
    return new History(new TrainingLog(List.of(), epochs));
  }

  private static TrainingLog.Epoch epoch(int epoch, double loss, double validation) {
    var measured =
        new tilde.train.Evaluation(1, validation, 0, new Details.Labels(List.of()), Map.of());
    return new TrainingLog.Epoch(epoch, loss, 0, measured);
  }

  private static String xAxis(History history) {
    String text = history.lossCurve().text();
    return text.lines().filter(line -> line.contains("epoch")).findFirst().orElseThrow();
  }

  @Test
  void aModelThatNeverTrainedHasAHistoryToo() {
    History none = model().history();
    assertThat(none.epochs()).isZero();
    assertThat(none.loss()).isEmpty();
    assertThat(none.batchLoss()).isEmpty();
    assertThat(none.csv()).isEqualTo("epoch,loss,accuracy,validation_loss,validation_accuracy\n");
    assertThat(none.batchCsv()).isEqualTo("batch,epoch,loss,accuracy,learning_rate\n");
    assertThat(none.lossCurve().text()).isEqualTo("loss (nothing to draw)");
    assertThat(none).hasToString("History of 0 batches, no whole epoch");
  }

  @Test
  void itIsToldInALine() {
    Model model = model();
    History two = model.train(FEW).epochs(2).run();
    assertThat(two)
        .hasToString(
            String.format(
                Locale.ROOT,
                "History of 2 epochs: loss %.4f, accuracy %.1f %%",
                two.loss()[1],
                100 * two.accuracy()[1]));
    History one = model.train(FEW).epochs(1).validate(digits().take(20)).run();
    assertThat(one)
        .hasToString(
            String.format(
                Locale.ROOT,
                "History of 1 epochs: loss %.4f, accuracy %.1f %%, validation %.1f %%",
                one.loss()[0],
                100 * one.accuracy()[0],
                100 * one.validationAccuracy()[0]));
  }
}
