package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolve2d",
        "conv",
        "dense",
        "relu",
        "maxpool",
        "activations",
        "pooling",
        "layernorm",
        "softmax_ce",
        "losses",
        "metrics",
        "depthwise",
        "conv_transpose",
        "batchnorm",
        "optimizers",
        "steps",
        "schedules",
        "run",
        "network",
        "vocabulary"
      })
  void everyArrayHasAsManyValuesAsItsShapeSays(String fixture) {
    assertThat(Golden.cases(fixture)).isNotEmpty();
    for (Golden one : Golden.cases(fixture)) {
      for (String key : one.entries().keySet()) {
        if (one.entries().get(key).isJsonObject()) {
          int size = IntStream.of(one.shape(key)).reduce(1, (a, b) -> a * b);
          assertThat(one.doubles(key)).as("%s: %s", one, key).hasSize(size);
        }
      }
    }
  }

  @Test
  void inputsAreTheSameNumberInFloatAndDouble() {
    for (Golden one : Golden.cases("conv")) {
      float[] narrow = one.floats("w");
      double[] wide = one.doubles("w");
      for (int i = 0; i < wide.length; i++) {
        assertThat((double) narrow[i]).as("%s: w[%d]", one, i).isEqualTo(wide[i]);
      }
    }
  }

  @Test
  void readsSettings() {
    Golden conv = Golden.named("conv", "padding on one side, no bias");
    assertThat(conv.shape("x")).containsExactly(1, 2, 5, 6);
    assertThat(conv.ints("padding")).containsExactly(0, 2, 1, 0);
    assertThat(conv.integer("stride")).isEqualTo(1);
    assertThat(conv.flag("bias")).isFalse();
    assertThat(conv.text("mode")).isEqualTo("explicit");
    assertThat(Golden.named("optimizers", "adam, float64").number("eps")).isEqualTo(1e-8);
  }

  @Test
  void readsNumbersThatAreNotFinite() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(Golden.named("relu", "not finite").doubles("x"))
        .containsExactly(inf, -inf, Double.NaN, 1);
  }

  @Test
  void aMissingEntryIsNamedWithThoseThereAre() {
    Golden conv = Golden.named("conv", "padding on one side, no bias");
    assertThatThrownBy(() -> conv.doubles("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("conv.json 'padding on one side, no bias' has no 'b', it has [name")
        .hasMessageContaining("padding");
    assertThatThrownBy(() -> Golden.named("relu", "rose")).hasMessageStartingWith("no 'rose' in [");
    assertThatThrownBy(() -> Golden.cases("rose")).hasMessageStartingWith("no golden/rose.json");
  }
}
