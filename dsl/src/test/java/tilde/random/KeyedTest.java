package tilde.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyedTest {
  private static final int DRAWS = 100_000;

  @Property
  void bitsAreTheStreamOfTheJdksSplitMix64(@ForAll long seed) {
    Keyed key = Keyed.of(seed);
    SplittableRandom stream = new SplittableRandom(key.state());
    for (int counter = 0; counter < 10; counter++) {
      assertThat(key.bits(counter)).isEqualTo(stream.nextLong());
    }
  }

  /** Frozen when this class was written; weights that users saved the seed of depend on them. */
  @Test
  void goldenBitsNeverChange() {
    Keyed key = Keyed.of(1).key(2).key(3);
    assertThat(key.state()).isEqualTo(4686803710984832984L);
    assertThat(new long[] {key.bits(0), key.bits(1), key.bits(2)})
        .containsExactly(1395974409451355575L, -8447113765007910914L, -5410163266820427000L);
    assertThat(key.uniform(0)).isEqualTo(0.075675905f);
    assertThat(key.uniformDouble(0)).isEqualTo(0.07567592437306636);
    assertThat(new float[] {key.normal(0), key.normal(1), key.normal(-1)})
        .containsExactly(2.0447693f, 0.29046556f, 0.9685441f);
    assertThat(key.below(0, 10)).isEqualTo(0);
    assertThat(key.permutation(10)).containsExactly(0, 1, 8, 6, 9, 4, 3, 2, 5, 7);
  }

  /** One hash over many draws finds a difference that only some arguments of cos and log show. */
  @Test
  void normalDrawsHaveTheSameBitsOnEveryJdk() {
    Keyed key = Keyed.of(7);
    int hash = 1;
    for (int i = 0; i < DRAWS; i++) {
      hash = 31 * hash + Float.floatToRawIntBits(key.normal(i));
    }
    assertThat(hash).isEqualTo(-1728829608);
  }

  @Test
  void uniformDrawsFillTheUnitIntervalEvenly() {
    Keyed key = Keyed.of(11);
    int[] bins = new int[100];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      float u = key.uniform(i);
      assertThat(u).isGreaterThanOrEqualTo(0f).isLessThan(1f);
      bins[(int) (100 * u)]++;
      sum += key.uniformDouble(i);
    }
    // 99 degrees of freedom: 0.1 % of fair generators exceed 148.2, 0.1 % stay below 61.1.
    assertThat(chiSquare(bins)).isBetween(61.1, 148.2);
    assertThat(sum / DRAWS).isCloseTo(0.5, within(4 * Math.sqrt(1.0 / 12 / DRAWS)));
  }

  @Test
  void normalDrawsHaveTheMomentsOfTheNormalDistribution() {
    Keyed key = Keyed.of(12);
    double m1 = 0;
    double m2 = 0;
    double m4 = 0;
    int outside = 0;
    for (int i = 0; i < DRAWS; i++) {
      double z = key.normal(i);
      assertThat(Math.abs(z)).isLessThan(8.6);
      m1 += z / DRAWS;
      m2 += z * z / DRAWS;
      m4 += z * z * z * z / DRAWS;
      outside += Math.abs(z) > 1.959964 ? 1 : 0;
    }
    double standardError = 1 / Math.sqrt(DRAWS);
    assertThat(m1).isCloseTo(0, within(4 * standardError));
    assertThat(m2).isCloseTo(1, within(4 * Math.sqrt(2) * standardError));
    assertThat(m4).isCloseTo(3, within(4 * Math.sqrt(96) * standardError));
    assertThat(outside / (double) DRAWS).isCloseTo(0.05, within(4 * 0.218 * standardError));
  }

  @Property
  void belowStaysBelowItsBound(
      @ForAll long seed, @ForAll long counter, @ForAll @IntRange(min = 1) int bound) {
    assertThat(Keyed.of(seed).below(counter, bound)).isBetween(0, bound - 1);
  }

  @Test
  void belowTakesEachValueEquallyOften() {
    Keyed key = Keyed.of(13);
    int[] bins = new int[7];
    for (int i = 0; i < DRAWS; i++) {
      bins[key.below(i, 7)]++;
    }
    assertThat(chiSquare(bins)).isBetween(0.38, 22.5); // 6 degrees of freedom, 0.1 % either side
  }

  /** Epochs and samples are small neighbouring numbers: their keys must still be unrelated. */
  @Test
  void neighbouringKeysAreUncorrelated() {
    Keyed root = Keyed.of(0);
    assertUncorrelated(root.key(0), root.key(1));
    assertUncorrelated(Keyed.of(0), Keyed.of(1));
    assertUncorrelated(root.key(1).key(2), root.key(2).key(1));
    assertUncorrelated(root, root.key(0));
    double along = 0;
    double acrossKeys = 0;
    for (int i = 0; i < DRAWS; i++) {
      along += root.normal(i) * root.normal(i + 1L) / DRAWS;
      acrossKeys += root.key(i).normal(0) * root.key(i + 1L).normal(0) / DRAWS;
    }
    assertThat(along).isCloseTo(0, within(4 / Math.sqrt(DRAWS)));
    assertThat(acrossKeys).isCloseTo(0, within(4 / Math.sqrt(DRAWS)));
  }

  @Test
  void firstDrawsOfManyKeysAreEvenToo() {
    int[] bins = new int[100];
    for (int epoch = 0; epoch < 100; epoch++) {
      for (int sample = 0; sample < 1000; sample++) {
        bins[Keyed.of(1).key(epoch).key(sample).below(0, 100)]++;
      }
    }
    assertThat(chiSquare(bins)).isBetween(61.1, 148.2);
  }

  @Test
  void flippingOneBitOfTheCounterOrTheKeyFlipsHalfTheBits() {
    double byCounter = 0;
    double byKey = 0;
    int trials = 64 * 200;
    for (int i = 0; i < 200; i++) {
      Keyed key = Keyed.of(i);
      for (int bit = 0; bit < 64; bit++) {
        long flipped = i ^ 1L << bit;
        byCounter += Long.bitCount(key.bits(i) ^ key.bits(flipped)) / (double) trials;
        byKey += Long.bitCount(key.key(i).bits(0) ^ key.key(flipped).bits(0)) / (double) trials;
      }
    }
    assertThat(byCounter).isCloseTo(32, within(0.2));
    assertThat(byKey).isCloseTo(32, within(0.2));
  }

  @Test
  void keysOfDifferentPathsDiffer() {
    Set<Keyed> keys = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      keys.add(Keyed.of(seed));
      for (int a = 0; a < 20; a++) {
        keys.add(Keyed.of(seed).key(a));
        for (int b = 0; b < 20; b++) {
          keys.add(Keyed.of(seed).key(a).key(b));
        }
      }
    }
    assertThat(keys).hasSize(20 + 400 + 8000);
  }

  @Property
  void permutationHoldsEachIndexOnce(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 500) int n) {
    int[] sorted = Keyed.of(seed).permutation(n);
    Arrays.sort(sorted);
    assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
  }

  @Test
  void permutationsOfFourComeUpEquallyOften() {
    int[] bins = new int[256]; // the entries as a number in base 4, of which 24 occur
    for (int i = 0; i < DRAWS; i++) {
      int[] p = Keyed.of(i).permutation(4);
      bins[64 * p[0] + 16 * p[1] + 4 * p[2] + p[3]]++;
    }
    int[] seen = Arrays.stream(bins).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    assertThat(chiSquare(seen)).isBetween(7.5, 49.7); // 23 degrees of freedom, 0.1 % either side
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> Keyed.of(0).below(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a random number below 0 does not exist: the bound must be at least 1");
    assertThatThrownBy(() -> Keyed.of(0).permutation(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a permutation of -1 things does not exist: the count must be at least 0");
  }

  private static void assertUncorrelated(Keyed a, Keyed b) {
    double product = 0;
    for (int i = 0; i < DRAWS; i++) {
      product += a.normal(i) * b.normal(i) / DRAWS;
    }
    assertThat(product).isCloseTo(0, within(4 / Math.sqrt(DRAWS)));
  }

  private static double chiSquare(int[] bins) {
    double expected = Arrays.stream(bins).sum() / (double) bins.length;
    return Arrays.stream(bins).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }
}
