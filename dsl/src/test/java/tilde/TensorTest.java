package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void nestedArraysBecomeRowMajorData() {
    Tensor cube = Tensor.of(new int[][][] {{{1, 2, 3}}, {{4, 5, 6}}});
    assertThat(cube.shape()).containsExactly(2, 1, 3);
    assertThat(cube.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(cube.toArray3D()).isDeepEqualTo(new float[][][] {{{1, 2, 3}}, {{4, 5, 6}}});
    assertThat(cube.get(1, 0, 2)).isEqualTo(6);
  }

  @Test
  void aRaggedArrayNamesItsRow() {
    assertThatThrownBy(() -> Tensor.of(new double[][] {{1, 2}, {3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ragged array: row [1] has 1 entries, the first rows give shape (2, 2): make all rows"
                + " equally long");
  }
}
