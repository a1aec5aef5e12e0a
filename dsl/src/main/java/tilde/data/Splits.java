package tilde.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tilde.random.Keyed;

/** Divides samples into two sides, such as training and test. */
public final class Splits {
  private static final long PURPOSE = 0x53504c4954L; // "SPLIT": apart from other uses of the seed

  private Splits() {}

  /**
   * The indices of the two sides of a split, each ascending; together they hold every index once.
   */
  public record Split(int[] first, int[] second) {}

  /**
   * Splits so that each class keeps its share on both sides, drawn at random by {@code seed}.
   *
   * <p>The first side holds {@code round(fraction * labels.length)} samples. They are shared out
   * among the classes by largest remainder: a class of n samples gets {@code fraction * n} rounded
   * down, and those with the largest fractional part (of equal ones, the smaller label) get one
   * more until the total is reached.
   *
   * @param labels the class of each sample, any numbers
   * @param fraction the share of the first side, above 0 and below 1
   * @throws IllegalArgumentException when the fraction is not, or a side would be empty
   */
  public static Split stratified(int[] labels, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "cannot split at %s: expected a fraction above 0 and below 1, such as 0.8"
              .formatted(fraction));
    }
    int n = labels.length;
    int total = (int) Math.round(fraction * n);
    if (total == 0 || total == n) {
      throw new IllegalArgumentException(
          ("a split of %s samples at %s gives sides of %s and %s,"
                  + " expected at least one sample on each: %s")
              .formatted(
                  n,
                  fraction,
                  total,
                  n - total,
                  n < 2 ? "use more samples" : "use more samples or a fraction nearer to 0.5"));
    }
    int[] classes = Arrays.stream(labels).sorted().distinct().toArray();
    int[][] members = members(labels, classes);
    int[] quota = quotas(members, fraction, total);
    boolean[] isFirst = new boolean[n];
    for (int c = 0; c < classes.length; c++) {
      int[] order = Keyed.of(seed).key(PURPOSE).key(classes[c]).permutation(members[c].length);
      for (int i = 0; i < quota[c]; i++) {
        isFirst[members[c][order[i]]] = true;
      }
    }
    return new Split(
        IntStream.range(0, n).filter(i -> isFirst[i]).toArray(),
        IntStream.range(0, n).filter(i -> !isFirst[i]).toArray());
  }

  /** The indices of each class's samples, ascending. */
  private static int[][] members(int[] labels, int[] classes) {
    int[] of = Arrays.stream(labels).map(label -> Arrays.binarySearch(classes, label)).toArray();
    int[][] members = new int[classes.length][];
    int[] filled = new int[classes.length];
    for (int c : of) {
      filled[c]++;
    }
    for (int c = 0; c < classes.length; c++) {
      members[c] = new int[filled[c]];
      filled[c] = 0;
    }
    for (int i = 0; i < of.length; i++) {
      members[of[i]][filled[of[i]]++] = i;
    }
    return members;
  }

  private static int[] quotas(int[][] members, double fraction, int total) {
    int[] quota = new int[members.length];
    double[] remainder = new double[members.length];
    for (int c = 0; c < members.length; c++) {
      double share = fraction * members[c].length;
      quota[c] = (int) share;
      remainder[c] = share - quota[c];
    }
    // The sort is stable, so equal remainders stay in the order of their labels.
    List<Integer> byRemainder =
        IntStream.range(0, members.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -remainder[c]))
            .toList();
    int missing = total - Arrays.stream(quota).sum(); // fewer than there are remainders above 0
    for (int c : byRemainder.subList(0, missing)) {
      quota[c]++;
    }
    return quota;
  }
}
