package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.Host;
import tilde.train.Normalization;

/** The statistics of a dataset, and a model that applies them to all that enters it. */
class NormalizationTest {
  private static final Dataset FEW = digits().take(50);

  private Host.Use quiet;

  @BeforeEach
  void useADisplay() {
    quiet = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    quiet.close();
  }

  private static Normalization statistics(Dataset data) {
    return data.normalize().normalization().orElseThrow();
  }

  private static Model model() {
    return net(1, 8, 8).conv(3, 3).same().relu().dense(10).softmaxCE();
  }

  // ---- the statistics

  @Test
  void eachChannelHasItsMeanAndDeviation() {
    Dataset images = Dataset.of(randn(3, 20, 3, 4, 5).times(3).plus(100), new int[20]);
    Normalization found = statistics(images);
    for (int c = 0; c < 3; c++) { // two passes over what one pass must find
      double[] x = new double[400];
      for (int i = 0; i < 400; i++) {
        x[i] = images.images().get(i / 20, c, i / 5 % 4, i % 5);
      }
      double mean = 0;
      for (double value : x) {
        mean += value / 400;
      }
      double variance = 0;
      for (double value : x) {
        variance += (value - mean) * (value - mean) / 400;
      }
      assertThat(found.mean()[c]).isCloseTo(mean, within(1e-11));
      assertThat(found.std()[c]).isCloseTo(Math.sqrt(variance), within(1e-11));
    }
    assertThat(found.mean()).hasSize(3);
  }

  @Test
  void theStatisticsOfTheDigitsAreThoseOfNumPy() {
    // x = np.loadtxt("digits.csv.gz", delimiter=",")[:, :64] / 16; x.mean(), x.std()
    assertThat(statistics(digits()).mean()[0]).isCloseTo(0.30526028624095713, within(1e-12));
    assertThat(statistics(digits()).std()[0]).isCloseTo(0.3760492217920148, within(1e-12));
  }

  @Test
  void aChannelThatNeverChangesHasDeviationOne() {
    Tensor features = tensor(new double[][] {{0.1, 5}, {0.1, 7}, {0.1, 9}});
    Normalization found = statistics(Dataset.of(features, 0, 0, 0));
    assertThat(found.std()).containsExactly(1, Math.sqrt(8.0 / 3));
    assertThat(found.mean()[0]).isEqualTo(0.1f);
    assertThat(statistics(Dataset.of(Tensor.full(0.7, 9, 1, 7, 7), new int[9])).std())
        .containsExactly(1);
  }

  @Test
  void partsKeepTheStatisticsOfTheWholeAndSamplesStayAsTheyAre() {
    Dataset data = FEW.normalize();
    assertThat(data.images()).isEqualTo(FEW.images());
    assertThat(FEW.normalization()).isEmpty();
    Dataset.Split parts = data.split(0.5);
    for (Dataset part :
        new Dataset[] {
          data.take(3),
          data.shuffle(1),
          data.pick(7, 7),
          parts.train(),
          parts.test(),
          data.batches(20).get(2),
          data.balance(0)
        }) {
      assertThat(part.normalization()).isEqualTo(data.normalization());
    }
    assertThat(data.take(3).normalize().normalization())
        .isEqualTo(FEW.take(3).normalize().normalization());
    assertThat(Dataset.of(tensor(new double[][] {{1, 2}, {3, 6}}), 0, 1).normalize())
        .hasToString("Dataset of 2 samples (2) in 2 classes, normalized");
    assertThat(statistics(Dataset.of(zeros(1, 5), 0)))
        .hasToString(
            "mean (0.000, 0.000, 0.000, 0.000, ...), std (1.000, 1.000, 1.000, 1.000, ...)");
  }

  @Test
  void numbersThatAreNoStatisticsAreErrors() {
    assertThatThrownBy(() -> new Normalization(new double[] {1}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a normalization needs as many means as deviations, got 1 and 2");
    assertThatThrownBy(() -> new Normalization(new double[] {1, 2}, new double[] {1, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "channel 1 has mean 2.0 and standard deviation 0.0, expected finite numbers and a"
                + " deviation above 0: give a channel that never changes 1");
  }

  // ---- the model

  /** The samples as the model's first layer should see them. */
  private static Tensor byHand(Tensor x, Normalization s) {
    return x.map(v -> (v - s.mean()[0]) / s.std()[0]);
  }

  @Test
  void trainingOnRawSamplesIsTrainingOnNormalisedOnesByHand() {
    Normalization s = statistics(FEW);
    Dataset prepared = Dataset.of(byHand(FEW.images(), s), FEW.labels(), FEW.classNames());
    Model raw = model();
    Model hand = model();
    History history = raw.train(FEW.normalize()).epochs(3).validate(FEW).run();
    History expected = hand.train(prepared).epochs(3).validate(prepared).run();
    assertThat(raw.parameters()).isEqualTo(hand.parameters());
    assertThat(history.csv()).isEqualTo(expected.csv());
    assertThat(raw.normalization()).contains(s);
    assertThat(hand.normalization()).isEmpty();

    assertThat(raw.probabilities(FEW.images())).isEqualTo(hand.probabilities(prepared.images()));
    assertThat(raw.evaluate(FEW).loss()).isEqualTo(hand.evaluate(prepared).loss());
    assertThat(raw.evaluate(digits().normalize().take(50)).loss()) // the model's, not the data's
        .isEqualTo(raw.evaluate(FEW).loss());
    Gradients of = raw.gradients(FEW.images(), FEW.labels());
    Gradients wanted = hand.gradients(prepared.images(), prepared.labels());
    assertThat(of.loss()).isEqualTo(wanted.loss());
    assertThat(of.get("conv1.w")).isEqualTo(wanted.get("conv1.w"));
    assertThat(of.input()).isEqualTo(wanted.input().map(v -> v / s.std()[0]));
  }

  @Test
  void theGradientByTheRawInputIsADifferenceOfLosses() {
    Dataset data = Dataset.of(randn(1, 8, 2, 3, 3).times(5).plus(20), 0, 1, 0, 1, 0, 1, 0, 1);
    Model model = net(2, 3, 3).conv(2, 2).dense(2).softmaxCE();
    model.train(data.normalize()).epochs(1).run();
    Tensor x = data.image(0);
    Tensor dx = model.gradients(x, 0).input();
    for (int i : new int[] {0, 4, 9, 17}) {
      float[] above = x.toArray();
      float[] below = x.toArray();
      above[i] += 0.125f;
      below[i] -= 0.125f;
      double difference =
          (model.gradients(Tensor.of(above, 2, 3, 3), 0).loss()
                  - model.gradients(Tensor.of(below, 2, 3, 3), 0).loss())
              / 0.25;
      assertThat((double) dx.toArray()[i]).isCloseTo(difference, within(1e-5));
    }
    assertThat(model.check(data.images(), data.labels()).passed()).isTrue();
    Model copy = model.copy();
    assertThat(copy.normalization()).isEqualTo(model.normalization());
    assertThat(copy.probabilities(x)).isEqualTo(model.probabilities(x));
  }

  @Test
  void theCheckSeesWhatTheFirstLayerSees() {
    // without normalisation these numbers give a loss whose differences are lost in rounding
    Dataset far = Dataset.of(randn(2, 6, 1, 5, 5).plus(1e6), 0, 1, 2, 0, 1, 2);
    Model model = net(1, 5, 5).conv(3, 3).relu().dense(3).softmaxCE();
    model.train(far.normalize()).epochs(2).run();
    assertThat(model.check(far.images(), far.labels()).passed()).isTrue();
  }

  @Test
  void aTrainedModelKeepsTheStatisticsItWasFirstTrainedWith() {
    Model model = model();
    Dataset first = FEW.normalize();
    model.train(first).epochs(1).run();
    model.train(FEW).epochs(1).run();
    model.train(first.shuffle(1).take(20)).epochs(1).run();
    assertThat(model.normalization()).isEqualTo(first.normalization());
    Map<String, Tensor> before = model.parameters();
    Dataset other = digits().normalize();
    assertThatThrownBy(() -> model.fit(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the data is to be normalised by "
                + other.normalization().orElseThrow()
                + ", but this model was first trained with "
                + first.normalization().orElseThrow()
                + ": pass the data without normalize(), the model applies its own");
    assertThat(model.parameters()).isEqualTo(before);
    model.train(FEW).epochs(1).run(); // the refusal left nothing behind
  }

  @Test
  void aModelTrainedOnRawDataStaysSo() {
    Model model = model();
    model.train(FEW).epochs(1).run();
    assertThatThrownBy(() -> model.fit(FEW.normalize()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was first trained with data that was not normalised: pass the data");
  }

  @Test
  void untrainedModelsTakeOverStatisticsAlsoWithGivenWeights() {
    Model asked = model();
    asked.setParameters(Map.of("dense1.b", zeros(10)));
    asked.evaluate(FEW);
    asked.train(FEW.normalize()).epochs(1).run();
    assertThat(asked.normalization()).isEqualTo(FEW.normalize().normalization());
    assertThat(net().dense(10).softmaxCE().normalization()).isEmpty();
  }

  @Test
  void normalisedDigitsAreLearnt() {
    Dataset.Split parts = digits().normalize().split(0.8);
    Model model = net().conv(3, 3).relu().dense(10).softmaxCE();
    model.train(parts.train()).epochs(5).optimizer(adam(0.01)).run();
    assertThat(model.evaluate(parts.test()).accuracy()).isGreaterThan(0.9);
  }
}
