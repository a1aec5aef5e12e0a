package tilde;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.array.Blocks;

/** Every message a wrong use of a tensor gives: what, where, expected, got, and what to try. */
class TensorMessagesTest {
  private static final Tensor MATRIX = Tensor.range(6).reshape(2, 3);
  private static final Tensor VECTOR = Tensor.range(3);
  private static final Tensor SCALAR = Tensor.full(1);

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            () -> Tensor.of(new float[5], 2, 3),
            "shape (2, 3) has 6 elements, got 5 values: change the shape or the values"),
        mistake(
            () -> Tensor.zeros(2, -3), "shape (2, -3): axis 1 has size -3, sizes are 0 or more"),
        mistake(
            () -> Tensor.zeros(70000, 70000, 70000, 70000, 70000),
            "shape (70000, 70000, 70000, 70000, 70000) has more than 2147483647 elements, the most"
                + " an array can hold: use smaller batches"),
        mistake(
            () -> Tensor.of(new double[][] {{1, 2}, {3}}),
            "ragged array: row [1] has 1 entries, the first rows give shape (2, 2): make all rows"
                + " equally long"),
        mistake(
            () -> Tensor.of(new int[][][] {{{1}, {2}}, {{3}, null}}),
            "ragged array: row [1][1] is null, the first rows give shape (2, 2, 1): make all rows"
                + " equally long"),
        mistake(
            () -> Tensor.of(new long[][] {{1}}),
            "nested arrays must hold float, double or int, got long[][]"),
        mistake(
            () -> Tensor.range(0, 1, 0),
            "range: from 0.0 to 1.0 by 0.0 does not end: use finite numbers and a step other than"
                + " 0"),
        mistake(
            () -> Tensor.range(0, Double.NaN, 1),
            "range: from 0.0 to NaN by 1.0 does not end: use finite numbers and a step other than"
                + " 0"),
        mistake(
            () -> MATRIX.size(2),
            "size: shape (2, 3) has no axis 2, its axes are 0 to 1, or -2 to -1 from the end"),
        mistake(() -> SCALAR.sum(0), "sum: shape () has no axis 0, a scalar has no axes"),
        mistake(
            () -> MATRIX.mean(1, -1),
            "mean: shape (2, 3) has axis 1 once, but it is named twice in (1, -1)"),
        mistake(() -> MATRIX.get(1), "get: shape (2, 3) needs 2 indices, got 1: (1)"),
        mistake(
            () -> MATRIX.get(1, 3),
            "get: index 3 is outside axis 1 of shape (2, 3), which has indices 0 to 2"),
        mistake(
            () -> MATRIX.get(-1, 0),
            "get: index -1 is outside axis 0 of shape (2, 3), which has indices 0 to 1; negative"
                + " indices do not count from the end here"),
        mistake(
            () -> MATRIX.item(),
            "item: shape (2, 3) has 6 elements, not 1: name one with get(...)"),
        mistake(
            () -> VECTOR.toArray2D(),
            "toArray2D: needs 2 axes, got shape (3): reshape it, or take one item with at(i)"),
        mistake(
            () -> MATRIX.plus(Tensor.zeros(5, 4, 3)),
            "plus: shapes (2, 3) and (5, 4, 3) do not broadcast, axis -2 is 2 in the one and 4 in"
                + " the other (sizes must be equal or 1): use reshape or unsqueeze"),
        mistake(
            () -> MATRIX.matmul(MATRIX),
            "matmul: (2, 3) times (2, 3) needs the last axis (3) of the one as long as axis 0 (2)"
                + " of the other: transpose or reshape one"),
        mistake(
            () -> MATRIX.matmul(SCALAR), "matmul: (2, 3) times () has a scalar in it: use times"),
        mistake(
            () -> Tensor.zeros(2, 2, 2).matmul(Tensor.zeros(3, 2, 2)),
            "matmul: (2, 2, 2) times (3, 2, 2), batches: shapes (2) and (3) do not broadcast, axis"
                + " -1 is 2 in the one and 3 in the other (sizes must be equal or 1): use reshape"
                + " or unsqueeze"),
        mistake(
            () -> Tensor.zeros(0).mean(),
            "mean: there are no elements, it needs at least 1: check size() first"),
        mistake(
            () -> Tensor.zeros(0, 2).min(0),
            "min: there are no elements, it needs at least 1: check size() first"),
        mistake(
            () -> Tensor.zeros(2, 0).argmax(1),
            "argmax: there are no elements, it needs at least 1: check size() first"),
        mistake(
            () -> MATRIX.transpose(0),
            "transpose: shape (2, 3) has 2 axes, got 1 in (0): name every axis once"),
        mistake(() -> MATRIX.reshape(4, 2), "reshape: (2, 3) has 6 elements, (4, 2) needs 8"),
        mistake(
            () -> MATRIX.reshape(4, -1),
            "reshape: (2, 3) has 6 elements, (4, -1) needs a multiple of 4"),
        mistake(
            () -> MATRIX.reshape(-1, -1),
            "reshape: (-1, -1) leaves both axis 0 and axis 1 open, only one may be -1"),
        mistake(
            () -> MATRIX.squeeze(0),
            "squeeze: axis 0 of shape (2, 3) has size 2, only axes of size 1 can go: use at or"
                + " slice"),
        mistake(
            () -> MATRIX.unsqueeze(3),
            "unsqueeze: a result of 3 axes has no axis 3, its axes are 0 to 2, or -3 to -1 from the"
                + " end"),
        mistake(
            () -> MATRIX.slice(1, 2, 4),
            "slice: 2 to 4 does not fit axis 1 of shape (2, 3), it needs 0 <= from <= to <= 3"),
        mistake(
            () -> MATRIX.slice(1, 2, 1),
            "slice: 2 to 1 does not fit axis 1 of shape (2, 3), it needs 0 <= from <= to <= 3"),
        mistake(
            () -> MATRIX.at(2),
            "at: index 2 is outside axis 0 of shape (2, 3), which has indices 0 to 1"),
        mistake(
            () -> Tensor.zeros(0, 2).at(0),
            "at: index 0 is outside axis 0 of shape (0, 2), which is empty"),
        mistake(() -> SCALAR.at(0), "at: shape () has no axis 0, a scalar has no axes"),
        mistake(
            () -> MATRIX.take(0, 5),
            "take: row 5 is outside axis 0 of shape (2, 3), which has indices 0 to 1"),
        mistake(() -> SCALAR.take(0), "take: shape () has no axis 0, a scalar has no axes"),
        mistake(() -> Tensor.concat(0), "concat: nothing to join, give at least one Tensor"),
        mistake(
            () -> Tensor.concat(0, MATRIX, VECTOR),
            "concat: shapes (2, 3) (number 0) and (3) (number 1) may differ in axis 0 only, but"
                + " they differ in rank: use reshape or unsqueeze"),
        mistake(
            () -> Tensor.stack(VECTOR, Tensor.range(4)),
            "concat: shapes (1, 3) (number 0) and (1, 4) (number 1) may differ in axis 0 only, but"
                + " axis 1 is 3 and 4"),
        mistake(
            () -> Tensor.concat(0, Tensor.zeros(2000000000, 0), Tensor.zeros(2000000000, 0)),
            "concat: axis 0 would have size 4000000000, more than an array can hold: join fewer"),
        mistake(
            () -> MATRIX.pad(0, -1, 0, 0),
            "pad: top 0, bottom -1, left 0, right 0 must be 0 or more; slice takes rows away"),
        mistake(
            () -> VECTOR.pad(1, 1, 1, 1),
            "pad: needs rows and columns as the last two axes, got shape (3): reshape it first"),
        mistake(
            () -> MATRIX.pad(2147483647, 0, 0, 0),
            "pad: 2147483649 x 3 is more than an array can hold: pad less"),
        mistake(
            () -> Blocks.flipLastTwo(new float[3], 3),
            "flip: needs rows and columns as the last two axes, got shape (3): reshape it first"),
        mistake(
            () -> MATRIX.values(0),
            "values: 0 values per axis cannot be shown, ask for at least 1"));
  }

  private static Arguments mistake(ThrowingCallable call, String message) {
    return arguments(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void theMessageSaysWhatToChange(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
