package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;
import static tilde.layer.TermSizes.absolute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import tilde.array.Activations;
import tilde.array.Buffers;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Packing;
import tilde.array.Shape;
import tilde.layer.EngineRun.Place;
import tilde.random.Keyed;

/** What every layer promises, over the sweep of {@link LayerCases}. */
class LayerContractTest {
  private static final int NIGHTLY = 20_000;
  private static final double ROUNDING = 1e-5; // of the sum of the sizes of all terms, MATH.md F1

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCases.all();
  }

  @Provide
  Arbitrary<LayerCase> linearCases() {
    return LayerCases.linear();
  }

  @Provide
  Arbitrary<LayerCase> unpaddedCases() {
    return LayerCases.linear().filter(one -> one.layer().takesUnpaddedInput());
  }

  @Provide
  Arbitrary<LayerCase> smallCases() {
    return LayerCases.all().filter(one -> one.terms() < 20_000);
  }

  @Example
  void theChosenEngineIsTheOtherOne() {
    String wish = System.getProperty("tilde.engine", "auto");
    String name = wish.equals("plain") ? "plain" : "vector";
    assertThat(Engine.chosen().name()).as(Engine.chosen().reason()).isEqualTo(name);
    assertThat(Engine.plain().name()).isEqualTo("plain");
  }

  // ---- the shape rule is that of the reference

  @Property(tries = 300, seed = "1")
  void shapeRuleIsThatOfTheReference(@ForAll("cases") LayerCase one) {
    Doubles y = one.layer().reference(one.x(), one.w());
    assertThat(y.shape()).isEqualTo(one.batch(one.out()));
    Layer.ReferenceGradients gradients = one.layer().referenceGradients(one.x(), one.w(), one.dy());
    assertThat(gradients.dx().shape()).isEqualTo(one.batch(one.in()));
    assertThat(gradients.dw()).hasSameSizeAs(one.parameters());
    for (int p = 0; p < gradients.dw().size(); p++) {
      assertThat(gradients.dw().get(p).shape()).isEqualTo(one.parameters().get(p).shapeArray());
    }
  }

  // ---- fast equals reference

  @Property(tries = 300, seed = "2")
  void fastEqualsReference(@ForAll("cases") LayerCase one) {
    Reference expected = Reference.of(one);
    for (Place place : Place.values()) {
      if (place.isFor(one.layer())) {
        expected.compare(EngineRun.of(one, Engine.chosen(), place));
        expected.compare(EngineRun.of(one, Engine.plain(), place));
      }
    }
  }

  @Property(tries = NIGHTLY)
  @Tag("nightly")
  void fastEqualsReferenceNightly(@ForAll("cases") LayerCase one) {
    fastEqualsReference(one);
  }

  /** What the reference says, and for each number the sum of the sizes of its terms. */
  private record Reference(
      LayerCase one, Doubles y, Layer.ReferenceGradients gradients, TermSizes sizes) {
    static Reference of(LayerCase one) {
      Layer layer = one.layer();
      Doubles x = one.x();
      List<Doubles> w = one.w();
      Doubles dy = one.dy();
      return new Reference(
          one,
          layer.reference(x, w),
          layer.referenceGradients(x, w, dy),
          TermSizes.of(one, one.numbers()));
    }

    void compare(EngineRun fast) {
      assertClose("y", fast.y(), y, sizes.y());
      if (fast.dx().length > 0) {
        assertClose("dx", fast.dx(), gradients.dx(), sizes.dx());
      }
      for (int p = 0; p < gradients.dw().size(); p++) {
        float[] before = fast.dwBefore().get(p);
        Doubles sum = plus(gradients.dw().get(p), before);
        Doubles sumSizes = plus(sizes.dw().get(p), absolute(before));
        assertClose("d" + one.parameters().get(p).name(), fast.dw().get(p), sum, sumSizes);
      }
    }
  }

  private static void assertClose(String what, float[] fast, Doubles reference, Doubles sizes) {
    assertThat(fast).as(what).hasSize(reference.length());
    for (int i = 0; i < fast.length; i++) {
      if (!(Math.abs(fast[i] - reference.get(i))
          <= ROUNDING * sizes.get(i))) { // the negation catches NaN
        fail("%s[%d] is %s, the reference says %s", what, i, fast[i], reference.get(i));
      }
    }
  }

  // ---- plain and vector give equal bits

  @Property(tries = 300, seed = "3")
  void plainAndVectorGiveEqualBits(@ForAll("cases") LayerCase one) {
    for (Place place : Place.values()) {
      if (place.isFor(one.layer())) {
        EngineRun vector = EngineRun.of(one, Engine.chosen(), place);
        EngineRun plain = EngineRun.of(one, Engine.plain(), place);
        assertThat(bits(vector.y())).as("y").isEqualTo(bits(plain.y()));
        assertThat(bits(vector.dx())).as("dx").isEqualTo(bits(plain.dx()));
        for (int p = 0; p < plain.dw().size(); p++) {
          assertThat(bits(vector.packedDw().get(p)))
              .as("gradient of %s", one.parameters().get(p).name())
              .isEqualTo(bits(plain.packedDw().get(p)));
        }
      }
    }
  }

  @Property(tries = NIGHTLY)
  @Tag("nightly")
  void plainAndVectorGiveEqualBitsNightly(@ForAll("cases") LayerCase one) {
    plainAndVectorGiveEqualBits(one);
  }

  @Property(tries = 100, seed = "4")
  void whoAsksForDxGetsTheSameOutputAndParameterGradients(@ForAll("unpaddedCases") LayerCase one) {
    EngineRun with = EngineRun.of(one, Engine.chosen(), Place.FIRST);
    EngineRun without = EngineRun.of(one, Engine.chosen(), Place.FIRST_WITHOUT_DX);
    assertThat(bits(without.y())).isEqualTo(bits(with.y()));
    for (int p = 0; p < with.dw().size(); p++) {
      assertThat(bits(without.dw().get(p))).isEqualTo(bits(with.dw().get(p)));
    }
  }

  // ---- gradients are those of central differences

  @Property(tries = 400, seed = "5")
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void gradientsAreThoseOfCentralDifferences(@ForAll("smallCases") LayerCase one) {
    for (GradientCheck.Entry entry : GradientCheck.of(one, withoutTies(one))) {
      Statistics.label("kinks").collect(entry.kink());
      if (!entry.kink()) {
        assertThat(entry.error()).as(entry.name()).isLessThan(GradientCheck.TOLERANCE);
      }
    }
    Statistics.label("kinks").coverage(c -> c.check(true).percentage(share -> share <= 1));
  }

  @Property(tries = NIGHTLY)
  @Tag("nightly")
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void gradientsAreThoseOfCentralDifferencesNightly(@ForAll("smallCases") LayerCase one) {
    gradientsAreThoseOfCentralDifferences(one);
  }

  @Example
  void aStepOverAKinkIsNoError() {
    Doubles x = Doubles.of(new double[] {1e-6, -1, 2}, 1, 3);
    for (Layer layer : List.of(new Relu(), new LeakyRelu(0.1))) {
      assertThat(GradientCheck.of(new LayerCase(layer, Shape.of(3), 1, 1), x))
          .extracting(GradientCheck.Entry::kink)
          .containsExactly(true, false, false);
    }
    Doubles image = Doubles.of(new double[] {3, 3 + 1e-6, -1, 2}, 1, 1, 2, 2);
    assertThat(
            GradientCheck.of(new LayerCase(new MaxPool(2, 2, 2), Shape.of(1, 2, 2), 1, 1), image))
        .extracting(GradientCheck.Entry::kink)
        .containsExactly(true, true, false, false);
  }

  private static Doubles withoutTies(LayerCase one) {
    Doubles x = one.x();
    Keyed key = Keyed.of(one.seed()).key(2000);
    for (int i = 0; i < x.length(); i++) {
      x.set(i, x.get(i) + key.uniformDouble(i) / 4);
    }
    return x;
  }

  // ---- <dy, layer(x, w)> = <dx, x> = <dw, w>, with zero bias

  @Property(tries = 200, seed = "6")
  void theAdjointIdentityHolds(@ForAll("linearCases") LayerCase one) {
    List<Doubles> w = new ArrayList<>(one.w());
    if (w.size() == 2) {
      w.set(1, new Doubles(w.get(1).shape()));
    }
    Doubles x = one.x();
    Doubles dy = one.dy();
    double sizes = dot(absolute(dy), one.layer().reference(absolute(x), absolute(w)));
    double product = dot(dy, one.layer().reference(x, w));
    var gradients = one.layer().referenceGradients(x, w, dy);
    assertThat(dot(gradients.dx(), x)).isCloseTo(product, within(1e-12 * sizes));
    if (!w.isEmpty()) {
      assertThat(dot(gradients.dw().get(0), w.get(0))).isCloseTo(product, within(1e-12 * sizes));
    }
  }

  @Property(tries = 200, seed = "7")
  void theAdjointIdentityHoldsOnTheEngine(@ForAll("linearCases") LayerCase one) {
    EngineRun fast = EngineRun.of(one, Engine.chosen(), Place.INNER);
    Doubles x = one.x();
    Doubles dy = one.dy();
    Doubles y = Doubles.of(fast.y(), one.batch(one.out()));
    Doubles dx = Doubles.of(fast.dx(), x.shape());
    double sizes = dot(absolute(dy), one.layer().reference(absolute(x), absolute(one.w())));
    double product = dot(dy, y);
    if (one.parameters().size() == 2) { // without the share of the bias, which is <db, b>
      Doubles db = minus(fast.dw().get(1), fast.dwBefore().get(1), one.w().get(1).shape());
      product -= dot(db, one.w().get(1));
    }
    assertThat(dot(dx, x)).isCloseTo(product, within(ROUNDING * sizes));
    if (one.parameters().isEmpty()) {
      return;
    }
    Doubles w = one.w().get(0);
    Doubles dw = minus(fast.dw().get(0), fast.dwBefore().get(0), w.shape());
    // dw was added to numbers of another size, which costs some of its digits.
    double lost =
        ROUNDING * dot(absolute(Doubles.of(fast.dwBefore().get(0), w.shape())), absolute(w));
    assertThat(dot(dw, w)).isCloseTo(product, within(ROUNDING * sizes + lost));
  }

  // ---- borders and padding

  @Property(tries = 300, seed = "8")
  void bordersAndPaddedChannelsStayZero(@ForAll("cases") LayerCase one) {
    for (Place place : Place.values()) {
      if (place.isFor(one.layer())) {
        for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
          EngineRun run = EngineRun.of(one, engine, place);
          for (Activations buffer : run.buffers()) {
            assertThat(Buffers.nonZeroOutside(buffer)).isEmpty();
          }
        }
      }
    }
  }

  @Property(tries = 300, seed = "9")
  void packedParametersComeBackAndTheRestIsZero(@ForAll("cases") LayerCase one) {
    for (Place place : Place.values()) {
      if (place.isFor(one.layer())) {
        List<Packing> packings = EngineRun.compute(one, Engine.chosen(), place).packings();
        assertThat(packings).hasSameSizeAs(one.parameters());
        for (int p = 0; p < packings.size(); p++) {
          float[] values = one.numbers().w().get(p);
          float[] packed = packings.get(p).pack(values);
          assertThat(packed).hasSize(packings.get(p).size());
          assertThat(packings.get(p).unpack(packed)).isEqualTo(values);
          assertThat(Buffers.nonZeroOutside(packings.get(p), packed)).isEmpty();
        }
      }
    }
  }

  private static int[] bits(float... values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static double dot(Doubles a, Doubles b) {
    double sum = 0;
    for (int i = 0; i < a.length(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  private static Doubles plus(Doubles a, float... b) {
    Doubles sum = a.copy();
    for (int i = 0; i < b.length; i++) {
      sum.set(i, a.get(i) + b[i]);
    }
    return sum;
  }

  private static Doubles minus(float[] a, float[] b, int... shape) {
    Doubles difference = Doubles.of(a, shape);
    for (int i = 0; i < b.length; i++) {
      difference.set(i, (double) a[i] - b[i]);
    }
    return difference;
  }
}
