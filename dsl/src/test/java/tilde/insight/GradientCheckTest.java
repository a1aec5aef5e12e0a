package tilde.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.tensor;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.Dataset;
import tilde.Model;
import tilde.Net;
import tilde.Tensor;
import tilde.array.Doubles;
import tilde.array.Shape;
import tilde.layer.Compute;
import tilde.layer.Dense;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.layer.Relu;
import tilde.layer.Site;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;

class GradientCheckTest {

  static Stream<Net> nets() {
    Net images = net(2, 7, 6);
    return Stream.of(
        images.conv(3, 3),
        images.conv(3, 2).filters(3).stride(2).relu(),
        images.conv(3, 3).filters(2).same().relu().conv(2, 3).filters(3).noBias(),
        images.conv(2, 4).filters(2).same().stride(3),
        images.conv(3, 2).filters(2).full().relu().maxPool(3).stride(2),
        images.conv(2, 2).filters(2).dilation(3),
        images.conv(3, 3).filters(2).dilation(2).same().stride(2).relu(),
        images.conv(2, 3).filters(2).padding(3, 0, 1, 4).relu(),
        images.conv(1, 1).filters(1).maxPool(2).relu(),
        images.maxPool(2, 3).flatten().dense(5).noBias().relu(),
        images.dense(6).relu().dense(4).relu());
  }

  @ParameterizedTest
  @MethodSource("nets")
  void derivedGradientsAgreeWithDifferences(Net net) {
    Model model = net.dense(3).softmaxCE();
    GradientCheck check = model.check(randn(1, 3, 2, 7, 6), 2, 0, 1);
    assertThat(check.passed()).as(check.table()).isTrue();
    assertThat(check.maxError()).isBetween(1e-15, 1e-6); // 0 would mean that nothing was compared
    assertThat(check.rows().stream().map(GradientCheck.Row::name).skip(1))
        .containsExactlyElementsOf(model.parameters().keySet());
    assertThat(check.rows().get(0).name()).isEqualTo("input");
  }

  @Test
  void largeArraysAreTriedAtSomePlaces() {
    Model model = net(1, 8, 8).conv(3, 3).relu().dense(10).softmaxCE();
    GradientCheck check = model.check(randn(1, 1, 8, 8), 3);
    assertThat(check.rows().stream().map(GradientCheck.Row::of))
        .containsExactly(64, 72, 8, 2880, 10);
    assertThat(check.rows().stream().map(GradientCheck.Row::entries))
        .containsExactly(64, 72, 8, 200, 10);
    assertThat(check.entries()).isEqualTo(354);
    assertThat(check.toString())
        .matches("gradient check passed: largest error \\d\\.\\de-\\d\\d over 354 entries");
    assertThat(check.table().lines()).hasSize(6);
    assertThat(check.table().lines().skip(4).findFirst().orElseThrow())
        .matches("dense1\\.w +2880 +200 +0 +\\d\\.\\de-\\d\\d");
  }

  @Test
  void aTrainedModelPassesOnRealDigits() {
    Dataset few = digits().take(20);
    Model model = net().conv(3, 3).relu().dense(10).softmaxCE();
    model.train(few).batchSize(20).epochs(1).run();
    assertThat(model.check(few.images(), few.labels()).passed()).isTrue();
  }

  /** A dense layer whose gradients can be made wrong. */
  private record Bent(int units, double bendX, double bendW) implements Layer {
    private Dense straight() {
      return new Dense(units, true);
    }

    @Override
    public String kind() {
      return "bent";
    }

    @Override
    public String dsl() {
      return "bent()";
    }

    @Override
    public Shape output(Shape in) {
      return straight().output(in);
    }

    @Override
    public List<ParameterSpec> parameters(Shape in) {
      return straight().parameters(in);
    }

    @Override
    public Compute compute(Site site) {
      return straight().compute(site);
    }

    @Override
    public Doubles reference(Doubles x, List<Doubles> w) {
      return straight().reference(x, w);
    }

    @Override
    public ReferenceGradients referenceGradients(Doubles x, List<Doubles> w, Doubles dy) {
      ReferenceGradients right = straight().referenceGradients(x, w, dy);
      Doubles dx = right.dx().copy();
      dx.set(1, dx.get(1) * bendX);
      Doubles dw = right.dw().get(0).copy();
      dw.set(2, dw.get(2) * bendW);
      return new ReferenceGradients(dx, List.of(dw, right.dw().get(1)));
    }
  }

  /** Checks dense, relu and a bent layer on two samples of four numbers. */
  private static GradientCheck checkBent(double bendX, double bendW) {
    Network network =
        new Network(
            Shape.of(4), List.of(new Dense(5, true), new Relu(), new Bent(3, bendX, bendW)));
    List<Doubles> parameters =
        IntStream.range(0, 4)
            .mapToObj(p -> network.parameters().get(p).spec().shapeArray())
            .map(shape -> Doubles.of(randn(shape[0], shape).toArray(), shape))
            .toList();
    return GradientCheck.of(
        new ReferenceNetwork(
            network, new SoftmaxCrossEntropy(), Targets.ofLabels(new int[] {0, 2}, 3)),
        Doubles.of(randn(7, 2, 4).toArray(), 2, 4),
        parameters,
        200,
        0);
  }

  @Test
  void rightGradientsPass() {
    assertThat(checkBent(1, 1).passed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0001, 0.99, -1, 0, Double.NaN})
  void oneWrongNumberInTheGradientByAParameterFails(double factor) {
    GradientCheck check = checkBent(1, factor);
    assertThat(check.passed()).as(check.table()).isFalse();
    assertThat(check.toString()).startsWith("gradient check FAILED: largest error ");
    for (GradientCheck.Row row : check.rows()) { // and the table shows where
      assertThat(row.error() < 1e-6).as(row.name()).isEqualTo(!row.name().equals("bent1.w"));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0001, 0.99, -1, 0, Double.NaN})
  void oneWrongNumberInTheGradientByTheInputFailsInTheLayersBelow(double factor) {
    GradientCheck check = checkBent(factor, 1);
    assertThat(check.passed()).as(check.table()).isFalse();
    for (GradientCheck.Row row : check.rows()) {
      assertThat(row.error() < 1e-6).as(row.name()).isEqualTo(row.name().startsWith("bent1"));
    }
  }

  @Test
  void kinksOfReluAreCountedApart() {
    double[] x = new double[300];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 150 == 0 ? 0 : i % 7 - 2.5;
    }
    x[100] = 9e-6; // also within the step
    Model model = net(300).relu().dense(2).softmaxCE();
    GradientCheck.Row row = model.check(tensor(x), 1).rows().get(0);
    assertThat(row.entries()).isEqualTo(200);
    assertThat(row.kinks()).isBetween(1, 3); // of the 200 tried
    assertThat(row.error()).isLessThan(1e-6);

    Tensor few = tensor(0, 0.5, 9e-6, -1, -0.0, 1.1e-5);
    GradientCheck check = net(6).relu().dense(2).softmaxCE().check(few, 1);
    assertThat(check.rows().get(0).kinks()).isEqualTo(3);
    assertThat(check.kinks()).isEqualTo(3);
    assertThat(check.maxError()).isLessThan(1e-6);
    assertThat(check.passed()).isFalse(); // 3 of 20 are more than 1 %
    assertThat(check)
        .hasToString(
            "gradient check undecided: no error, but 3 of 20 entries lie on a kink, 3 of them of"
                + " input: train first, or check other samples (over blank pixels, values tie)");
  }

  @Test
  void aFewKinksAreNoFailure() {
    Tensor x = randn(1, 1, 10, 10);
    float[] numbers = x.toArray();
    numbers[42] = 0;
    Model model = net(1, 10, 10).relu().dense(10).softmaxCE();
    GradientCheck check = model.check(Tensor.of(numbers, 1, 10, 10), 1);
    assertThat(check.kinks()).isEqualTo(1);
    assertThat(check.entries()).isEqualTo(310);
    assertThat(check.passed()).isTrue();
  }

  @Test
  void theVerdictIsThatOfTheDefinition() {
    assertThat(verdict(100, 1, 9e-7)).isTrue();
    assertThat(verdict(100, 2, 0)).isFalse();
    assertThat(verdict(199, 2, 0)).isFalse(); // 1 % at most
    assertThat(verdict(200, 2, 0)).isTrue();
    assertThat(verdict(100, 0, 1e-6)).isFalse(); // below 1e-6
    assertThat(verdict(100, 0, Double.NaN)).isFalse();
  }

  private static boolean verdict(int entries, int kinks, double error) {
    GradientCheck.Row sound = new GradientCheck.Row("input", entries / 2, entries, 0, 0);
    int rest = entries - entries / 2;
    return new GradientCheck(
            List.of(sound, new GradientCheck.Row("w", rest, entries, kinks, error)),
            GradientCheck.Precision.DOUBLE)
        .passed();
  }

  @Test
  void kinksOfPoolingAreCountedApart() {
    Tensor x = tensor(new double[][] {{1, 1, 5, 6}, {0, 0, 7, 8}}).reshape(1, 2, 4);
    GradientCheck check = net(1, 2, 4).maxPool(2).dense(2).softmaxCE().check(x, 0);
    assertThat(check.rows().get(0).kinks()).isEqualTo(2); // the two largest of the first window
    assertThat(check.maxError()).isLessThan(1e-6);
  }
}
