package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.layer.Conv;
import tilde.layer.ConvTranspose;
import tilde.layer.Dense;
import tilde.layer.DepthwiseConv;
import tilde.layer.Flatten;
import tilde.layer.MaxPool;
import tilde.layer.Padding;
import tilde.layer.Relu;
import tilde.layer.ShapeMismatch;
import tilde.layer.Window;

class NetTest {

  @Test
  void aNetIsTheListOfItsLayersSettings() {
    Net made =
        net()
            .conv(5, 3)
            .filters(16)
            .stride(2)
            .dilation(3)
            .padding(1, 2, 3, 4)
            .noBias()
            .relu()
            .depthwiseConv(3, 2)
            .stride(2)
            .same()
            .convTranspose(2, 2)
            .dilation(3)
            .filters(5)
            .maxPool(2)
            .flatten()
            .dense(10)
            .noBias();
    assertThat(made.layers())
        .containsExactly(
            new Conv(5, 3, 16, 2, 3, new Padding.Explicit(new Border(1, 2, 3, 4)), false),
            new Relu(),
            new DepthwiseConv(new Window(3, 2, 2, 1, new Padding.Part(Mode.SAME)), true),
            new ConvTranspose(new Window(2, 2, 1, 3, new Padding.Part(Mode.VALID)), 5, true),
            new MaxPool(2, 2, 2),
            new Flatten(),
            new Dense(10, false));
  }

  @Test
  void whatIsNotSaidHasTheDocumentedDefault() {
    assertThat(net().conv(3, 3).layers())
        .containsExactly(new Conv(3, 3, 8, 1, 1, new Padding.Part(Mode.VALID), true));
    assertThat(net().depthwiseConv(3, 2).layers())
        .containsExactly(new DepthwiseConv(new Window(3, 2), true));
    assertThat(net().convTranspose(3, 2).layers())
        .containsExactly(new ConvTranspose(new Window(3, 2), 8, true));
    assertThat(net().maxPool(2).layers()).containsExactly(new MaxPool(2, 2, 2));
    assertThat(net().dense(10).layers()).containsExactly(new Dense(10, true));
    assertThat(net().conv(3, 3).filters(8).stride(1).dilation(1).same().valid())
        .isEqualTo(net().conv(3, 3));
  }

  @Test
  void aSharedPrefixIsNotChangedByWhatIsBuiltOnIt() {
    ConvStep prefix = net(1, 8, 8).conv(3, 3);
    Net wide = prefix.filters(16).relu().dense(10);
    Net strided = prefix.stride(2).same().noBias();
    Model model = prefix.dense(10).softmaxCE();
    assertThat(prefix).hasToString("net(1, 8, 8).conv(3, 3)");
    assertThat(wide).hasToString("net(1, 8, 8).conv(3, 3).filters(16).relu().dense(10)");
    assertThat(strided).hasToString("net(1, 8, 8).conv(3, 3).stride(2).same().noBias()");
    assertThat(model).hasToString("net(1, 8, 8).conv(3, 3).dense(10).softmaxCE()");
    assertThat(model.net()).isEqualTo(prefix.dense(10));
  }

  @Test
  void theLayersOfANetCannotBeChanged() {
    List<?> layers = net().relu().layers();
    assertThatThrownBy(() -> layers.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(net().relu().layers()).hasSize(1);
  }

  @Test
  void twoModelsOfOneNetHaveTheirOwnWeights() {
    Net shared = net(1, 8, 8).conv(3, 3).dense(10);
    Model one = shared.softmaxCE();
    Model other = shared.softmaxCE();
    Tensor before = other.parameter("conv1.w");
    one.setParameters(Map.of("conv1.w", Tensor.zeros(8, 1, 3, 3)));
    assertThat(one.parameter("conv1.w")).isEqualTo(Tensor.zeros(8, 1, 3, 3));
    assertThat(other.parameter("conv1.w")).isEqualTo(before);
  }

  @Test
  void netsAreEqualWhenTheirInputAndTheirLayersAre() {
    assertThat(net(64).dense(10)).isEqualTo(net(64).dense(10)).hasSameHashCodeAs(net(64).dense(10));
    assertThat(net(64).dense(10)).isNotEqualTo(net().dense(10)).isNotEqualTo(net(32).dense(10));
    assertThat(net().dense(10)).isNotEqualTo(net().dense(10).noBias()).isNotEqualTo("net()");
    assertThat(net().conv(3, 3).same()).isNotEqualTo(net().conv(3, 3).padding(1));
    assertThat(new LinkedHashSet<>(NetCases.all())).hasSizeGreaterThan(300);
  }

  @Test
  void aNetPrintsAsTheLineThatMakesIt() {
    assertThat(net()).hasToString("net()");
    assertThat(net(1, 28, 28)).hasToString("net(1, 28, 28)");
    assertThat(net().conv(3, 3).relu().dense(10)).hasToString("net().conv(3, 3).relu().dense(10)");
    assertThat(net().conv(5, 1).padding(1, 2, 3, 4).full().maxPool(3, 2).maxPool(2).stride(1))
        .hasToString("net().conv(5, 1).full().maxPool(3, 2).maxPool(2).stride(1)");
    assertThat(net().conv(3, 3).relu().dense(10).softmaxCE())
        .hasToString("net().conv(3, 3).relu().dense(10).softmaxCE()");
  }

  @Test
  void theLineTypedAgainMakesAnEqualNet() {
    List<Net> nets = NetCases.all();
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      assertThat(value(shell, "import static tilde.Tilde.*;")).isNull();
      // A few lines a cell: javac takes long for one call with hundreds of arguments.
      for (int from = 0; from < nets.size(); from += 50) {
        List<Net> some = nets.subList(from, Math.min(nets.size(), from + 50));
        String lines = some.stream().map(Net::toString).collect(Collectors.joining(", "));
        String same =
            "java.util.List.<tilde.Net>of(%s).equals(tilde.NetCases.all().subList(%d, %d))";
        assertThat(value(shell, same.formatted(lines, from, from + some.size())))
            .as(lines)
            .isEqualTo("true");
      }
      assertThat(value(shell, "net().dense(3).equals(net().dense(2))")).isEqualTo("false");
    }
  }

  private static String value(JShell shell, String cell) {
    List<SnippetEvent> events = shell.eval(cell);
    assertThat(events).hasSize(1);
    SnippetEvent event = events.get(0);
    assertThat(event.status())
        .as("%s %s", event.snippet(), shell.diagnostics(event.snippet()).toList())
        .isEqualTo(Snippet.Status.VALID);
    assertThat(event.exception()).isNull();
    return event.value();
  }

  @Test
  void aWrongShapeIsAnErrorAtTheNextWord() {
    ConvStep tooLarge = net(1, 8, 8).relu().conv(9, 9); // may still be refined
    assertThat(tooLarge.same().relu().layers()).hasSize(3);
    String message =
        "conv 9x9 (layer 2) needs an input of at least 9 x 9 with its padding, got 8 x 8 from"
            + " (1, 8, 8): use a smaller kernel, less dilation, or same()";
    assertThatThrownBy(tooLarge::relu).isInstanceOf(ShapeMismatch.class).hasMessage(message);
    assertThatThrownBy(() -> tooLarge.conv(1, 1)).hasMessage(message);
    assertThatThrownBy(() -> tooLarge.maxPool(2)).hasMessage(message);
    assertThatThrownBy(tooLarge::flatten).hasMessage(message);
    assertThatThrownBy(() -> tooLarge.dense(10)).hasMessage(message);
    assertThatThrownBy(tooLarge::softmaxCE).hasMessage(message);
  }

  @Test
  void theLayerThatDoesNotFitIsNamedWithItsNumber() {
    assertThatThrownBy(() -> net(64).conv(3, 3).relu())
        .hasMessage(
            "conv 3x3 (layer 1) needs (channels, height, width), got (64): give it images, e.g."
                + " net(1, 28, 28), or put it before flatten and dense");
    assertThatThrownBy(() -> net(1, 8, 8).flatten().maxPool(2).relu())
        .hasMessageStartingWith("maxPool 2x2 (layer 2) needs (channels, height, width), got (64)");
    assertThatThrownBy(() -> net(1, 8, 8).maxPool(4).maxPool(3, 2).relu())
        .hasMessage(
            "maxPool 3x2 (layer 2) needs an input of at least 3 x 2, got (1, 2, 2): use a smaller"
                + " window, or one pooling layer less");
    assertThatThrownBy(() -> net(1, 8, 8).conv(3, 3).dilation(4).relu())
        .hasMessageStartingWith("conv 3x3 (layer 1) needs an input of at least 9 x 9");
    assertThatThrownBy(() -> net(1, 8, 8).depthwiseConv(3, 9).relu())
        .hasMessage(
            "depthwiseConv 3x9 (layer 1) needs an input of at least 3 x 9 with its padding, got 8 x"
                + " 8 from (1, 8, 8): use a smaller kernel, less dilation, or same()");
    assertThatThrownBy(() -> net(1, 2, 2).relu().convTranspose(2, 2).padding(2).relu())
        .hasMessageStartingWith("convTranspose 2x2 (layer 2) needs padding that leaves something");
    assertThatThrownBy(() -> net(1, 8, 8).conv(9, 1).padding(0, 0, 5, 5).relu())
        .hasMessageContaining("got 8 x 18 from (1, 8, 8)");
  }

  @Test
  void whatAnyInputWouldLeadToIsAnErrorToo() {
    assertThatThrownBy(() -> net().dense(10).conv(3, 3).relu())
        .isInstanceOf(ShapeMismatch.class)
        .hasMessageStartingWith("conv 3x3 (layer 2) needs (channels, height, width), got (10)");
    assertThatThrownBy(() -> net().conv(3, 3).dense(4).relu().maxPool(2).softmaxCE())
        .hasMessageStartingWith("maxPool 2x2 (layer 4) needs (channels, height, width), got (4)");
    assertThat(net().conv(90, 90).relu().maxPool(90).layers()).hasSize(3); // some image may do
  }

  @Test
  void aLossNeedsAScoreForEachClass() {
    assertThatThrownBy(() -> net().softmaxCE())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "softmaxCE needs scores, but the network has no layer: e.g. net().dense(10)"
                + ".softmaxCE()");
    assertThatThrownBy(() -> net(1, 8, 8).conv(3, 3).softmaxCE())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("softmaxCE needs one score a class, (classes), got (8, 6, 6)");
    assertThatThrownBy(() -> net().dense(1).softmaxCE())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("softmaxCE needs at least 2 classes, got (1)");
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void theWindowsThatFitAreCountedAsInTheDefinition(
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 0, max = 4) int zeros) {
    Net net = net(1, size, 2).conv(kernel, 1).stride(stride).dilation(dilation).padding(zeros);
    List<Integer> tops = new ArrayList<>(); // where the window can begin, moving by stride
    for (int top = 0; top + dilation * (kernel - 1) < size + 2 * zeros; top += stride) {
      tops.add(top);
    }
    if (tops.isEmpty()) {
      assertThatThrownBy(net::relu).isInstanceOf(ShapeMismatch.class);
    } else {
      assertThat(net.relu().network(Shape.of(1, size, 2)).output().height()).isEqualTo(tops.size());
    }
  }

  @Test
  void aResidualThatDoesNotFitFailsAtTheNextWordOrInItsBody() {
    assertThatThrownBy(() -> net(1, 8, 8).residual(n -> n.conv(9, 9).relu()))
        .hasMessageStartingWith("conv 9x9 (layer 1) needs an input of at least 9 x 9");
    assertThatThrownBy(() -> net(1, 8, 8).relu().residual(n -> n.conv(3, 3)).relu())
        .hasMessageStartingWith("residual (layer 2) adds its input (1, 8, 8)");
    assertThatThrownBy(() -> net(1, 8, 8).residual(n -> n))
        .hasMessageStartingWith("residual: its body has no layer");
    assertThatThrownBy(() -> net(1, 8, 8).residual(n -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "residual: its body gives no network, expected layers on the one it gets: e.g."
                + " residual(n -> n.conv(3,3).same())");
    assertThatThrownBy(() -> net(1, 8, 8).residual(null))
        .hasMessageStartingWith("residual: its body");
  }

  @Test
  void imagesWithTheirChannelsLastGetTheRightAdvice() {
    assertThatThrownBy(() -> net(8, 8, 1).conv(3, 3).relu())
        .hasMessageEndingWith(
            "or same(); if the channels are last, put them first: x.transpose(0, 3, 1, 2)");
    assertThatThrownBy(() -> net(1, 8, 2).conv(3, 3).relu()).hasMessageEndingWith("or same()");
  }
}
