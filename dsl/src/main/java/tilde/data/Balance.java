package tilde.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import tilde.random.Keyed;

/** Chooses samples so that all classes have the same number. */
public final class Balance {
  private static final long PURPOSE = 0x42414c414e4345L; // "BALANCE": apart from other uses

  private Balance() {}

  /** How many samples each of the classes has. */
  public static int[] counts(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * All samples in their order, then repeats drawn from {@code seed} until each class that has
   * samples has as many as the largest. No sample of a class comes twice more often than another.
   */
  public static int[] up(int[] labels, int classes, long seed) {
    int[] counts = counts(labels, classes);
    int most = Arrays.stream(counts).max().orElseThrow();
    IntStream repeats =
        IntStream.range(0, classes)
            .filter(c -> counts[c] > 0)
            .flatMap(
                c -> {
                  int[] drawn = drawn(labels, c, seed);
                  return IntStream.range(counts[c], most).map(i -> drawn[i % counts[c]]);
                });
    return IntStream.concat(IntStream.range(0, labels.length), repeats).toArray();
  }

  /**
   * As many samples of each class that has any as the smallest has, drawn from {@code seed}, in
   * their order.
   */
  public static int[] down(int[] labels, int classes, long seed) {
    int[] counts = counts(labels, classes);
    int fewest = Arrays.stream(counts).filter(count -> count > 0).min().orElseThrow();
    return IntStream.range(0, classes)
        .filter(c -> counts[c] > 0)
        .flatMap(c -> Arrays.stream(drawn(labels, c, seed)).limit(fewest))
        .sorted()
        .toArray();
  }

  /** The places of the samples of a class, in an order drawn from {@code seed}. */
  private static int[] drawn(int[] labels, int c, long seed) {
    int[] places = IntStream.range(0, labels.length).filter(i -> labels[i] == c).toArray();
    int[] order = Keyed.of(seed).key(PURPOSE).key(c).permutation(places.length);
    return Arrays.stream(order).map(i -> places[i]).toArray();
  }
}
