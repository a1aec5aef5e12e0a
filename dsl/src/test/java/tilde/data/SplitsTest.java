package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tilde.data.Splits.Split;

class SplitsTest {

  @Property
  void eachIndexIsOnExactlyOneSideAndBothAscend(
      @ForAll @Size(min = 2, max = 300) List<@IntRange(min = -3, max = 8) Integer> classes,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    int[] labels = toInts(classes);
    Assume.that(bothSidesHaveSome(labels.length, fraction));
    Split split = Splits.stratified(labels, fraction, seed);
    assertThat(split.first()).isSorted();
    assertThat(split.second()).isSorted();
    int[] both =
        IntStream.concat(Arrays.stream(split.first()), Arrays.stream(split.second()))
            .sorted()
            .toArray();
    assertThat(both).isEqualTo(IntStream.range(0, labels.length).toArray());
  }

  @Property
  void theTotalIsRoundedAndEachClassIsWithinOneOfItsShare(
      @ForAll @Size(min = 2, max = 300) List<@IntRange(min = 0, max = 8) Integer> classes,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    int[] labels = toInts(classes);
    Assume.that(bothSidesHaveSome(labels.length, fraction));
    Split split = Splits.stratified(labels, fraction, seed);
    assertThat(split.first()).hasSize((int) Math.round(fraction * labels.length));
    for (int c = 0; c <= 8; c++) {
      double share = fraction * count(labels, c);
      assertThat(countAt(split.first(), labels, c)).isBetween((int) share, (int) share + 1);
    }
  }

  @Test
  void theDigitsAreSplitEightyToTwentyInEachClass() {
    int[] labels = Digits.load().labels();
    Split split = Splits.stratified(labels, 0.8, 1);
    assertThat(split.first()).hasSize(1438); // 1437.6 rounded
    assertThat(split.second()).hasSize(359);
    // 0.8 of 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 is 142.4, 145.6, 141.6, 146.4, 144.8,
    // 145.6, 144.8, 143.2, 139.2, 144: the whole parts make 1433, and the five largest fractions
    // (classes 4 and 6, then 1, 2 and 5) get one more.
    assertThat(IntStream.range(0, 10).map(c -> countAt(split.first(), labels, c)))
        .containsExactly(142, 146, 142, 146, 145, 146, 145, 143, 139, 144);
  }

  @Test
  void equalRemaindersFavourTheSmallerLabel() {
    int[] labels = {5, 2, 5, 2, 9, 9, 5, 2, 9}; // 3 of each: 1.5 each, 4.5 in all, rounded to 5
    Split split = Splits.stratified(labels, 0.5, 3);
    assertThat(countAt(split.first(), labels, 2)).isEqualTo(2);
    assertThat(countAt(split.first(), labels, 5)).isEqualTo(2);
    assertThat(countAt(split.first(), labels, 9)).isEqualTo(1);
  }

  @Test
  void theSeedDecides() {
    int[] labels = Digits.load().labels();
    int[] first = Splits.stratified(labels, 0.8, 1).first();
    assertThat(Splits.stratified(labels, 0.8, 1).first()).isEqualTo(first);
    assertThat(Splits.stratified(labels, 0.8, 2).first()).isNotEqualTo(first);
  }

  /** Over many seeds each sample is drawn as often as the fraction says. */
  @Test
  void noSampleIsFavoured() {
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    int[] drawn = new int[10];
    for (int seed = 0; seed < 10_000; seed++) {
      for (int i : Splits.stratified(labels, 0.4, seed).first()) {
        drawn[i]++;
      }
    }
    // binomial with p = 0.4: the standard deviation is 49
    for (int times : drawn) {
      assertThat(times).isBetween(3800, 4200);
    }
  }

  @Test
  void impossibleFractionsAreRefused() {
    for (double fraction : new double[] {0, 1, -0.2, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> Splits.stratified(new int[10], fraction, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cannot split at "
                  + fraction
                  + ": expected a fraction above 0 and below 1, such as 0.8");
    }
  }

  @Test
  void aSideThatWouldBeEmptyIsRefused() {
    assertThatThrownBy(() -> Splits.stratified(new int[10], 0.04, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a split of 10 samples at 0.04 gives sides of 0 and 10, expected at least one sample"
                + " on each: use more samples or a fraction nearer to 0.5");
    assertThatThrownBy(() -> Splits.stratified(new int[10], 0.96, 1))
        .hasMessageContaining("gives sides of 10 and 0");
    assertThatThrownBy(() -> Splits.stratified(new int[1], 0.5, 1))
        .hasMessageContaining("gives sides of 1 and 0")
        .hasMessageEndingWith("on each: use more samples");
    assertThatThrownBy(() -> Splits.stratified(new int[0], 0.5, 1))
        .hasMessageContaining("a split of 0 samples");
  }

  private static int[] toInts(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean bothSidesHaveSome(int n, double fraction) {
    long first = Math.round(fraction * n);
    return first > 0 && first < n;
  }

  private static int count(int[] labels, int c) {
    return (int) Arrays.stream(labels).filter(label -> label == c).count();
  }

  private static int countAt(int[] indices, int[] labels, int c) {
    return (int) Arrays.stream(indices).filter(i -> labels[i] == c).count();
  }
}
