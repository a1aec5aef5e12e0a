package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void numbersHaveThreeSignificantDigits() {
    assertThat(Text.number(0)).isEqualTo("0");
    assertThat(Text.number(-0.0)).isEqualTo("0");
    assertThat(Text.number(1)).isEqualTo("1");
    assertThat(Text.number(2.302585)).isEqualTo("2.3");
    assertThat(Text.number(-0.98765)).isEqualTo("-0.988");
    assertThat(Text.number(0.0001234)).isEqualTo("0.000123");
    assertThat(Text.number(123456)).isEqualTo("123000");
    assertThat(Text.number(9999999)).isEqualTo("1e7");
    assertThat(Text.number(0.00001234)).isEqualTo("1.23e-5");
    assertThat(Text.number(-Float.MAX_VALUE)).isEqualTo("-3.4e38");
    assertThat(Text.number(Double.MIN_VALUE)).isEqualTo("4.94e-324");
  }

  @Property
  void numbersReadBackWithinHalfAUnitOfTheThirdDigit(@ForAll float value) {
    double back = Double.parseDouble(Text.number(value));
    assertThat(Math.abs(back - value)).isLessThanOrEqualTo(0.00501 * Math.abs((double) value));
  }

  @Test
  void whatDoesNotFitIsCutBeforeTheEnd() {
    assertThat(Text.fit("short", " (end)", 20)).isEqualTo("short (end)");
    assertThat(Text.fit("a long title", " (end)", 12)).isEqualTo("a lon… (end)");
    assertThat(Text.fit("two\nlines\tand\u001b[31m", 40)).isEqualTo("two lines and [31m");
    assertThat(Text.fit("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 4)).isEqualTo("\uD83D\uDE00…");
  }

  @Property
  void nothingIsLongerThanAskedFor(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 80) int columns) {
    assertThat(Text.fit(text, columns)).hasSizeLessThanOrEqualTo(columns).doesNotContain("\n");
  }
}
