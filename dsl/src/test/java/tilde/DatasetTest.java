package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.digits;
import static tilde.Tilde.range;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /** Six images (1, 2, 2), image i filled with i, of class i / 2. */
  private static final Dataset SIX =
      Dataset.of(
          Tensor.stack(
              IntStream.range(0, 6).mapToObj(i -> Tensor.full(i, 1, 2, 2)).toArray(Tensor[]::new)),
          new int[] {0, 0, 1, 1, 2, 2},
          List.of("ant", "bee", "cow"));

  private static final double[][] SHARES = {{0.25, 0.75}, {1, 0}, {0.5, 0.5}};

  /** Which of the six images a dataset has, in its order. */
  private static int[] numbers(Dataset data) {
    return IntStream.range(0, data.size()).map(i -> (int) data.image(i).get(0, 1, 1)).toArray();
  }

  @Test
  void imagesAndLabelsComeBackAsTheyWereGiven() {
    assertThat(SIX.size()).isEqualTo(6);
    assertThat(SIX.classes()).isEqualTo(3);
    assertThat(SIX.classNames()).containsExactly("ant", "bee", "cow");
    assertThat(SIX.images().shape()).containsExactly(6, 1, 2, 2);
    assertThat(SIX.image(4)).isEqualTo(Tensor.full(4, 1, 2, 2));
    assertThat(SIX.labels()).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(SIX.label(3)).isEqualTo(1);
    assertThat(SIX).hasToString("Dataset of 6 samples (1, 2, 2) in 3 classes");
  }

  @Test
  void withoutNamesThereAreAsManyClassesAsTheHighestLabelSays() {
    Dataset data = Dataset.of(zeros(3, 4), 0, 5, 2);
    assertThat(data.classes()).isEqualTo(6);
    assertThat(data.classNames()).containsExactly("0", "1", "2", "3", "4", "5");
    assertThat(data.image(0).shape()).containsExactly(4);
  }

  @Test
  void nestedArraysAreImagesToo() {
    float[][][][] images = {{{{1, 2}, {3, 4}}}, {{{5, 6}, {7, 8}}}};
    Dataset data = Dataset.of(images, 1, 0);
    assertThat(data.images()).isEqualTo(range(9).slice(0, 1, 9).reshape(2, 1, 2, 2));
    assertThat(data.labels()).containsExactly(1, 0);
    assertThat(Dataset.of(new double[][] {{1, 2}, {3, 4}}, 0, 1).image(1)).isEqualTo(tensor(3, 4));
  }

  @Test
  void aDistributionStandsForItsMostProbableClass() {
    Dataset data = Dataset.of(range(6).reshape(3, 2), tensor(SHARES));
    assertThat(data.classes()).isEqualTo(2);
    assertThat(data.labels()).containsExactly(1, 0, 0); // of equals the first
  }

  @Test
  void distributionsStayWithTheirSamples() {
    // a network whose scores are 0 gives 0.5 to both classes, whatever it sees
    Model model = Tilde.net(2).dense(2).softmaxCE();
    model.setParameters(Map.of("dense1.w", tensor(new double[][] {{1, 0}, {0, 0}})));
    Dataset data = Dataset.of(range(6).reshape(3, 2), tensor(SHARES));
    double[] loss = new double[3];
    for (int i = 0; i < 3; i++) {
      // scores (x0, 0): -t0 x0 + log(e^x0 + 1), with x0 = 2 i
      loss[i] = -SHARES[i][0] * 2 * i + Math.log(Math.exp(2 * i) + 1);
      assertThat(model.evaluate(data.pick(i)).loss()).isBetween(loss[i] - 1e-6, loss[i] + 1e-6);
    }
    double mean = (2 * loss[2] + loss[0]) / 3;
    assertThat(model.evaluate(data.pick(2, 0, 2)).loss()).isBetween(mean - 1e-6, mean + 1e-6);
  }

  @Test
  void aDatasetDoesNotSeeLaterChangesOfWhatItWasMadeFrom() {
    int[] labels = {0, 1};
    double[][] shares = {{1, 0}, {0, 1}};
    List<String> names = new ArrayList<>(List.of("no", "yes"));
    Dataset data = Dataset.of(zeros(2, 3), labels, names);
    Dataset distributed = Dataset.of(zeros(2, 3), tensor(shares));
    labels[0] = 1;
    shares[0][0] = 7;
    names.set(0, "maybe");
    data.labels()[1] = 0;
    data.images().toArray()[0] = 9;
    assertThat(data.labels()).containsExactly(0, 1);
    assertThat(data.classNames()).containsExactly("no", "yes");
    assertThat(data.images()).isEqualTo(zeros(2, 3));
    assertThat(distributed.labels()).containsExactly(0, 1);
    assertThatThrownBy(() -> data.classNames().set(0, "maybe"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void partsAreTakenInOrder() {
    assertThat(numbers(SIX.take(4))).containsExactly(0, 1, 2, 3);
    assertThat(numbers(SIX.take(1))).containsExactly(0);
    assertThat(SIX.take(6).images()).isEqualTo(SIX.images());
    assertThat(numbers(SIX.pick(5, 0, 5))).containsExactly(5, 0, 5);
    assertThat(SIX.pick(5, 0).labels()).containsExactly(2, 0);
    assertThat(SIX.pick(5, 0).classNames()).hasSize(3); // classes stay, also those not seen
    List<Dataset> batches = SIX.batches(4);
    assertThat(batches).hasSize(2);
    assertThat(numbers(batches.get(0))).containsExactly(0, 1, 2, 3);
    assertThat(numbers(batches.get(1))).containsExactly(4, 5);
    assertThat(SIX.batches(100)).hasSize(1);
  }

  @Property(tries = 100, seed = "1")
  void shufflingLosesNothingAndTheSeedDecides(@ForAll @IntRange(max = 10_000) int seed) {
    Dataset shuffled = SIX.shuffle(seed);
    assertThat(numbers(shuffled)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(shuffled.labels())
        .isEqualTo(Arrays.stream(numbers(shuffled)).map(i -> i / 2).toArray());
    assertThat(numbers(SIX.shuffle(seed))).isEqualTo(numbers(shuffled));
  }

  @Test
  void otherSeedsShuffleOtherwise() {
    long orders =
        IntStream.range(0, 100)
            .mapToObj(seed -> Arrays.toString(numbers(SIX.shuffle(seed))))
            .distinct()
            .count();
    assertThat(orders).isGreaterThan(80); // of 720; about 93 by chance
  }

  @Test
  void aSplitKeepsTheShareOfEachClassAndTheSeedDecides() {
    Dataset.Split parts = digits().split(0.8);
    assertThat(parts.train().size()).isEqualTo(1438);
    assertThat(parts.test().size()).isEqualTo(359);
    for (int c = 0; c < 10; c++) {
      double all = count(digits(), c);
      assertThat(count(parts.train(), c) / all).isBetween(0.79, 0.81);
    }
    assertThat(digits().split(0.8, 0).test().images()).isEqualTo(parts.test().images());
    assertThat(digits().split(0.8, 1).test().images()).isNotEqualTo(parts.test().images());
    assertThat(parts.test().classNames()).isEqualTo(digits().classNames());
  }

  @Test
  void aSplitHasEachSampleOnOneSide() {
    Dataset.Split parts = SIX.split(0.5, 7);
    assertThat(
            IntStream.concat(
                IntStream.of(numbers(parts.train())), IntStream.of(numbers(parts.test()))))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(parts.train().labels()).containsExactly(0, 1, 2);
  }

  private static long count(Dataset data, int label) {
    return Arrays.stream(data.labels()).filter(l -> l == label).count();
  }

  @Test
  void theDigitsAreGreyImagesOfTenClasses() {
    assertThat(digits()).hasToString("Dataset of 1797 samples (1, 8, 8) in 10 classes");
    assertThat(digits().images().min()).isZero();
    assertThat(digits().images().max()).isEqualTo(1);
  }

  @Test
  void samplesThatDoNotFitAreErrorsThatNameThem() {
    refused(
        () -> Dataset.of(zeros(3, 1, 2, 2), 0, 1),
        "got 3 samples of 1x2x2 but 2 labels: give each sample exactly one label");
    refused(
        () -> Dataset.of(zeros(2, 4), 0, -1),
        "sample 1 has label -1, expected 0 to 0 because there are 1 classes: count labels from 0,"
            + " or name more classes");
    refused(
        () -> Dataset.of(zeros(2, 4), new int[] {2, 0}, List.of("no", "yes")),
        "sample 0 has label 2, expected 0 to 1 because there are 2 classes: count labels from 0, or"
            + " name more classes");
    refused(
        () -> Dataset.of(new double[][] {{1, 2}, {0, Double.NaN}}, 0, 1),
        "sample 1 holds NaN at index 1 of its 2 numbers, expected finite numbers: repair or remove"
            + " the sample");
    refused(
        () -> Dataset.of(new double[][] {{1e39, 2}, {0, 1}}, 0, 1), // too large for a float
        "sample 0 holds Infinity at index 0 of its 2 numbers, expected finite numbers: repair or"
            + " remove the sample");
    refused(
        () -> Dataset.of(zeros(2, 8, 8), 0, 1),
        "a sample has shape (features) or (channels, height, width), got (8, 8): a grey image needs"
            + " its channel, (1, 8, 8), which unsqueeze(1) gives to a batch");
    refused(
        () -> Dataset.of(Tensor.full(1), 0),
        "a dataset needs samples along the first axis, (N, features) or (N, channels, height, width),"
            + " got (): for one feature a sample reshape(-1, 1)");
    refused(
        () -> Dataset.of(new float[][] {{1, 2}, {3}}, 0, 1),
        "ragged array: row [1] has 1 entries, the first rows give shape (2, 2): make all rows"
            + " equally long");
  }

  @Test
  void anEmptyDatasetIsAnErrorHoweverItIsMade() {
    refused(
        () -> Dataset.of(zeros(0, 1, 8, 8)),
        "the dataset is empty: got images of shape (0, 1, 8, 8), expected at least one; was"
            + " everything filtered out?");
    refused(
        () -> Dataset.of(new float[0][][][]),
        "the dataset is empty: got images of shape (0, 0, 0, 0), expected at least one; was"
            + " everything filtered out?");
    refused(
        () -> Dataset.of(zeros(0, 3), zeros(0, 2)),
        "the dataset is empty: got images of shape (0, 3), expected at least one; was everything"
            + " filtered out?");
    refused(
        () -> SIX.pick(),
        "the dataset is empty: expected at least one sample of (1, 2, 2); was everything filtered"
            + " out?");
  }

  @Test
  void distributionsThatAreNoneAreErrors() {
    refused(
        () -> Dataset.of(zeros(2, 3), tensor(new double[][] {{1, 0}, {0.5, 0.25}})),
        "distribution 1 sums to 0.75, not to 1: divide it by its sum");
    refused(
        () -> Dataset.of(zeros(1, 3), tensor(new double[][] {{1.5, -0.5}})),
        "distribution 0 has -0.5 for class 1: probabilities are 0 or more");
    refused(
        () -> Dataset.of(zeros(1, 3), tensor(new double[][] {{1, Double.NaN}})),
        "distribution 0 has NaN for class 1: probabilities are 0 or more");
    refused(
        () -> Dataset.of(zeros(3, 3), tensor(new double[][] {{1, 0}, {0, 1}})),
        "got 3 samples of 3 but 2 labels: give each sample exactly one label");
  }

  @Test
  void placesOutsideADatasetAreErrors() {
    refused(() -> SIX.take(7), "take(7): this dataset has 1 to 6 samples to take");
    refused(() -> SIX.take(0), "take(0): this dataset has 1 to 6 samples to take");
    refused(() -> SIX.take(-1), "take(-1): this dataset has 1 to 6 samples to take");
    refused(() -> SIX.image(6), "there is no sample 6: 6 samples are numbered 0 to 5");
    refused(() -> SIX.label(-1), "there is no sample -1: 6 samples are numbered 0 to 5");
    refused(
        () -> Dataset.of(range(6).reshape(3, 2), tensor(SHARES)).pick(3),
        "there is no sample 3: 3 samples are numbered 0 to 2");
    refused(() -> SIX.batches(-2), "the batch size is -2, expected at least 1: try batchSize(32)");
    refused(
        () -> SIX.split(1),
        "cannot split at 1.0: expected a fraction above 0 and below 1, such as 0.8");
    refused(
        () -> SIX.split(0.01),
        "a split of 6 samples at 0.01 gives sides of 0 and 6, expected at least one sample on each:"
            + " use more samples or a fraction nearer to 0.5");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
