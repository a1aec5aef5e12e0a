package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InputsTest {
  private static final List<Integer> PAIR = List.of(2);

  /** Four samples (n, 10 n), in memory, made when read, and partly so. */
  static Stream<Inputs> four() {
    Inputs held = new Held(new float[] {0, 0, 1, 10, 2, 20, 3, 30}, PAIR);
    Inputs made = new Made(4, PAIR, n -> new float[] {n, 10 * n});
    Inputs joined = Inputs.concat(List.of(held.pick(0, 1), made.pick(2), held.pick(3)));
    return Stream.of(held, made, joined, Inputs.concat(List.of(held.pick(0, 1), held.pick(2, 3))));
  }

  @ParameterizedTest
  @MethodSource("four")
  void samplesAreTheSameWhereverTheyAre(Inputs inputs) {
    assertThat(inputs.size()).isEqualTo(4);
    assertThat(inputs.shape()).isEqualTo(PAIR);
    assertThat(inputs.all()).containsExactly(0, 0, 1, 10, 2, 20, 3, 30);
    float[] room = {7, 7, 7, 7};
    inputs.read(3, room, 1);
    assertThat(room).containsExactly(7, 3, 30, 7);
    Inputs picked = inputs.pick(3, 0, 3);
    assertThat(picked.size()).isEqualTo(3);
    assertThat(picked.all()).containsExactly(3, 30, 0, 0, 3, 30);
    Inputs sums = inputs.pick(2, 1).map(List.of(1), (n, x) -> new float[] {x[0] + x[1]});
    assertThat(sums.shape()).containsExactly(1);
    assertThat(sums.all()).containsExactly(22, 11);
    assertThat(sums.held()).isEqualTo(inputs.held());
  }

  @Test
  void whatIsMadeIsMadeWhenReadAndCalledByItsOwnNumber() {
    List<String> calls = new ArrayList<>();
    Inputs made =
        new Made(
            5,
            PAIR,
            n -> {
              calls.add("make " + n);
              return new float[] {n, n};
            });
    Inputs changed =
        made.pick(4, 2, 0)
            .map(
                PAIR,
                (n, x) -> {
                  calls.add("change " + n);
                  return x;
                })
            .pick(1, 0);
    assertThat(calls).isEmpty();
    assertThat(changed.origin(0)).isEqualTo(2);
    changed.all();
    assertThat(calls).containsExactly("make 2", "change 2", "make 4", "change 4");
  }

  @Test
  void moreNumbersThanAnArrayHoldsAreRefused() {
    Inputs many = new Made(3_000_000, List.of(1, 32, 32), n -> new float[1024]);
    assertThatThrownBy(many::all)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "3000000 samples of 1x32x32 do not fit into one array, which holds at most 2147483647"
                + " numbers: take fewer, or go through them batch by batch, as batches(32) and"
                + " training do");
  }

  @Test
  void balancingGivesAllClassesTheSameNumber() {
    int[] labels = {2, 0, 2, 2, 0, 2, 3, 2, 2, 2};
    assertThat(Balance.counts(labels, 4)).containsExactly(2, 0, 7, 1);
    int[] up = Balance.up(labels, 4, 1);
    assertThat(up).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).hasSize(21);
    assertThat(Balance.counts(of(labels, up), 4)).containsExactly(7, 0, 7, 7);
    assertThat(Arrays.stream(up).filter(i -> i == 1).count()).isBetween(3L, 4L); // of 7 for two
    int[] down = Balance.down(labels, 4, 1);
    assertThat(down).isSorted().contains(6).hasSize(3);
    assertThat(Balance.counts(of(labels, down), 4)).containsExactly(1, 0, 1, 1);
    assertThat(Balance.down(labels, 4, 1)).isEqualTo(down);
    assertThat(Stream.iterate(0, s -> s + 1).limit(20).map(s -> Balance.down(labels, 4, s)[0]))
        .containsAnyOf(0)
        .containsAnyOf(1);
  }

  private static int[] of(int[] labels, int... places) {
    return Arrays.stream(places).map(i -> labels[i]).toArray();
  }
}
