package tilde.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static List<String> diff(String before, String after) {
    return LineDiff.of(List.of(before.split(" ")), List.of(after.split(" ")), String::equals);
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(diff("a b c", "a b c")).isEmpty();
  }

  @Test
  void changedLinesStandBetweenTheirNeighbours() {
    assertThat(diff("a b c d e", "a b X d e")).containsExactly("  ...", "  b", "- c", "+ X", "  d");
    assertThat(diff("a b", "a b c")).containsExactly("  ...", "  b", "+ c");
    assertThat(diff("a b c", "b c")).containsExactly("- a", "  b");
  }

  @Test
  void aVeryLongDifferenceIsCut() {
    List<String> before = IntStream.range(0, 10_000).mapToObj(i -> "a" + i).toList();
    List<String> after = IntStream.range(0, 10_000).mapToObj(i -> "b" + i).toList();
    List<String> lines = LineDiff.of(before, after, String::equals);
    assertThat(lines).hasSize(41).startsWith("- a0", "- a1").endsWith("  ... and more");
  }

  @Property(tries = 200)
  void theMarkedLinesAreExactlyWhatChanged(
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> before,
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> after) {
    List<String> old = before.stream().map(String::valueOf).toList();
    List<String> now = after.stream().map(String::valueOf).toList();
    List<String> lines = LineDiff.of(old, now, String::equals);

    List<String> more = new ArrayList<>(now);
    List<String> less = new ArrayList<>(old);
    for (String line : lines) {
      if (line.startsWith("+ ")) {
        assertThat(more.remove(line.substring(2))).isTrue();
      } else if (line.startsWith("- ")) {
        assertThat(less.remove(line.substring(2))).isTrue();
      }
    }
    Collections.sort(more);
    Collections.sort(less);
    assertThat(more).isEqualTo(less);
    assertThat(lines.isEmpty()).isEqualTo(old.equals(now));
  }
}
