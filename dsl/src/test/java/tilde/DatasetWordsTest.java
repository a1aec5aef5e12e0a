package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.digits;
import static tilde.Tilde.range;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tilde.array.Shape;

/** Datasets with target values, and those made of others. */
class DatasetWordsTest {
  /** Four vectors (2 n, 2 n + 1), each to become (n, -n). */
  private static final Dataset VALUES =
      Dataset.values(
          range(8).reshape(4, 2), tensor(new double[][] {{0, 0}, {1, -1}, {2, -2}, {3, -3}}));

  private static final Dataset CLASSES =
      Dataset.of(range(8).reshape(4, 2), new int[] {0, 1, 1, 1}, List.of("ant", "bee"));

  // ---- target values

  @Test
  void targetValuesComeBackAndStayWithTheirSamples() {
    assertThat(VALUES.targets())
        .isEqualTo(tensor(new double[][] {{0, 0}, {1, -1}, {2, -2}, {3, -3}}));
    assertThat(VALUES.pick(3, 1).targets()).isEqualTo(tensor(new double[][] {{3, -3}, {1, -1}}));
    assertThat(VALUES.pick(3, 1).images()).isEqualTo(tensor(new double[][] {{6, 7}, {2, 3}}));
    assertThat(VALUES.classes()).isZero();
    assertThat(VALUES.classNames()).isEmpty();
    assertThat(VALUES).hasToString("Dataset of 4 samples (2) with 2 target values each");
    Tensor images = digits().take(3).images();
    assertThat(Dataset.values(images, images).pick(1, 2).targets()).isEqualTo(images.take(1, 2));
    assertThat(Dataset.values(zeros(3, 1), range(3)).targets()).isEqualTo(range(3).reshape(3, 1));
  }

  @Test
  void targetsOfClassesAreOnesAndZeros() {
    assertThat(CLASSES.take(2).targets()).isEqualTo(tensor(new double[][] {{1, 0}, {0, 1}}));
    double[][] shares = {{0.25, 0.75}, {1, 0}};
    assertThat(Dataset.of(zeros(2, 3), tensor(shares)).targets()).isEqualTo(tensor(shares));
  }

  @Test
  void samplesWithTargetValuesAreSplitAtRandom() {
    Dataset many = Dataset.values(range(100).reshape(100, 1), range(100));
    Dataset.Split parts = many.split(0.7, 3);
    assertThat(parts.train().size()).isEqualTo(70);
    assertThat(parts.train().images()).isNotEqualTo(many.take(70).images());
    assertThat(parts.train().targets()).isEqualTo(parts.train().images());
    float sum = parts.train().targets().sum() + parts.test().targets().sum();
    assertThat(sum).isEqualTo(4950);
  }

  @Test
  void targetValuesThatDoNotFitAreErrors() {
    refused(
        () -> Dataset.values(zeros(3, 2), zeros(2, 5)),
        "got 3 samples, but target values of shape (2, 5): give one row of numbers a sample, (N,"
            + " outputs)");
    refused(
        () -> Dataset.values(zeros(3, 2), zeros(3, 0)),
        "got 3 samples, but target values of shape (3, 0): give one row of numbers a sample, (N,"
            + " outputs)");
    refused(
        () -> Dataset.values(zeros(1, 2), tensor(Double.NaN)),
        "target value 0 of sample 0 is NaN, expected a finite number: repair or remove the sample");
    refused(
        () -> Dataset.values(tensor(new double[][] {{1, 2}, {1 / 0.0, 0}}), range(2)),
        "sample 1 holds Infinity at index 0 of its 2 numbers, expected finite numbers: repair or"
            + " remove the sample");
    refused(
        () -> Tilde.net(2).dense(3).softmaxCE().fit(VALUES),
        "the data has 2 target values a sample, but the last layer gives 3 scores: use dense(2)"
            + " before the loss");
  }

  @Test
  void whatNeedsClassesSaysSo() {
    String fix =
        " needs samples with classes, but these have target values: see targets(), or give"
            + " Dataset.of(images, labels) classes";
    refused(VALUES::labels, "labels()" + fix);
    refused(() -> VALUES.label(1), "label(i)" + fix);
    refused(VALUES::classCounts, "classCounts()" + fix);
    refused(() -> VALUES.balance(0), "balance" + fix);
    refused(() -> VALUES.balanceDown(0), "balanceDown" + fix);
  }

  @Test
  void nestedArraysAreSamplesToo() {
    float[][] x = {{1, 2}, {3, 4}};
    assertThat(Dataset.values(x, new double[][] {{5}, {6}}).targets())
        .isEqualTo(tensor(new double[][] {{5}, {6}}));
    assertThat(Dataset.of(x, new int[] {0, 1}, List.of("a", "b")).classNames())
        .containsExactly("a", "b");
  }

  @Test
  void tensorsThatAreNoSamplesOrNoDistributionsAreToldApart() {
    refused(
        () -> Dataset.values(range(4), range(4)),
        "a dataset needs samples along the first axis, (N, features) or (N, channels, height,"
            + " width), got (4): for one feature a sample reshape(-1, 1)");
    refused(
        () -> Dataset.of(zeros(3, 2), tensor(0, 1, 2)),
        "of needs a distribution for each sample, (N, classes), got (3): for a class each give int"
            + " labels, for numbers say Dataset.values(images, targets)");
  }

  /** They may be as large as the samples, as those of an autoencoder are. */
  @Test
  void targetValuesAreNotCopiedForEachTraining() {
    assertThat(VALUES.examples(Shape.of(2)).targets())
        .isSameAs(VALUES.examples(Shape.of(2)).targets());
    assertThat(VALUES.pick(1, 0).concat(VALUES.take(1)).targets().toArray())
        .containsExactly(1, -1, 0, 0, 0, 0);
  }

  // ---- map

  @Test
  void mapChangesEachSampleAndKeepsItsClass() {
    Dataset padded = digits().take(3).map(image -> image.pad(1, 1, 0, 0));
    assertThat(padded).hasToString("Dataset of 3 samples (1, 10, 8) in 10 classes");
    assertThat(padded.image(2)).isEqualTo(digits().image(2).pad(1, 1, 0, 0));
    assertThat(padded.labels()).isEqualTo(digits().take(3).labels());
    assertThat(digits().take(3).map(Tensor::flatten).image(1).shape()).containsExactly(64);
  }

  @Test
  void aSampleThatMapMakesWrongIsNamed() {
    refused(
        () -> CLASSES.map(x -> x.get(0) == 4 ? zeros(3) : x),
        "map: sample 2 has shape (3), the first has (2): make all samples of one shape");
    refused(
        () -> CLASSES.map(x -> x.minus(2).sqrt()),
        "sample 0 holds NaN at index 0 of its 2 numbers, expected finite numbers: repair or remove"
            + " the sample");
    refused(
        () -> CLASSES.map(x -> x.reshape(1, 2)),
        "map: sample 0: a sample has shape (features) or (channels, height, width), got (1, 2): a"
            + " grey image needs its channel, (1, 1, 2), which unsqueeze(1) gives to a batch");
    refused(
        () -> CLASSES.map(x -> null),
        "map: the function gave null for sample 0, expected a tensor");
    assertThatThrownBy(() -> CLASSES.map(x -> x.get(0) == 6 ? x.at(9) : x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "map: the function failed at sample 3: java.lang.IllegalArgumentException: at:")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    refused(
        () -> CLASSES.normalize().map(x -> x),
        "map after normalize() would leave the statistics of other numbers: map first, then"
            + " normalize");
  }

  // ---- concat

  @Test
  void datasetsFollowEachOther() {
    Dataset all = CLASSES.concat(CLASSES.pick(3), CLASSES.take(1));
    assertThat(all.images()).isEqualTo(CLASSES.pick(0, 1, 2, 3, 3, 0).images());
    assertThat(all.labels()).containsExactly(0, 1, 1, 1, 1, 0);
    assertThat(all.classNames()).containsExactly("ant", "bee");
    assertThat(VALUES.concat(VALUES.pick(2)).targets().at(4)).isEqualTo(tensor(2, -2));
    Dataset normalized = CLASSES.normalize();
    assertThat(normalized.take(2).concat(normalized.pick(3)).normalization())
        .isEqualTo(normalized.normalization());
  }

  @Test
  void datasetsThatAreNotAlikeAreNotJoined() {
    refused(
        () -> CLASSES.concat(Dataset.of(zeros(2, 3), 0, 1)),
        "concat: the first dataset has samples (2), another one (3): map them to one shape");
    refused(
        () -> Dataset.of(zeros(3, 2), 0, 1, 2).concat(Dataset.of(zeros(2, 2), 0, 1)),
        "concat: the first dataset has 3 classes, another one 2 classes: both need the same, e.g."
            + " all classes named in both");
    refused(
        () -> CLASSES.concat(Dataset.of(zeros(2, 2), 0, 1)),
        "concat: the first dataset has the classes [ant, bee], another one [0, 1]: name them alike,"
            + " in the same order");
    refused(
        () -> CLASSES.concat(VALUES),
        "concat: the first dataset has 2 classes, another one 2 target values: both need the same,"
            + " e.g. all classes named in both");
    refused(
        () -> CLASSES.concat(CLASSES.normalize()),
        "concat: the first dataset has no statistics, another one the statistics mean (3.000,"
            + " 4.000), std (2.236, 2.236): concat first, then normalize");
  }

  // ---- balance

  @Test
  void balancingRepeatsOrLeavesOutSamples() {
    assertThat(CLASSES.classCounts()).containsExactly(1, 3);
    Dataset up = CLASSES.balance(5);
    assertThat(up.classCounts()).containsExactly(3, 3);
    assertThat(up.images()).isEqualTo(CLASSES.pick(0, 1, 2, 3, 0, 0).images());
    Dataset down = digits().balanceDown(5);
    assertThat(down.classCounts()).containsOnly(174);
    assertThat(down.images()).isEqualTo(digits().balanceDown(5).images());
    assertThat(down.images()).isNotEqualTo(digits().balanceDown(6).images());
    assertThat(Arrays.stream(digits().balance(5).classCounts())).containsOnly(183);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
