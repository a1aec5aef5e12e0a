package tilde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.FULL;
import static tilde.Tilde.SAME;
import static tilde.Tilde.VALID;
import static tilde.Tilde.conv;
import static tilde.Tilde.crossCorrelation;
import static tilde.Tilde.engine;
import static tilde.Tilde.flip;
import static tilde.Tilde.full;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;
import static tilde.Tilde.range;
import static tilde.Tilde.show;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tilde.array.Mode;
import tilde.output.Host;
import tilde.output.MimeBundle;

/** The words on arrays, and those that ask about the place where the program runs. */
class TildeTest {
  private static final Tensor X = tensor(new double[][] {{1, 2}, {3, 4}});
  private static final Tensor W = tensor(new double[][] {{1, 10}, {100, 1000}});

  @Test
  void convIsTrueConvolution() {
    // each x[a,b] adds x[a,b] w at row a, column b
    assertThat(conv(X, W, FULL))
        .isEqualTo(tensor(new double[][] {{1, 12, 20}, {103, 1234, 2040}, {300, 3400, 4000}}));
    assertThat(conv(X, W, SAME)).isEqualTo(tensor(new double[][] {{1, 12}, {103, 1234}}));
    assertThat(conv(X, W, VALID)).isEqualTo(tensor(new double[][] {{1234}}));
  }

  @Test
  void sameCutsOddKernelsInTheMiddle() {
    Tensor one = tensor(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, 0, 0}});
    Tensor w = range(9).reshape(3, 3);
    assertThat(conv(one, w, SAME)).isEqualTo(w);
    assertThat(conv(one, w, FULL)).isEqualTo(w.pad(1, 1, 1, 1));
  }

  @Test
  void crossCorrelationIsThatWithTheKernelAsItLies() {
    assertThat(crossCorrelation(X, W, VALID)).isEqualTo(tensor(new double[][] {{4321}}));
    for (Mode mode : Mode.values()) {
      assertThat(crossCorrelation(X, W, mode)).isEqualTo(conv(X, flip(W), mode));
    }
  }

  @Test
  void flipTurnsTheLastTwoAxes() {
    assertThat(flip(W)).isEqualTo(tensor(new double[][] {{1000, 100}, {10, 1}}));
    Tensor filters = range(12).reshape(2, 1, 2, 3);
    assertThat(flip(filters).at(1).at(0))
        .isEqualTo(tensor(new double[][] {{11, 10, 9}, {8, 7, 6}}));
    assertThat(flip(flip(filters))).isEqualTo(filters);
  }

  @Test
  void arraysThatAreNotMatricesAreErrors() {
    assertThatThrownBy(() -> conv(zeros(1, 3, 3), W, FULL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "conv works on arrays (height, width), got (1, 3, 3): take one channel, e.g."
                + " image.at(0), or reshape");
    assertThatThrownBy(() -> conv(X, zeros(0, 2), FULL))
        .hasMessageStartingWith("conv works on arrays (height, width), got (0, 2)");
    assertThatThrownBy(() -> crossCorrelation(X, zeros(3), FULL))
        .hasMessageStartingWith("crossCorrelation works on arrays (height, width), got (3)");
    assertThatThrownBy(() -> crossCorrelation(zeros(1, 3, 3), W, FULL))
        .hasMessageStartingWith("crossCorrelation works on arrays (height, width), got (1, 3, 3)");
    assertThatThrownBy(() -> conv(zeros(2, 5), zeros(3, 4), VALID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "conv: VALID slides the smaller array inside the larger, but neither of x (2, 5) and w"
                + " (3, 4) contains the other: use SAME or FULL, or pad one of them");
    assertThatThrownBy(() -> flip(zeros(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "flip: needs rows and columns as the last two axes, got shape (3): reshape it first");
  }

  /** Whole numbers, whose sums are exact in whatever order. */
  private static Tensor whole(int seed, int... shape) {
    return randn(seed, shape).map(v -> Math.rint(4 * v));
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void convolutionCommutesAndFlipsWithItsFactors(
      @ForAll @IntRange(min = 1, max = 6) int h,
      @ForAll @IntRange(min = 1, max = 6) int w,
      @ForAll @IntRange(min = 1, max = 4) int kh,
      @ForAll @IntRange(min = 1, max = 4) int kw) {
    Tensor x = whole(1, h, w);
    Tensor kernel = whole(2, kh, kw);
    Tensor y = conv(x, kernel, FULL);
    assertThat(y.shape()).containsExactly(h + kh - 1, w + kw - 1);
    assertThat(conv(kernel, x, FULL)).isEqualTo(y);
    assertThat(flip(y)).isEqualTo(conv(flip(x), flip(kernel), FULL));
    int top = (kh - 1) / 2;
    int left = (kw - 1) / 2;
    assertThat(conv(x, kernel, SAME)).isEqualTo(y.slice(0, top, top + h).slice(1, left, left + w));
    if (kh <= h && kw <= w) {
      assertThat(conv(x, kernel, VALID)).isEqualTo(y.slice(0, kh - 1, h).slice(1, kw - 1, w));
      assertThat(conv(kernel, x, VALID)).isEqualTo(conv(x, kernel, VALID));
    }
  }

  @Property(tries = 200, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void theGradientsOfTheExerciseAreAdjoint(
      @ForAll @IntRange(min = 1, max = 6) int h,
      @ForAll @IntRange(min = 1, max = 6) int w,
      @ForAll @IntRange(min = 1, max = 4) int kh,
      @ForAll @IntRange(min = 1, max = 4) int kw) {
    Tensor x = whole(1, h, w);
    Tensor kernel = whole(2, kh, kw);
    Tensor dy = whole(3, h + kh - 1, w + kw - 1);
    float product = dy.times(conv(x, kernel, FULL)).sum();
    assertThat(conv(dy, flip(kernel), VALID).times(x).sum()).isEqualTo(product);
    assertThat(conv(dy, flip(x), VALID).times(kernel).sum()).isEqualTo(product);
  }

  /** The three gradients of the exercise typed by hand, against those of a model. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void aModelsGradientsAreTheLinesOfTheExercise(Mode mode) {
    ConvStep step = net(1, 6, 7).conv(3, 5).filters(1).noBias();
    ConvStep padded =
        switch (mode) {
          case VALID -> step.valid();
          case SAME -> step.same();
          case FULL -> step.full();
        };
    Model model = padded.dense(4).softmaxCE();
    model.setParameters(Map.of("dense1.w", randn(5, model.parameter("dense1.w").shape())));
    Tensor image = randn(1, 1, 6, 7);
    Tensor x = image.at(0);
    Tensor w = model.parameter("conv1.w").at(0).at(0);
    Tensor matrix = model.parameter("dense1.w");

    Tensor y = conv(x, w, mode);
    Tensor scores = matrix.matmul(y.flatten()).plus(model.parameter("dense1.b"));
    Tensor p = scores.exp().div(scores.exp().sum());
    Tensor ds = p.minus(tensor(0, 0, 1, 0));
    Tensor dy = matrix.transpose().matmul(ds).reshape(y.shape());
    Tensor dx =
        switch (mode) {
          case VALID -> conv(dy, flip(w), FULL);
          case SAME -> conv(dy, flip(w), SAME);
          case FULL -> conv(dy, flip(w), VALID);
        };
    Tensor dw = // of a same layer: rows H-1-o .. +kh of the whole, o = (kh-1)/2
        mode == SAME
            ? conv(dy, flip(x), FULL).slice(0, 4, 4 + 3).slice(1, 4, 4 + 5)
            : conv(dy, flip(x), VALID);

    Gradients found = model.gradients(image, 2);
    assertClose(model.probabilities(image).at(0), p);
    assertClose(found.get("dense1.b"), ds);
    assertClose(found.get("dense1.w"), ds.reshape(4, 1).times(y.flatten()));
    assertClose(found.input().at(0), dx);
    assertClose(found.get("conv1.w").at(0).at(0), dw);
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.minus(expected).abs().max())
        .isLessThan(1e-5f * Math.max(1, expected.abs().max()));
  }

  @Test
  void theWordsMakeTensors() {
    assertThat(tensor(1, 2.5)).isEqualTo(Tensor.of(new double[] {1, 2.5}));
    assertThat(tensor(new int[][] {{1}, {2}})).isEqualTo(Tensor.of(new int[][] {{1}, {2}}));
    assertThat(zeros(2, 3)).isEqualTo(Tensor.zeros(2, 3));
    assertThat(full(7, 2)).isEqualTo(tensor(7, 7));
    assertThat(range(3)).isEqualTo(tensor(0, 1, 2));
    assertThat(randn(3, 4)).isEqualTo(Tensor.randn(3, 4)).isNotEqualTo(randn(4, 4));
  }

  @Test
  void showGoesToTheDisplayInForce() {
    RecordingDisplay display = new RecordingDisplay();
    try (Host.Use use = Host.use(display)) {
      show("text");
      show(null);
      show(net(4).dense(2).summary());
    }
    assertThat(display.texts().subList(0, 2)).containsExactly("text", "null");
    assertThat(display.shown().get(2).data()).containsKeys(MimeBundle.TEXT, MimeBundle.HTML);
  }

  @Test
  void engineTellsWhatIsInUseAndWhy() throws Exception {
    assertThat(engine()).hasToString(engine().name() + ": " + engine().reason());
    assertThat(engineIn())
        .isEqualTo(
            "plain: the module jdk.incubator.vector is missing: start java with --add-modules"
                + " jdk.incubator.vector (jshell: -R--add-modules=jdk.incubator.vector) for several"
                + " times the speed");
    assertThat(engineIn("--add-modules=jdk.incubator.vector", "-Dtilde.engine=plain"))
        .isEqualTo("plain: asked for by -Dtilde.engine=plain");
    assertThat(engineIn("--add-modules=jdk.incubator.vector"))
        .matches(
            "vector: the module jdk.incubator.vector is there, \\d+ bits"
                + "|plain: this processor has no vectors of 128 bits or more");
  }

  /** Prints the engine of its process. */
  public static final class PrintEngine {
    private PrintEngine() {}

    public static void main(String[] arguments) {
      System.out.println(engine());
    }
  }

  /** The engine of a process of its own with these options. */
  private static String engineIn(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PrintEngine.class.getName());
    Process java =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(java.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(java.waitFor()).isZero();
    return printed;
  }
}
