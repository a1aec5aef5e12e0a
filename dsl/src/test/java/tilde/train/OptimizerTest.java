package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;

class OptimizerTest {

  static List<Golden> goldens() {
    return Golden.cases("optimizers");
  }

  /**
   * Five steps on given gradients: within a few roundings of PyTorch, which computes in float32
   * where it says so and in float64 otherwise.
   */
  @ParameterizedTest
  @MethodSource("goldens")
  void stepsAreThoseOfPyTorch(Golden golden) {
    Optimizer optimizer = optimizer(golden);
    float[] w = golden.floats("p0");
    float[][] moments = new float[optimizer.moments()][w.length];
    for (int step = 1; step <= 5; step++) {
      int from = (step - 1) * w.length;
      float[] dw = Arrays.copyOfRange(golden.floats("gradients"), from, from + w.length);
      float[] newW = new float[w.length];
      float[][] newMoments = new float[moments.length][w.length];
      optimizer.step(step, optimizer.learningRate(), w, dw, moments, newW, newMoments);
      for (int i = 0; i < w.length; i++) {
        double expected = golden.doubles("after")[from + i];
        assertThat((double) newW[i])
            .as("value %d after step %d", i, step)
            .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
      }
      w = newW;
      moments = newMoments;
    }
  }

  private static Optimizer optimizer(Golden golden) {
    double rate = golden.number("lr");
    if (golden.text("optimizer").equals("sgd")) {
      return new Sgd(rate, golden.number("momentum"), golden.flag("nesterov"));
    }
    return new Adam(rate, golden.number("beta1"), golden.number("beta2"), golden.number("eps"));
  }

  @Test
  void aStepReadsOnlyWhatWasBefore() {
    for (Optimizer optimizer : List.of(new Sgd(0.1, 0.9, true), new Adam(0.1))) {
      float[] w = {1, 2};
      float[] dw = {3, 4};
      float[][] moments = new float[optimizer.moments()][2];
      float[] newW = {Float.NaN, Float.NaN};
      float[][] newMoments = new float[optimizer.moments()][2];
      for (float[] m : newMoments) {
        Arrays.fill(m, Float.NaN);
      }
      optimizer.step(1, optimizer.learningRate(), w, dw, moments, newW, newMoments);
      assertThat(w).containsExactly(1, 2);
      assertThat(dw).containsExactly(3, 4);
      for (float[] m : moments) {
        assertThat(m).containsOnly(0);
      }
      assertThat(newW[0]).isFinite();
      assertThat(newMoments[0][1]).isFinite();
    }
  }

  @Test
  void refinementsChangeOneSettingEach() {
    assertThat(new Sgd(0.1, 0, false).momentum(0.9)).isEqualTo(new Sgd(0.1, 0.9, false));
    assertThat(new Sgd(0.1, 0.9, false).nesterov()).isEqualTo(new Sgd(0.1, 0.9, true));
    assertThat(new Adam(0.01)).isEqualTo(new Adam(0.01, 0.9, 0.999, 1e-8));
    assertThat(new Adam(0.01).betas(0.8, 0.99)).isEqualTo(new Adam(0.01, 0.8, 0.99, 1e-8));
    assertThat(new Adam(0.01).epsilon(1e-4)).isEqualTo(new Adam(0.01, 0.9, 0.999, 1e-4));
  }

  @Test
  void theCallThatMadeItIsPrinted() {
    assertThat(new Sgd(0.1, 0, false).dsl()).isEqualTo("sgd(0.1)");
    assertThat(new Sgd(0.1, 0.9, true).dsl()).isEqualTo("sgd(0.1).momentum(0.9).nesterov()");
    assertThat(new Adam(0.001).dsl()).isEqualTo("adam(0.001)");
    assertThat(new Adam(0.001).betas(0.8, 0.99).epsilon(1e-6).dsl())
        .isEqualTo("adam(0.001).betas(0.8, 0.99).epsilon(1.0E-6)");
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (double rate : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          () -> new Sgd(rate, 0, false),
          "sgd: the learning rate must be positive, got " + rate + ", usual are 0.1 to 0.0001");
      assertRefused(
          () -> new Adam(rate),
          "adam: the learning rate must be positive, got " + rate + ", usual are 0.1 to 0.0001");
    }
    for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
      assertRefused(
          () -> new Sgd(0.1, momentum, false),
          "sgd: momentum must be at least 0 and below 1, got " + momentum);
    }
    assertRefused(
        () -> new Sgd(0.1, 0, true),
        "sgd: Nesterov looks ahead along the momentum, which is 0: use momentum(0.9).nesterov()");
    assertRefused(
        () -> new Adam(0.1).betas(1, 0.9), "adam: beta1 must be at least 0 and below 1, got 1.0");
    assertRefused(
        () -> new Adam(0.1).betas(0.9, -1), "adam: beta2 must be at least 0 and below 1, got -1.0");
    assertRefused(
        () -> new Adam(0.1).epsilon(0), "adam: epsilon must be positive, got 0.0, usual is 1e-8");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
