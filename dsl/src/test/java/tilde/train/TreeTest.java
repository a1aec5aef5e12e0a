package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tilde.random.Keyed;

class TreeTest {

  /** The same tree without threads: the left half is the smaller one. */
  private static float sequential(int from, int to, Keyed leaves) {
    if (to - from == 1) {
      return leaf(leaves, from);
    }
    int middle = from + (to - from) / 2;
    return sequential(from, middle, leaves) + sequential(middle, to, leaves);
  }

  private static float leaf(Keyed leaves, int i) {
    return leaves.normal(i) * (1 << leaves.below(i, 20)); // sums of these depend on their order
  }

  private static <T> T in(int threads, Callable<T> work) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(work).join();
    } finally {
      pool.shutdown();
    }
  }

  @Property(tries = 100, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void sumsInTheOrderOfTheTree(
      @ForAll @IntRange(min = 1, max = 200) int count,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll long seed) {
    Keyed leaves = Keyed.of(seed);
    float sum = in(threads, () -> Tree.sum(count, i -> leaf(leaves, i), Float::sum));
    assertThat(Float.floatToRawIntBits(sum))
        .isEqualTo(Float.floatToRawIntBits(sequential(0, count, leaves)));
  }

  @Example
  void addsNeighboursFirst() {
    String order =
        in(2, () -> Tree.sum(7, String::valueOf, (left, right) -> "(" + left + right + ")"));
    assertThat(order).isEqualTo("((0(12))((34)(56)))");
  }

  @Example
  void aSumOfNothingIsRefused() {
    assertThatThrownBy(() -> in(1, () -> Tree.sum(0, i -> i, Integer::sum)))
        .hasStackTraceContaining("there is nothing to compute: give at least one sample");
  }

  @Example
  void anErrorInALeafEndsTheSumAndNothingRunsOn() {
    for (int threads : List.of(1, 2)) {
      AtomicInteger atWork = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  in(
                      threads,
                      () -> {
                        try {
                          return Tree.sum(64, i -> failingLeaf(i, atWork), Integer::sum);
                        } finally {
                          assertThat(atWork).hasValue(0);
                        }
                      }))
          .hasStackTraceContaining("leaf 5 is broken");
    }
  }

  private static int failingLeaf(int i, AtomicInteger atWork) {
    atWork.incrementAndGet();
    try {
      if (i == 5) {
        throw new IllegalStateException("leaf 5 is broken");
      }
      Thread.onSpinWait();
      return i;
    } finally {
      atWork.decrementAndGet();
    }
  }
}
