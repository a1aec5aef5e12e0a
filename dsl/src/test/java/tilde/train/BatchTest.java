package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tilde.array.Shape;

class BatchTest {

  private static Batch batch(int size) {
    return new Batch(new Examples(Shape.of(1), new float[size], null), new int[size]);
  }

  @Property(seed = "1")
  void slicesCoverTheBatchOnce(@ForAll @IntRange(min = 1, max = 3000) int size) {
    Batch batch = batch(size);
    assertThat(batch.size()).isEqualTo(size);
    int next = 0;
    for (int i = 0; i < batch.slices(); i++) {
      assertThat(batch.start(i)).isEqualTo(next);
      next = batch.start(i + 1);
      assertThat(next - batch.start(i)).isBetween(1, 16);
    }
    assertThat(next).isEqualTo(size);
  }

  /** Frozen: another number would change the bits of all weights. */
  @Example
  void theNumberOfSlicesFollowsFromTheSizeAlone() {
    int[][] table = {
      {1, 1}, {2, 2}, {7, 7}, {8, 8}, {9, 8}, {32, 8}, {128, 8}, {129, 9}, {256, 16}, {1000, 63}
    };
    for (int[] row : table) {
      assertThat(batch(row[0]).slices()).as("slices of %d", row[0]).isEqualTo(row[1]);
    }
  }

  @Example
  void theLargestBatchHasSlicesToo() {
    assertThat(Batch.slices(Integer.MAX_VALUE)).isEqualTo(1 << 27);
  }

  /** The last batch of an epoch is smaller, but its slices need not be: 129 / 9 < 128 / 8. */
  @Property(seed = "2")
  void largestSliceHoldsThoseOfSmallerBatchesToo(
      @ForAll @IntRange(min = 1, max = 400) int size, @ForAll @IntRange(min = 1) int smaller) {
    Batch batch = batch(1 + smaller % size);
    for (int i = 0; i < batch.slices(); i++) {
      assertThat(batch.start(i + 1) - batch.start(i)).isLessThanOrEqualTo(Batch.largestSlice(size));
    }
  }
}
