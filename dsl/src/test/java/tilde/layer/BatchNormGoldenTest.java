package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Activations;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Layout;
import tilde.array.Packing;
import tilde.array.Shape;

/** Batch norm against PyTorch, its batch cut into two slices of different sizes. */
class BatchNormGoldenTest {
  private static final List<String> PARAMETERS = List.of("w", "b", "mean", "var");

  static List<Golden> goldens() {
    return Golden.cases("batchnorm");
  }

  private static BatchNorm layer(Golden golden) {
    return new BatchNorm(golden.number("momentum"), golden.number("eps"));
  }

  private static Doubles doubles(Golden golden, String name) {
    return Doubles.of(golden.doubles(name), golden.shape(name));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theReferenceIsPyTorch(Golden golden) {
    List<Doubles> w = PARAMETERS.stream().map(name -> doubles(golden, name)).toList();
    Doubles x = doubles(golden, "x");
    BatchNorm layer = layer(golden);
    assertClose("y", layer.reference(x, w).toArray(), golden.doubles("y"), 1e-12);
    var gradients = layer.referenceGradients(x, w, doubles(golden, "dy"));
    assertClose("dx", gradients.dx().toArray(), golden.doubles("dx"), 1e-12);
    assertClose("dw", gradients.dw().get(0).toArray(), golden.doubles("dw"), 1e-12);
    assertClose("db", gradients.dw().get(1).toArray(), golden.doubles("db"), 1e-12);
    assertThat(gradients.dw().get(2).toArray()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theEngineIsPyTorch(Golden golden) {
    int[] batch = golden.shape("x");
    Shape shape = Shape.of(Arrays.copyOfRange(batch, 1, batch.length));
    Layout layout = Layout.of(shape, tilde.array.Border.NONE);
    Compute norm =
        layer(golden).compute(new Site(Engine.chosen(), layout, layout, layout, layout, batch[0]));
    List<Packing> packings = norm.packings();
    float[][] w = new float[4][];
    float[][] dw = new float[4][];
    float[][] next = new float[4][];
    for (int p = 0; p < 4; p++) {
      w[p] = packings.get(p).pack(golden.floats(PARAMETERS.get(p)));
      dw[p] = new float[w[p].length];
      next[p] = new float[w[p].length];
    }
    double[] forward = new double[norm.sums()];
    double[] backward = new double[norm.sums()];
    Activations[][] slices = {rooms(layout, 1), rooms(layout, batch[0] - 1)};
    for (int s = 0; s < slices.length; s++) {
      for (int n = 0; n < slices[s][0].count(); n++) {
        slices[s][0].read(n, golden.floats("x"), s + n);
        slices[s][2].read(n, golden.floats("dy"), s + n);
      }
      norm.sumForward(pass(slices[s], w, dw, null), forward);
    }
    BatchSums half = new BatchSums(batch[0], forward, null);
    for (Activations[] slice : slices) {
      norm.forward(pass(slice, w, dw, half));
      norm.sumBackward(pass(slice, w, dw, half), backward);
    }
    BatchSums all = new BatchSums(batch[0], forward, backward);
    for (Activations[] slice : slices) {
      norm.backward(pass(slice, w, dw, all));
    }
    norm.follow(all, w, next);

    assertClose("y", values(slices, 1), golden.doubles("y"), 1e-5);
    assertClose("dx", values(slices, 3), golden.doubles("dx"), 1e-5);
    assertClose("dw", wide(packings.get(0).unpack(dw[0])), golden.doubles("dw"), 1e-5);
    assertClose("db", wide(packings.get(1).unpack(dw[1])), golden.doubles("db"), 1e-5);
    float[] nextMean = packings.get(2).unpack(next[2]);
    float[] nextVar = packings.get(3).unpack(next[3]);
    assertClose("next mean", wide(nextMean), golden.doubles("next mean"), 1e-6);
    assertClose("next var", wide(nextVar), golden.doubles("next var"), 1e-6);

    float[][] asked = {w[0], w[1], next[2], next[3]};
    for (Activations[] slice : slices) {
      norm.forward(pass(slice, asked, null, null));
    }
    assertClose("asked", values(slices, 1), golden.doubles("asked"), 1e-5);
  }

  /** x, y, dy, dx. */
  private static Activations[] rooms(Layout layout, int images) {
    Activations[] rooms = new Activations[4];
    Arrays.setAll(rooms, i -> new Activations(layout, images));
    return rooms;
  }

  private static Pass pass(Activations[] at, float[][] w, float[][] dw, BatchSums batch) {
    return new Pass(at[0], null, at[1], at[2], at[3], null, w, null, dw, batch, null);
  }

  private static double[] values(Activations[][] slices, int which) {
    int size = slices[0][0].shape().size();
    float[] all = new float[size * (slices[0][0].count() + slices[1][0].count())];
    for (int s = 0; s < slices.length; s++) {
      for (int n = 0; n < slices[s][which].count(); n++) {
        slices[s][which].write(n, all, s + n);
      }
    }
    return wide(all);
  }

  private static double[] wide(float... values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static void assertClose(
      String what, double[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSize(expected.length);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("%s[%d]", what, i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, largest)));
    }
  }
}
