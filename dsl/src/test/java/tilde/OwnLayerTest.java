package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tilde.insight.GradientCheck;

/** Layers a user writes in a cell. */
class OwnLayerTest {

  /** y = max(x, 0) once more. */
  private static final OwnLayer RECTIFIER =
      OwnLayer.of(
          "rectifier",
          x -> x.map(v -> Math.max(v, 0)),
          (x, dy) -> dy.times(x.map(v -> v > 0 ? 1 : 0)));

  /** y[n,c,h,w] = g[c] x[n,c,h,w], as the example in the Javadoc, for each channel. */
  private record Gain(double wrong) implements OwnLayer {
    @Override
    public String name() {
      return "gain";
    }

    @Override
    public Map<String, Tensor> parameters(int... in) {
      return Map.of("g", Tensor.full(2, in[0], 1, 1));
    }

    @Override
    public Tensor forward(Tensor x, Map<String, Tensor> w) {
      return x.times(w.get("g"));
    }

    @Override
    public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
      int[] shape = w.get("g").shape();
      Tensor dg = dy.times(x).sum(0, 2, 3).reshape(shape).times(wrong);
      return new Back(dy.times(w.get("g")), Map.of("g", dg));
    }
  }

  private static final Dataset SOME = digits().take(200);

  private static Model trained(Net net) {
    Model model = net.dense(10).softmaxCE();
    model.train(SOME).epochs(3).optimizer(adam(0.01)).run();
    return model;
  }

  @Test
  void aLayerOfTwoLambdasTrainsAsTheBuiltInOne() {
    Model own = trained(net(1, 8, 8).conv(3, 3).layer(RECTIFIER));
    Model builtIn = trained(net(1, 8, 8).conv(3, 3).relu());
    assertThat(own.evaluate(SOME).accuracy()).isGreaterThan(0.8);
    Model sameStart = net(1, 8, 8).conv(3, 3).layer(RECTIFIER).dense(10).softmaxCE();
    sameStart.setParameters(builtIn.parameters());
    Tensor x = SOME.images();
    assertThat(sameStart.probabilities(x)).isEqualTo(builtIn.probabilities(x));
    assertThat(sameStart.gradients(x, SOME.labels()).get("conv1.w"))
        .isEqualTo(builtIn.gradients(x, SOME.labels()).get("conv1.w"));
  }

  @Test
  void parametersAreNamedTrainedAndCopied() {
    Net net = net(1, 8, 8).conv(3, 3).filters(4).relu().layer(new Gain(1));
    Model model = net.dense(10).softmaxCE();
    assertThat(model.parameter("gain1.g")).isEqualTo(Tensor.full(2, 4, 1, 1));
    model.train(SOME).epochs(2).optimizer(adam(0.01)).run();
    assertThat(model.parameter("gain1.g")).isNotEqualTo(Tensor.full(2, 4, 1, 1));
    assertThat(model.copy().parameter("gain1.g")).isEqualTo(model.parameter("gain1.g"));
    assertThat(model.summary().toString()).contains("layer(gain)");
    assertThat(net.toString()).endsWith(".relu().layer(gain)");
    assertThat(net).isEqualTo(net(1, 8, 8).conv(3, 3).filters(4).relu().layer(new Gain(1)));
    assertThat(net).isNotEqualTo(net(1, 8, 8).conv(3, 3).filters(4).relu().layer(new Gain(2)));
  }

  private static GradientCheck check(double wrong) {
    Model model = net(1, 8, 8).layer(new Gain(wrong)).dense(10).softmaxCE();
    model.train(SOME).epochs(3).optimizer(adam(0.01)).run();
    Dataset three = SOME.take(3);
    return model.check(three.images(), three.labels());
  }

  @Test
  void theCheckTellsARightBackwardFromAWrongOne() {
    assertThat(check(1).passed()).as(check(1).table()).isTrue();
    assertThat(check(1)).asString().startsWith("gradient check passed in single precision");
    GradientCheck wrong = check(1.1);
    assertThat(wrong).asString().startsWith("gradient check FAILED in single precision");
    assertThat(wrong.rows())
        .filteredOn(row -> row.error() > 1e-2)
        .extracting(GradientCheck.Row::name)
        .containsExactly("gain1.g");
  }

  @Test
  void aKinkOfALayerOfOnesOwnIsNoError() {
    Model model = trained(net(1, 8, 8).conv(3, 3).layer(RECTIFIER));
    Dataset three = SOME.take(3);
    GradientCheck check = model.check(three.images(), three.labels());
    assertThat(check.passed()).as(check.table()).isTrue();
    assertThat(check.kinks()).isPositive();
    OwnLayer wrong = OwnLayer.of("wrong", x -> x.map(v -> Math.max(v, 0)), (x, dy) -> dy);
    GradientCheck failed =
        trained(net(1, 8, 8).conv(3, 3).layer(wrong)).check(three.images(), three.labels());
    assertThat(failed).asString().contains("FAILED");
  }

  /** Kinks of the user's own layer, and relu's within the long steps, are not taken for errors. */
  @Test
  void theCheckOfARightRectifierPassesAndOfAWrongOneFails() {
    OwnLayer wrong = OwnLayer.of("wrong", x -> x.map(v -> Math.max(v, 0)), (x, dy) -> dy);
    Dataset three = SOME.take(3);
    for (OwnLayer layer : List.of(RECTIFIER, wrong)) {
      Net net = net(1, 8, 8).conv(3, 3).filters(4).relu().conv(3, 3).filters(4).layer(layer);
      Model model = net.dense(10).softmaxCE();
      for (int i = 0; i < 2; i++) {
        GradientCheck check = model.check(three.images(), three.labels());
        assertThat(check.passed()).as(check.table()).isEqualTo(layer == RECTIFIER);
        if (layer == wrong) {
          assertThat(check).asString().contains("FAILED");
        }
        model.train(SOME).epochs(3).optimizer(adam(0.01)).run();
      }
    }
  }

  /** Where the loss bends much within a step of 0.01, its difference alone would be too coarse. */
  @Test
  void theCheckPassesWhereTheLossBendsMuch() {
    OwnLayer twice = OwnLayer.of("twice", x -> x.times(2), (x, dy) -> dy.times(2));
    Model model = net(2, 6, 5).conv(3, 3).filters(4).relu().layer(twice).dense(3).softmaxCE();
    int[] labels = IntStream.range(0, 33).map(i -> i % 3).toArray();
    Dataset data = Dataset.of(Tensor.randn(3, 33, 2, 6, 5), labels);
    model.train(data).epochs(10).run();
    GradientCheck check = model.check(data.images(), labels);
    assertThat(check.passed()).as(check.table()).isTrue();
  }

  // ---- what goes wrong is told before any training

  private static OwnLayer giving(Tensor y, Tensor dx) {
    return OwnLayer.of("odd", x -> y, (x, dy) -> dx);
  }

  @Test
  void aWrongShapeIsToldWhereTheNetworkIsMade() {
    Net start = net(2, 3, 4).relu();
    assertThatThrownBy(() -> start.layer(giving(Tensor.zeros(1, 5), null)).dense(2).softmaxCE())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "layer odd: forward gave y of shape [1, 5], expected [1, 2, 3, 4]: say the shape of a"
                + " sample in output(...)");
    OwnLayer wrongBack = OwnLayer.of("odd", x -> x, (x, dy) -> dy.reshape(1, 24));
    assertThatThrownBy(() -> start.layer(wrongBack).dense(2).softmaxCE())
        .hasMessage(
            "layer odd: backward gave dx of shape [1, 24], expected [1, 2, 3, 4]: a gradient has"
                + " the shape of what it is the gradient of");
    assertThatThrownBy(() -> start.layer("odd", x -> null, (x, dy) -> dy).dense(2).softmaxCE())
        .hasMessage("layer odd: forward gave null, expected a value: return it");
    assertThatThrownBy(() -> start.layer("odd", x -> x, (x, dy) -> null).dense(2).softmaxCE())
        .hasMessageStartingWith("layer odd: backward gave dx of shape null, expected [1, 2, 3, 4]");
  }

  @Test
  void gradientsOfOtherParametersAreTold() {
    OwnLayer forgetful =
        new OwnLayer() {
          @Override
          public String name() {
            return "forgetful";
          }

          @Override
          public Map<String, Tensor> parameters(int... in) {
            return Map.of("a", Tensor.zeros(3));
          }

          @Override
          public Tensor forward(Tensor x, Map<String, Tensor> w) {
            return x;
          }

          @Override
          public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
            return new Back(dy, Map.of());
          }
        };
    assertThatThrownBy(() -> net(3).layer(forgetful).softmaxCE())
        .hasMessage(
            "layer forgetful: backward gave gradients of the parameters [], expected those of [a]:"
                + " one for each, under its name");
  }

  /** A layer with this to start from, whose backward gives this. */
  private static Net with(Map<String, Tensor> start, Supplier<OwnLayer.Back> back) {
    return net(3)
        .layer(
            new OwnLayer() {
              @Override
              public String name() {
                return "odd";
              }

              @Override
              public Map<String, Tensor> parameters(int... in) {
                return start;
              }

              @Override
              public Tensor forward(Tensor x, Map<String, Tensor> w) {
                return x;
              }

              @Override
              public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
                return back.get();
              }
            });
  }

  @Test
  void whatIsForgottenIsTold() {
    assertThat(with(Map.of(), () -> new OwnLayer.Back(Tensor.zeros(1, 3))).softmaxCE()).isNotNull();
    assertThatThrownBy(() -> with(Map.of(), () -> null).softmaxCE())
        .hasMessage("layer odd: backward gave null, expected a value: return it");
    assertThatThrownBy(() -> with(null, () -> null).softmaxCE())
        .hasMessage("layer odd: parameters gave null, expected a value: return it");
    assertThatThrownBy(() -> new OwnLayer.Back(Tensor.zeros(1, 3), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Back: dw is null, expected a gradient for each parameter under its name: without"
                + " parameters, new Back(dx)");
  }

  @Test
  void parametersStartWithFiniteNumbersUnderAWord() {
    assertThatThrownBy(() -> with(Map.of("my g", Tensor.zeros(1)), () -> null).softmaxCE())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "layer odd: parameters gave values under the name \"my g\", expected values under a word"
                + " of letters and digits, as freeze(\"odd1.w\") names it");
    assertThatThrownBy(() -> with(Map.of("g", Tensor.full(Double.NaN, 1)), () -> null).softmaxCE())
        .hasMessage("layer odd: parameters gave NaN in g, expected finite numbers to start from");
  }

  @Test
  void anIllegalStateOfTheUsersNamesTheLayerToo() {
    OwnLayer failing =
        OwnLayer.of(
            "failing",
            x -> {
              throw new IllegalStateException("not loaded");
            },
            (x, dy) -> dy);
    assertThatThrownBy(() -> net(3).layer(failing).softmaxCE())
        .hasMessage("layer failing: forward failed: java.lang.IllegalStateException: not loaded");
  }

  @Test
  void whatTheUsersCodeThrowsKeepsItsCause() {
    OwnLayer failing =
        OwnLayer.of(
            "failing",
            x -> {
              throw new ArithmeticException("/ by zero");
            },
            (x, dy) -> dy);
    assertThatThrownBy(() -> net(3).layer(failing).softmaxCE())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("layer failing: forward failed: java.lang.ArithmeticException: / by zero")
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void aNameIsAWord() {
    assertThatThrownBy(() -> net(3).layer("my layer", x -> x, (x, dy) -> dy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer: its name must be a word of letters and digits, as it names parameters too, got"
                + " my layer: e.g. swish");
  }

  @Test
  void aFailureInTheMidstOfTrainingKeepsTheModel() {
    int[] calls = {0};
    OwnLayer later =
        OwnLayer.of(
            "later",
            x -> {
              if (++calls[0] > 20) {
                throw new IllegalArgumentException("enough");
              }
              return x;
            },
            (x, dy) -> dy);
    Model model = net(1, 8, 8).layer(later).dense(10).softmaxCE();
    assertThatThrownBy(() -> model.train(SOME).threads(1).run())
        .hasMessageContaining("layer later: forward failed")
        .hasMessageContaining("enough");
    assertThat(model.history().batchLoss()).isNotEmpty();
    assertThat(model.parameter("dense1.w").countNonFinite()).isZero();
  }
}
