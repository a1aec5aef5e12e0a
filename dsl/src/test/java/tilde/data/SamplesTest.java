package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final List<String> CLASSES = List.of("cat", "dog");

  private static Samples three() {
    return new Samples(new float[] {1, 2, 3, 4, 5, 6}, List.of(1, 2), new int[] {0, 1, 1}, CLASSES);
  }

  @Test
  void isAValue() {
    assertThat(three()).isEqualTo(three()).hasSameHashCodeAs(three());
    Samples other =
        new Samples(new float[] {1, 2, 5, 6, 3, 4}, List.of(1, 2), new int[] {0, 1, 1}, CLASSES);
    assertThat(three()).isNotEqualTo(other);
    assertThat(three()).hasToString("3 samples of 1x2, 2 classes");
    assertThat(three().sampleSize()).isEqualTo(2);
  }

  @Test
  void changingTheLabelsOutsideChangesNothingInside() {
    int[] labels = {0, 1};
    Samples samples = new Samples(new float[2], List.of(), labels, CLASSES);
    labels[0] = 1;
    samples.labels()[1] = 0;
    assertThat(samples.labels()).containsExactly(0, 1);
  }

  @Test
  void classesWithoutNamesAreNumbered() {
    assertThat(Samples.numbered(3)).containsExactly("0", "1", "2");
  }

  @Test
  void anEmptyDatasetIsRefused() {
    assertFails(new float[0], List.of(1, 2))
        .hasMessage(
            "the dataset is empty: expected at least one sample of 1x2;"
                + " was everything filtered out?");
  }

  @Test
  void samplesAndLabelsMustMatch() {
    assertFails(new float[4], List.of(1, 2), 0, 1, 1)
        .hasMessage("got 2 samples of 1x2 but 3 labels: give each sample exactly one label");
    assertFails(new float[5], List.of(1, 2), 0, 1)
        .hasMessage(
            "5 numbers do not make whole samples of 1x2 (2 numbers each), 1 are left over:"
                + " check the shape");
    assertFails(new float[2], List.of(), 1, 1, 1)
        .hasMessage("got 2 samples of one number but 3 labels: give each sample exactly one label");
  }

  @Test
  void labelsOutsideTheClassesNameTheSample() {
    assertFails(new float[3], List.of(1), 0, 1, 2)
        .hasMessage(
            "sample 2 has label 2, expected 0 to 1 because there are 2 classes:"
                + " count labels from 0, or name more classes");
    assertFails(new float[2], List.of(1), 0, -1).hasMessageContaining("sample 1 has label -1");
  }

  @Test
  void numbersThatAreNotFiniteNameTheSample() {
    assertFails(new float[] {1, 2, 3, Float.NaN}, List.of(2), 0, 1)
        .hasMessage(
            "sample 1 holds NaN at index 1 of its 2 numbers, expected finite numbers:"
                + " repair or remove the sample");
    assertFails(new float[] {Float.NEGATIVE_INFINITY}, List.of(1), 0)
        .hasMessageContaining("sample 0 holds -Infinity");
  }

  @Test
  void impossibleShapesAreRefused() {
    assertFails(new float[1], List.of(1, 0, 8), 0)
        .hasMessage("the shape of one sample is 1x0x8: each size must be at least 1");
    assertFails(new float[1], List.of(65536, 65536), 0)
        .hasMessage(
            "one sample of shape 65536x65536 does not fit into an array:"
                + " it may have at most 2147483647 numbers");
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      float[] x, List<Integer> shape, int... labels) {
    return assertThatThrownBy(() -> new Samples(x, shape, labels, CLASSES))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
