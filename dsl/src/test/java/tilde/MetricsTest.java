package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.calibrationError;
import static tilde.Tilde.digits;
import static tilde.Tilde.macroF1;
import static tilde.Tilde.macroPrecision;
import static tilde.Tilde.macroRecall;
import static tilde.Tilde.meanAbsoluteError;
import static tilde.Tilde.net;
import static tilde.Tilde.rmse;
import static tilde.Tilde.tensor;
import static tilde.Tilde.topK;
import static tilde.Tilde.zeros;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.Host;
import tilde.output.MimeBundle;
import tilde.train.Metric;

/** Metrics, after training and in it. */
class MetricsTest {
  private static final Dataset FEW = digits().take(60);

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

  /** Scores are the features: three samples of class 0, said to be 0, 0, 1; one of class 1. */
  private static Evaluation byHand(Model model) {
    model.setParameters(Map.of("dense1.w", tensor(new double[][] {{1, 0}, {0, 1}})));
    Tensor x = tensor(new double[][] {{3, -1}, {2, -2}, {-1, 1}, {-2, 3}});
    return model.evaluate(Dataset.of(x, new int[] {0, 0, 0, 1}, List.of("<cat>", "dog & co")));
  }

  @Test
  void sharesOfAClassFollowFromItsCounts() {
    Evaluation found = byHand(net(2).dense(2).softmaxCE());
    assertThat(found.samples()).isEqualTo(4);
    assertThat(found.confusion(0)).isDeepEqualTo(new int[][] {{1, 0}, {1, 2}});
    assertThat(found.precision(0)).isEqualTo(1);
    assertThat(found.recall(0)).isEqualTo(2 / 3.0);
    assertThat(found.f1(0)).isEqualTo(0.8);
    assertThat(found.precision(1)).isEqualTo(0.5);
    assertThat(found.macroPrecision()).isEqualTo(0.75);
    assertThat(found.macroRecall()).isEqualTo((2 / 3.0 + 1) / 2);
    assertThat(found.topK(2)).isEqualTo(1);
    assertThat(found.calibration().bins()).hasSize(15);
    assertThat(found.lossPerClass()[1]).isCloseTo(Math.log1p(Math.exp(-5)), within(1e-6));
    assertThatThrownBy(() -> found.f1(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no class 2: the classes are 0 to 1");
  }

  @Test
  void theTableHasALineForEachClass() {
    Evaluation found = byHand(net(2).dense(2).softmaxCE());
    assertThat(found.table().lines())
        .containsExactly(
            "accuracy 75.0 %, loss 0.5425, 4 samples",
            "class     samples  precision  recall      f1    loss",
            "<cat>           3     1.0000  0.6667  0.8000  0.7211",
            "dog & co        1     0.5000  1.0000  0.6667  0.0067",
            "mean            4     0.7500  0.8333  0.7333  0.5425");
    MimeBundle shown = MimeBundle.of(found);
    assertThat(shown.text()).isEqualTo(found.table());
    assertThat((String) shown.data().get(MimeBundle.HTML))
        .startsWith("<p>accuracy 75.0 %, loss 0.5425, 4 samples</p>\n<table>\n<tr><th>class</th>")
        .contains("<tr><td>&lt;cat&gt;</td><td>3</td>", "<td>dog &amp; co</td>");
  }

  @Test
  void labelsAndNumbersHaveTheirOwnTables() {
    Evaluation labels = byHand(net(2).dense(2).sigmoidCE());
    assertThat(labels.accuracy()).isEqualTo(0.75);
    assertThat(labels.recall(0)).isEqualTo(2 / 3.0);
    assertThat(labels.table().lines().skip(1).limit(2))
        .containsExactly(
            "label     samples  precision  recall      f1",
            "<cat>           3     1.0000  0.6667  0.8000");
    Evaluation numbers = byHand(net(2).dense(2).mse());
    assertThat(numbers.rmse()).isEqualTo(Math.sqrt(numbers.loss()));
    assertThat(numbers.meanAbsoluteError()).isEqualTo(13 / 8.0);
    assertThat(numbers.table())
        .isEqualTo("loss 2.8750, rmse 1.6956, mean absolute error 1.6250, 4 samples");
    assertThat(MimeBundle.of(numbers).data()).containsOnlyKeys(MimeBundle.TEXT);
  }

  @Test
  void linesOfATableFitIntoATerminal() {
    String name = "a name that is much too long to be told in a column of a table";
    Dataset data = Dataset.of(zeros(2, 3), new int[] {0, 1}, List.of(name, "two\nlines"));
    String table = net().dense(2).softmaxCE().evaluate(data).table();
    assertThat(table.lines()).hasSize(5).allMatch(line -> line.length() <= 80);
    assertThat(table).contains("a name that is much t...", "two lines");
  }

  @Test
  void metricsAreMeasuredAfterEachEpoch() {
    Model model = net().dense(10).softmaxCE();
    History history =
        model
            .train(FEW)
            .epochs(2)
            .validate(FEW)
            .metrics(topK(3), macroF1(), calibrationError())
            .optimizer(adam(0.01))
            .run();
    Evaluation last = model.evaluate(FEW);
    assertThat(history.metric("top3")[1]).isEqualTo(last.topK(3));
    assertThat(history.metric("macroF1")[1]).isEqualTo(last.macroF1());
    assertThat(history.metric("calibrationError")[1]).isEqualTo(last.calibration().error());
    assertThat(display.milestones().get(1))
        .endsWith(
            String.format(
                Locale.ROOT,
                ", top3 %.4f, macroF1 %.4f, calibrationError %.4f",
                last.topK(3),
                last.macroF1(),
                last.calibration().error()));
    model.train(FEW).epochs(1).run();
    model.train(FEW).epochs(1).validate(FEW).metrics(macroPrecision(), macroRecall()).run();
    History all = model.history();
    assertThat(Arrays.copyOf(all.metric("top3"), 2)).isEqualTo(history.metric("top3"));
    assertThat(Arrays.copyOfRange(all.metric("top3"), 2, 4)).containsOnly(Double.NaN);
    assertThat(all.metric("macroRecall")[3]).isEqualTo(model.evaluate(FEW).macroRecall());
    List<String> csv = all.csv().lines().toList();
    assertThat(csv.get(0))
        .endsWith(",validation_accuracy,top3,macroF1,calibrationError,macroPrecision,macroRecall");
    assertThat(csv.get(2)).endsWith("," + last.calibration().error() + ",,");
    assertThat(csv.get(3)).endsWith("," + all.accuracy()[2] + ",,,,,,,");
  }

  @Test
  void aLaterWordAddsMetrics() {
    Training both =
        net().dense(10).softmaxCE().train(FEW).epochs(1).metrics(topK(3)).metrics(macroF1());
    assertThat(both.validate(FEW).run().csv()).contains(",top3,macroF1\n");
  }

  @Test
  void errorsOfNumbersAreMeasuredToo() {
    Model model = net().dense(10).mse();
    History history =
        model.train(FEW).epochs(1).metrics(rmse(), meanAbsoluteError()).validate(FEW).run();
    assertThat(history.metric("rmse")[0]).isEqualTo(model.evaluate(FEW).rmse());
    assertThat(history.metric("meanAbsoluteError")[0])
        .isEqualTo(model.evaluate(FEW).meanAbsoluteError());
  }

  @Test
  void metricsThatCannotBeMeasuredAreAnErrorBeforeTraining() {
    Model model = net().dense(10).softmaxCE();
    assertRefused(
        () -> model.train(FEW).metrics(topK(3)).run(),
        "train: metrics are measured on validation data, but there is none: add validate(data)");
    assertRefused(
        () -> model.train(FEW).validate(FEW).metrics(topK(11)).run(),
        "topK: k must be from 1 to the 10 classes, got 11");
    assertThatThrownBy(() -> model.train(FEW).validate(FEW).metrics(rmse()).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("rmse: needs a loss for numbers, but that of this model is for");
    assertThat(model.history().batchLoss()).isEmpty();
    assertRefused(() -> topK(0), "topK: k must be at least 1, got 0");
    assertRefused(
        () -> new Metric("a, b", e -> 0),
        "a metric needs a name of letters and digits, got \"a, b\"");
    assertRefused(
        () -> new Metric("loss", e -> 0),
        "a metric needs a name of its own, got \"loss\", which is measured anyway");
    assertRefused(
        () -> model.train(FEW).validate(Dataset.of(zeros(2, 7), 0, 1)),
        "validate: the samples are (7), those to train on are (1, 8, 8): give both one shape, e.g. by"
            + " the same map");
  }

  @Test
  void anUnknownMetricIsNamedWithThoseThereAre() {
    Model model = net().dense(10).softmaxCE();
    assertRefused(
        () -> model.history().metric("top3"),
        "there is no metric named top3: ask for it with train(data).validate(test).metrics(...)");
    History history = model.train(FEW).validate(FEW).metrics(topK(3), macroF1()).epochs(1).run();
    assertRefused(
        () -> history.metric("top5"), "there is no metric named top5: the names are top3, macroF1");
  }

  private static void assertRefused(ThrowingCallable asked, String message) {
    assertThatThrownBy(asked).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
