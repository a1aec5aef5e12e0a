package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.EngineRun.Place;

/** Layers, the reference and both engines, against PyTorch. */
class LayerGoldenTest {
  private static final double ROUNDING = 1e-5; // of the sum of the sizes of all terms
  private static final double DOUBLE = 1e-12; // of the largest number

  static List<Golden> denses() {
    return Golden.cases("dense");
  }

  @ParameterizedTest
  @MethodSource("denses")
  void dense(Golden golden) {
    compare(golden, new Dense(golden.shape("w")[0], golden.flag("bias")));
  }

  /** All cases but one, which the last test is for. */
  static List<Golden> relus() {
    return Golden.cases("relu").stream()
        .filter(golden -> !golden.text("name").equals("not finite"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("relus")
  void relu(Golden golden) {
    compare(golden, new Relu());
  }

  /** All cases but one, whose strides differ along rows and columns: MaxPool has one for both. */
  static List<Golden> maxPools() {
    return Golden.cases("maxpool").stream()
        .filter(golden -> golden.ints("stride")[0] == golden.ints("stride")[1])
        .filter(golden -> !golden.text("name").startsWith("NaN"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("maxPools")
  void maxPool(Golden golden) {
    compare(golden, maxPoolOf(golden));
  }

  private static MaxPool maxPoolOf(Golden golden) {
    int[] window = golden.ints("window");
    return new MaxPool(window[0], window[1], golden.ints("stride")[0]);
  }

  /**
   * On the engine forward only: a NaN that enters stops training, so no gradient passes a window
   * that has one, where PyTorch's goes to the NaN.
   */
  @Test
  void aNaNIsTheMaximumOfItsWindow() {
    Golden golden = Golden.named("maxpool", "NaN wins, of two the last");
    MaxPool layer = maxPoolOf(golden);
    LayerCase one = caseOf(golden, layer);
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      EngineRun run = EngineRun.of(one, numbers(golden, one), engine, Place.INNER);
      assertEqual("y", run.y(), golden.doubles("y"), new Doubles(run.y().length));
    }
    Doubles x = Doubles.of(golden.doubles("x"), golden.shape("x"));
    Doubles dy = Doubles.of(golden.doubles("dy"), golden.shape("dy"));
    assertThat(layer.reference(x, List.of()).toArray()).isEqualTo(golden.doubles("y"));
    assertThat(layer.referenceGradients(x, List.of(), dy).dx().toArray())
        .isEqualTo(golden.doubles("dx"));
  }

  /** Forward only, as above: PyTorch's gradient passes a NaN, ours does not. */
  @Test
  void reluKeepsANaN() {
    Golden golden = Golden.named("relu", "not finite");
    LayerCase one = caseOf(golden, new Relu());
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      EngineRun run = EngineRun.of(one, numbers(golden, one), engine, Place.INNER);
      assertEqual("y", run.y(), golden.doubles("y"), new Doubles(run.y().length));
    }
    Doubles x = Doubles.of(golden.doubles("x"), golden.shape("x"));
    assertThat(one.layer().reference(x, List.of()).toArray()).isEqualTo(golden.doubles("y"));
  }

  /** The reference and both engines, at each place of the layer, with a case. */
  static void compare(Golden golden, Layer layer) {
    LayerCase one = caseOf(golden, layer);
    assertThat(one.batch(one.out())).as("shape of y").isEqualTo(golden.shape("y"));
    List<ParameterSpec> specs = one.parameters();
    for (ParameterSpec spec : specs) {
      assertThat(spec.shapeArray()).isEqualTo(golden.shape(spec.name()));
    }
    compareReference(golden, one);
    LayerCase.Numbers numbers = numbers(golden, one);
    TermSizes sizes = TermSizes.of(one, numbers);
    for (Place place : Place.values()) {
      if (place.isFor(layer)) {
        for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
          EngineRun run = EngineRun.of(one, numbers, engine, place);
          assertEqual("y", run.y(), golden.doubles("y"), sizes.y());
          if (place != Place.FIRST_WITHOUT_DX) {
            assertEqual("dx", run.dx(), golden.doubles("dx"), sizes.dx());
          }
          for (int p = 0; p < specs.size(); p++) {
            String name = "d" + specs.get(p).name();
            assertEqual(name, run.dw().get(p), golden.doubles(name), sizes.dw().get(p));
          }
        }
      }
    }
  }

  private static void compareReference(Golden golden, LayerCase one) {
    Doubles x = Doubles.of(golden.doubles("x"), golden.shape("x"));
    Doubles dy = Doubles.of(golden.doubles("dy"), golden.shape("dy"));
    List<Doubles> w =
        one.parameters().stream()
            .map(spec -> Doubles.of(golden.doubles(spec.name()), golden.shape(spec.name())))
            .toList();
    assertReference("y", one.layer().reference(x, w), golden);
    var gradients = one.layer().referenceGradients(x, w, dy);
    assertReference("dx", gradients.dx(), golden);
    for (int p = 0; p < w.size(); p++) {
      assertReference("d" + one.parameters().get(p).name(), gradients.dw().get(p), golden);
    }
  }

  private static void assertReference(String name, Doubles actual, Golden golden) {
    double[] expected = golden.doubles(name);
    double largest = 1;
    for (double value : expected) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    assertThat(actual.shape()).isEqualTo(golden.shape(name));
    for (int i = 0; i < expected.length; i++) {
      if (!close(actual.get(i), expected[i], DOUBLE * largest)) {
        fail("reference %s[%d] is %s, PyTorch says %s", name, i, actual.get(i), expected[i]);
      }
    }
  }

  private static LayerCase caseOf(Golden golden, Layer layer) {
    int[] x = golden.shape("x");
    return new LayerCase(layer, Shape.of(Arrays.copyOfRange(x, 1, x.length)), x[0], 1);
  }

  private static LayerCase.Numbers numbers(Golden golden, LayerCase one) {
    List<float[]> w = one.parameters().stream().map(spec -> golden.floats(spec.name())).toList();
    return new LayerCase.Numbers(golden.floats("x"), w, golden.floats("dy"));
  }

  private static void assertEqual(String what, float[] actual, double[] expected, Doubles sizes) {
    assertThat(actual).as(what).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      if (!close(actual[i], expected[i], ROUNDING * sizes.get(i))) {
        fail("%s[%d] is %s, PyTorch says %s", what, i, actual[i], expected[i]);
      }
    }
  }

  private static boolean close(double actual, double expected, double tolerance) {
    return actual == expected
        || Double.isNaN(actual) && Double.isNaN(expected)
        || Math.abs(actual - expected) <= tolerance;
  }
}
