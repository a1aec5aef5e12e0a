package tilde.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** The lines that differ between two texts, with {@code -}, {@code +} and a line around. */
final class LineDiff {
  private static final int CONTEXT = 1;
  private static final int MOST_SHOWN = 40;
  private static final long MOST_WORK = 4_000_000; // pairs of lines; beyond, all count as replaced

  private final List<String> before;
  private final List<String> after;
  private final BiPredicate<String, String> same;
  private final List<String> lines = new ArrayList<>(); // all, each with its mark

  private LineDiff(List<String> before, List<String> after, BiPredicate<String, String> same) {
    this.before = before;
    this.after = after;
    this.same = same;
  }

  /** No lines if the texts are the same. */
  static List<String> of(
      List<String> before, List<String> after, BiPredicate<String, String> same) {
    LineDiff diff = new LineDiff(before, after, same);
    diff.compare();
    return shortened(diff.lines);
  }

  private void compare() {
    int start = 0;
    int beforeEnd = before.size();
    int afterEnd = after.size();
    while (start < Math.min(beforeEnd, afterEnd) && same(start, start)) {
      start++;
    }
    while (Math.min(beforeEnd, afterEnd) > start && same(beforeEnd - 1, afterEnd - 1)) {
      beforeEnd--;
      afterEnd--;
    }
    add("  ", after.subList(0, start));
    if ((long) (beforeEnd - start) * (afterEnd - start) > MOST_WORK) {
      add("- ", before.subList(start, beforeEnd));
      add("+ ", after.subList(start, afterEnd));
    } else {
      middle(start, beforeEnd, afterEnd);
    }
    add("  ", after.subList(afterEnd, after.size()));
  }

  /** By the longest common subsequence. */
  private void middle(int start, int beforeEnd, int afterEnd) {
    int[][] common = new int[beforeEnd - start + 1][afterEnd - start + 1];
    for (int i = beforeEnd - 1; i >= start; i--) {
      for (int j = afterEnd - 1; j >= start; j--) {
        int[] row = common[i - start];
        int[] next = common[i - start + 1];
        row[j - start] =
            same(i, j) ? next[j - start + 1] + 1 : Math.max(next[j - start], row[j - start + 1]);
      }
    }
    int i = start;
    int j = start;
    while (i < beforeEnd || j < afterEnd) {
      if (i < beforeEnd && j < afterEnd && same(i, j)) {
        lines.add("  " + after.get(j));
        i++;
        j++;
      } else if (j == afterEnd
          || i < beforeEnd
              && common[i - start + 1][j - start] >= common[i - start][j - start + 1]) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
  }

  private boolean same(int i, int j) {
    return same.test(before.get(i), after.get(j));
  }

  private void add(String mark, List<String> some) {
    some.forEach(line -> lines.add(mark + line));
  }

  private static List<String> shortened(List<String> lines) {
    List<String> shown = new ArrayList<>();
    int left = 0;
    boolean any = false;
    for (int i = 0; i < lines.size(); i++) {
      if (!near(lines, i)) {
        left++;
        continue;
      }
      any = true;
      if (left > 0) {
        shown.add("  ...");
        left = 0;
      }
      if (shown.size() == MOST_SHOWN) {
        shown.add("  ... and more");
        return shown;
      }
      shown.add(lines.get(i));
    }
    return any ? shown : List.of();
  }

  private static boolean near(List<String> lines, int i) {
    for (int k = Math.max(0, i - CONTEXT); k <= Math.min(lines.size() - 1, i + CONTEXT); k++) {
      if (!lines.get(k).startsWith("  ")) {
        return true;
      }
    }
    return false;
  }
}
