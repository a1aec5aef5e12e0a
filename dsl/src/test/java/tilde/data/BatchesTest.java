package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tilde.data.Batches.Range;

class BatchesTest {

  @Property
  void batchesFollowEachOtherAndOnlyTheLastIsSmaller(
      @ForAll @IntRange(min = 1, max = 2000) int samples,
      @ForAll @IntRange(min = 1, max = 300) int size) {
    Batches batches = new Batches(samples, size);
    List<Range> ranges = batches.ranges();
    assertThat(ranges).hasSize(batches.count());
    int next = 0;
    for (Range range : ranges) {
      assertThat(range.from()).isEqualTo(next);
      assertThat(range.size()).isEqualTo(Math.min(size, samples - next)).isPositive();
      next = range.to();
    }
    assertThat(next).isEqualTo(samples);
  }

  @Test
  void aRemainderIsASmallerLastBatch() {
    assertThat(new Batches(7, 3).ranges())
        .containsExactly(new Range(0, 3), new Range(3, 6), new Range(6, 7));
    assertThat(new Batches(6, 3).ranges()).containsExactly(new Range(0, 3), new Range(3, 6));
  }

  @Test
  void aBatchLargerThanTheDataIsOneBatch() {
    assertThat(new Batches(5, Integer.MAX_VALUE).ranges()).containsExactly(new Range(0, 5));
    assertThat(new Batches(Integer.MAX_VALUE, Integer.MAX_VALUE - 1).ranges().get(1).size())
        .isEqualTo(1);
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new Batches(0, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot make batches of 0 samples: expected at least one sample");
    assertThatThrownBy(() -> new Batches(10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the batch size is 0, expected at least 1: try batchSize(32)");
    assertThatThrownBy(() -> new Batches(10, 4).range(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no batch 3: 3 batches are numbered 0 to 2");
  }
}
