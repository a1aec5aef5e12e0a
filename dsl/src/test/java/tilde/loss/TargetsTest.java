package tilde.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetsTest {

  @Test
  void labelsPutAllProbabilityOnOneClass() {
    Targets t = Targets.ofLabels(new int[] {2, 0}, 3);
    assertThat(t.size()).isEqualTo(2);
    assertThat(t.classes()).isEqualTo(3);
    assertThat(t.label(0)).isEqualTo(2);
    assertThat(t.target(0, 2)).isEqualTo(1);
    assertThat(t.target(0, 0)).isZero();
    assertThat(t.target(1, 0)).isEqualTo(1);
  }

  @Test
  void theLabelOfADistributionIsTheFirstOfTheMostProbable() {
    Targets t = Targets.ofDistributions(new float[][] {{0.2f, 0.4f, 0.4f}, {0, 0, 1}});
    assertThat(t.size()).isEqualTo(2);
    assertThat(t.classes()).isEqualTo(3);
    assertThat(t.label(0)).isEqualTo(1);
    assertThat(t.label(1)).isEqualTo(2);
    assertThat(t.target(0, 2)).isEqualTo(0.4f);
  }

  @Test
  void laterChangesOfTheArraysDoNotReachTheTargets() {
    int[] labels = {1};
    float[][] rows = {{0, 1}};
    Targets byLabel = Targets.ofLabels(labels, 2);
    Targets byRow = Targets.ofDistributions(rows);
    labels[0] = 0;
    rows[0][0] = 7;
    assertThat(byLabel.label(0)).isEqualTo(1);
    assertThat(byRow.target(0, 0)).isZero();
  }

  @Test
  void aLabelOutsideTheClassesIsNamed() {
    String message =
        "label %d is %d, but the classes are 0 to 9: number the classes from 0, and let the last"
            + " layer have one unit a class";
    assertThatThrownBy(() -> Targets.ofLabels(new int[] {0, 9, 10}, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message, 2, 10);
    assertThatThrownBy(() -> Targets.ofLabels(new int[] {-1}, 10)).hasMessage(message, 0, -1);
  }

  @Test
  void rowsThatAreNoDistributionsAreNamed() {
    assertRefused(
        "distribution 1 has 3 classes, the first has 2", new float[][] {{0, 1}, {0, 0, 1}});
    assertRefused(
        "distribution 0 has -0.5 for class 1: probabilities are 0 or more",
        new float[][] {{1.5f, -0.5f}});
    assertRefused(
        "distribution 0 has NaN for class 0: probabilities are 0 or more",
        new float[][] {{Float.NaN, 1}});
    assertRefused(
        "distribution 1 sums to 2.0, not to 1: divide it by its sum",
        new float[][] {{0, 1}, {1, 1}});
    assertRefused(
        "distribution 0 sums to Infinity, not to 1: divide it by its sum",
        new float[][] {{Float.POSITIVE_INFINITY, 1}});
    assertRefused(
        "distribution 0 sums to 0.0, not to 1: divide it by its sum", new float[][] {{0, 0}});
  }

  private static void assertRefused(String message, float[]... rows) {
    assertThatThrownBy(() -> Targets.ofDistributions(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void numbersAreWhatTheyAreAndTheirLabelIsTheFirstHighest() {
    Targets t = Targets.ofValues(new float[][] {{-1, 2.5f, 2.5f}, {0, -3, -4}});
    assertThat(t.size()).isEqualTo(2);
    assertThat(t.classes()).isEqualTo(3);
    assertThat(t.target(0, 0)).isEqualTo(-1);
    assertThat(t.target(0, 2)).isEqualTo(2.5f);
    assertThat(t.label(0)).isEqualTo(1);
    assertThat(t.label(1)).isZero();
  }

  @Test
  void numbersThatAreNoneAreNamed() {
    assertThatThrownBy(() -> Targets.ofValues(new float[][] {{1}, {2, 3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample 1 has 2 target values, the first has 1: give each sample as many");
    assertThatThrownBy(() -> Targets.ofValues(new float[][] {{1}, {Float.NaN}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "target value 0 of sample 1 is NaN, expected a finite number: repair or remove the"
                + " sample");
  }
}
