package tilde.train;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** Each optimizer with other settings than PyTorch's, by its name in the fixture. */
  private static final Map<String, Optimizer> REFINED =
      Map.ofEntries(
          entry("sgd(0.1).weightDecay(0.01)", new Sgd(0.1, 0, false).weightDecay(0.01)),
          entry(
              "sgd(0.1).momentum(0.9).nesterov().weightDecay(0.1)",
              new Sgd(0.1, 0.9, true).weightDecay(0.1)),
          entry("adam(0.01).weightDecay(0.1)", new Adam(0.01).weightDecay(0.1)),
          entry("adamW(0.01)", Adam.decoupled(0.01)),
          entry(
              "adamW(0.1).betas(0.8, 0.99).epsilon(1e-6).weightDecay(0.5)",
              Adam.decoupled(0.1).betas(0.8, 0.99).epsilon(1e-6).weightDecay(0.5)),
          entry("rmsProp(0.01)", new RmsProp(0.01)),
          entry(
              "rmsProp(0.01).alpha(0.9).epsilon(1e-4).momentum(0.8).weightDecay(0.1)",
              new RmsProp(0.01).alpha(0.9).epsilon(1e-4).momentum(0.8).weightDecay(0.1)),
          entry("adagrad(0.1)", new Adagrad(0.1)),
          entry(
              "adagrad(0.1).epsilon(1e-3).weightDecay(0.1)",
              new Adagrad(0.1).epsilon(1e-3).weightDecay(0.1)),
          entry("sgd(1.0) clipNorm 0.5", new Sgd(1, 0, false)),
          entry("sgd(1.0) clipNorm 3.5", new Sgd(1, 0, false)),
          entry("sgd(1.0) clipValue 0.25", new Sgd(1, 0, false)));

  static List<Golden> tenSteps() {
    return Golden.cases("steps");
  }

  /** Two parameters, so that a norm is that of both together. */
  @ParameterizedTest
  @MethodSource("tenSteps")
  void tenStepsWithDecayAndClippingAreThoseOfPyTorch(Golden golden) {
    Optimizer optimizer = REFINED.get(golden.text("name"));
    Clipping clipping = clipping(golden);
    float[][] w = halves(golden.floats("p0"), 0);
    float[][][] moments = zeros(optimizer);
    for (int step = 1; step <= 10; step++) {
      float[][] dw = halves(golden.floats("gradients"), 8 * (step - 1));
      float[][] newW = new float[][] {new float[5], new float[3]};
      float[][][] newMoments = zeros(optimizer);
      clipping.clip(dw, new boolean[] {true, true});
      for (int p = 0; p < 2; p++) {
        double rate = optimizer.learningRate();
        optimizer.step(step, rate, w[p], dw[p], moments[p], newW[p], newMoments[p]);
        for (int i = 0; i < w[p].length; i++) {
          double expected = golden.doubles("after")[8 * (step - 1) + 5 * p + i];
          assertThat((double) newW[p][i])
              .as("value %d of %d after step %d", i, p, step)
              .isCloseTo(expected, within(3e-6 * Math.max(1, Math.abs(expected))));
        }
      }
      w = newW;
      moments = newMoments;
    }
  }

  private static float[][] halves(float[] values, int from) {
    return new float[][] {
      Arrays.copyOfRange(values, from, from + 5), Arrays.copyOfRange(values, from + 5, from + 8)
    };
  }

  private static float[][][] zeros(Optimizer optimizer) {
    return new float[][][] {new float[optimizer.moments()][5], new float[optimizer.moments()][3]};
  }

  private static Clipping clipping(Golden golden) {
    if (!golden.entries().has("clip")) {
      return Clipping.NONE;
    }
    double most = golden.number("most");
    return golden.text("clip").equals("clipNorm")
        ? Clipping.NONE.norm(most)
        : Clipping.NONE.value(most);
  }

  @Test
  void aStepReadsOnlyWhatWasBefore() {
    Optimizer[] all = {
      new Sgd(0.1, 0.9, true), new Adam(0.1), new RmsProp(0.1).momentum(0.9), new Adagrad(0.1)
    };
    for (Optimizer optimizer : all) {
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

  @Test
  void impossibleSettingsOfTheOthersAreRefused() {
    assertRefused(
        () -> Adam.decoupled(0),
        "adamW: the learning rate must be positive, got 0.0, usual are 0.1 to 0.0001");
    assertRefused(
        () -> new RmsProp(-1),
        "rmsProp: the learning rate must be positive, got -1.0, usual are 0.1 to 0.0001");
    assertRefused(
        () -> new Adagrad(Double.NaN),
        "adagrad: the learning rate must be positive, got NaN, usual are 0.1 to 0.0001");
    assertRefused(
        () -> new RmsProp(0.1).alpha(1), "rmsProp: alpha must be at least 0 and below 1, got 1.0");
    assertRefused(
        () -> new RmsProp(0.1).momentum(-1),
        "rmsProp: momentum must be at least 0 and below 1, got -1.0");
    assertRefused(
        () -> new RmsProp(0.1).epsilon(0),
        "rmsProp: epsilon must be positive, got 0.0, usual is 1e-8");
    assertRefused(
        () -> new Adagrad(0.1).epsilon(-1),
        "adagrad: epsilon must be positive, got -1.0, usual is 1e-10");
    String decay = ": the weight decay must not be negative, got -0.1, usual are 0.01 to 0.00001";
    assertRefused(() -> new Sgd(0.1, 0, false).weightDecay(-0.1), "sgd" + decay);
    assertRefused(() -> new Adam(0.1).weightDecay(-0.1), "adam" + decay);
    assertRefused(() -> Adam.decoupled(0.1).weightDecay(-0.1), "adamW" + decay);
    assertRefused(() -> new RmsProp(0.1).weightDecay(-0.1), "rmsProp" + decay);
    assertRefused(() -> new Adagrad(0.1).weightDecay(-0.1), "adagrad" + decay);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
