package tilde.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerantTextTest {
  private static boolean same(double relative, double absolute, String stored, String now) {
    return new TolerantText(new Tolerance(relative, absolute, 0)).same(stored, now);
  }

  @ParameterizedTest
  @CsvSource({
    "loss 0.4183 after 3, loss 0.4184 after 3",
    "[1.0; 2.0], [1.0009; 1.9991]",
    "-5, -5.001",
    "x=1e-3!, x=1.0005E-03!",
    "0.5, .5",
    "97.8%, 97.81%",
    "it is 3., it is 3.001.",
    "a-5, a-5.001",
    "text, text"
  })
  void numbersMayBeOffByTheTolerance(String stored, String now) {
    assertThat(same(1e-3, 0, stored, now)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "loss 0.4183, loss 0.4190",
    "loss 0.4183, Loss 0.4183",
    "1 2, 1 2 3",
    "1 2 3, 1 2",
    "5, -5",
    "1, one",
    "version 1.2.3, version 1.2.4",
    "v1, v2",
    "12ms, 12.001ms",
    "0x1F, 0x2F",
    "1 2, 1  2",
    "NaN, 1"
  })
  void restIsComparedExactly(String stored, String now) {
    assertThat(same(1e-3, 0, stored, now)).isFalse();
  }

  @Test
  void nearZeroTheAbsoluteToleranceCounts() {
    assertThat(same(1e-6, 0, "0.0", "1e-17")).isFalse();
    assertThat(same(1e-6, 1e-12, "0.0", "1e-17")).isTrue();
    assertThat(same(1e-6, 1e-12, "2e-8", "3e-8")).isFalse();
  }

  @Test
  void withoutToleranceEqualNumbersAreTheSameHoweverWritten() {
    assertThat(same(0, 0, "1.50", "1.5")).isTrue();
    assertThat(same(0, 0, "1.5", "1.5000001")).isFalse();
  }

  @Test
  void toleranceCannotBeNegative() {
    assertThatThrownBy(() -> new Tolerance(-1, 0, 0))
        .hasMessage("a relative tolerance of 0 or more is needed, got -1.0");
    assertThatThrownBy(() -> new Tolerance(0, Double.NaN, 0))
        .hasMessageContaining("absolute tolerance");
  }
}
