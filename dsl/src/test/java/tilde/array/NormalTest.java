package tilde.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {

  /** By mpmath 1.3.0: {@code mp.dps = 40; nstr(ncdf(mpf(x)), 18), nstr(npdf(mpf(x)), 18)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 0.398942280401432678",
    "0.05000000074505806, 0.519938806135236311, 0.398443914079920807",
    "-0.0625, 0.475082330970752779, 0.398163856686886585",
    "0.699999988079071, 0.758036344054570014, 0.312253935972411115",
    "-1.4500000476837158, 0.0735292529610810696, 0.139430556804937551",
    "-2.5, 0.00620966532577613517, 0.0175283004935685374",
    "3.299999952316284, 0.999516575775477729, 0.00172256921011070915",
    "-5, 2.86651571879193912e-7, 1.48671951473429771e-6",
    "-7.900000095367432, 1.39451607969302071e-15, 1.11879477853184298e-14",
    "-8.100000381469727, 2.74795077573747903e-16, 2.2588024236589374e-15",
    "-14, 7.79353681919280025e-45, 1.09660655938897131e-43",
    "-30, 4.90671392714818706e-198, 1.47364613487854752e-196"
  })
  void keepsAllDigitsAlsoInTheTail(double x, double below, double density) {
    assertThat(Normal.below(x)).isCloseTo(below, within(1e-15 * below));
    assertThat(Normal.density(x)).isCloseTo(density, within(1e-15 * density));
  }

  @Test
  void neverFallsFromOneNumberToTheNext() {
    for (double x = -10; x < 10; x += 1.0 / 1024) { // over all nodes, and halfway between them
      assertThat(Normal.below(x + 1.0 / 1024)).isGreaterThanOrEqualTo(Normal.below(x));
      assertThat(Normal.below(-x)).isCloseTo(1 - Normal.below(x), within(1e-15));
    }
  }

  @Test
  void endsAtZeroAndOneAndKeepsANaN() {
    assertThat(Normal.below(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Normal.below(-3e38)).isZero();
    assertThat(Normal.below(3e38)).isEqualTo(1);
    assertThat(Normal.below(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Normal.below(Double.NaN)).isNaN();
  }
}
