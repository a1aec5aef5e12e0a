package tilde.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;
import tilde.array.Border;
import tilde.array.Mode;

/** All kinds of convolution against PyTorch, whose kernels come flipped. */
class ConvolutionGoldenTest {
  static List<Golden> convs() {
    return Golden.cases("conv");
  }

  @ParameterizedTest
  @MethodSource("convs")
  void conv(Golden golden) {
    int filters = golden.shape("w")[0];
    LayerGoldenTest.compare(golden, new Conv(window(golden), filters, golden.flag("bias")));
  }

  static List<Golden> depthwiseConvs() {
    return Golden.cases("depthwise");
  }

  @ParameterizedTest
  @MethodSource("depthwiseConvs")
  void depthwiseConv(Golden golden) {
    LayerGoldenTest.compare(golden, new DepthwiseConv(window(golden), golden.flag("bias")));
  }

  static List<Golden> convTransposes() {
    return Golden.cases("conv_transpose");
  }

  @ParameterizedTest
  @MethodSource("convTransposes")
  void convTranspose(Golden golden) {
    int filters = golden.shape("w")[1];
    LayerGoldenTest.compare(
        golden, new ConvTranspose(window(golden), filters, golden.flag("bias")));
  }

  private static Window window(Golden golden) {
    int[] w = golden.shape("w");
    int[] zeros = golden.ints("padding");
    String mode = golden.text("mode");
    Padding padding =
        mode.equals("explicit")
            ? new Padding.Explicit(new Border(zeros[0], zeros[1], zeros[2], zeros[3]))
            : new Padding.Part(Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
    int dilation = golden.integer("dilation");
    assertThat(padding.around(w[2], w[3], dilation))
        .isEqualTo(new Border(zeros[0], zeros[1], zeros[2], zeros[3]));
    return new Window(w[2], w[3], golden.integer("stride"), dilation, padding);
  }
}
