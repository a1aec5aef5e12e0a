package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.net;
import static tilde.Tilde.randn;

import org.junit.jupiter.api.Test;
import tilde.output.MimeBundle;

class SummaryTest {

  @Test
  void withAShapeItTellsOutputsParametersAndMultiplyAdds() {
    String expected =
        """
        name      layer       output     parameters  multiply-adds
                  input       (1, 8, 8)
        conv1     conv(3, 3)  (8, 6, 6)          80          2,592
        relu1     relu()      (8, 6, 6)
        maxpool1  maxPool(2)  (8, 3, 3)
        dense1    dense(10)   (10)              730            720
                  total                         810          3,312\
        """; // 8*9 + 8, 6*6*8*9; 10*72 + 10, 10*72
    Net net = net(1, 8, 8).conv(3, 3).relu().maxPool(2).dense(10);
    assertThat(net.summary().mime().text()).isEqualToNormalizingNewlines(expected);
    assertThat(net.softmaxCE().summary().mime().text()).isEqualToNormalizingNewlines(expected);
    // on a line of its own in JShell, which prints the name of the variable before it
    assertThat(net.summary().toString()).isEqualToNormalizingNewlines("\n" + expected);
  }

  @Test
  void whatTheDataMustTellIsAQuestionMark() {
    Model model = net().conv(3, 3).relu().dense(10).relu().dense(2).softmaxCE();
    assertThat(model.summary().mime().text())
        .isEqualToNormalizingNewlines(
            """
            name    layer       output  parameters  multiply-adds
                    input       ?
            conv1   conv(3, 3)  ?                ?              ?
            relu1   relu()      ?                ?              ?
            dense1  dense(10)   (10)             ?              ?
            relu2   relu()      (10)
            dense2  dense(2)    (2)             22             20
                    total                        ?              ?\
            """);
    model.predict(randn(1, 1, 8, 8));
    assertThat(model.summary().mime().text()).doesNotContain("?").contains("(8, 6, 6)");
  }

  @Test
  void theLayersOfABodyStandIndentedBeforeTheirResidual() {
    Net net =
        net(1, 8, 8)
            .residual(n -> n.conv(3, 3).same().filters(4).residual(m -> m.batchNorm().relu()))
            .dense(2);
    assertThat(net.summary().mime().text())
        .isEqualToNormalizingNewlines(
            """
            name        layer                           output     parameters  multiply-adds
                        input                           (1, 8, 8)
            conv1         conv(3, 3).filters(4).same()  (4, 8, 8)          40          2,304
            batchnorm1      batchNorm()                 (4, 8, 8)          16
            relu1           relu()                      (4, 8, 8)
            residual1     residual                      (4, 8, 8)
            residual2   residual                        (4, 8, 8)           4            256
            dense1      dense(2)                        (2)               514            512
                        total                                             574          3,072\
            """);
    assertThat((String) net.summary().mime().data().get(MimeBundle.HTML))
        .contains("<td>&emsp;&emsp;batchNorm()</td>");
  }

  @Test
  void memoryIsToldForABatchSize() {
    Net net = net(1, 8, 8).conv(3, 3).relu().dense(10);
    assertThat(net.summary(32).toString())
        .startsWith(net.summary().toString())
        .containsPattern("\\n?batches of 32 need [0-9.]+ kB \\([0-9.]+ kB of it activations");
    assertThat(net.softmaxCE().summary(32).toString()).isEqualTo(net.summary(32).toString());
    assertThat((String) net.summary(32).mime().data().get(MimeBundle.HTML))
        .contains("<p>batches of 32 need");
    assertThatThrownBy(() -> net.summary(0))
        .hasMessage("summary: the batch size must be at least 1, got 0");
    assertThatThrownBy(() -> net().dense(2).softmaxCE().summary(32))
        .hasMessage(
            "the memory depends on the input shape, which the first data decides: train first, or"
                + " give it, e.g. net(1, 28, 28)");
  }

  @Test
  void refinementsAreSeen() {
    assertThat(net(3, 9, 9).conv(3, 3).filters(4).stride(2).same().noBias().summary().toString())
        .contains("conv(3, 3).filters(4).stride(2).same().noBias()  (4, 5, 5)")
        .contains(" 108 ") // 4*3*9
        .contains(" 2,700"); // times 25
  }

  @Test
  void aNotebookGetsATable() {
    MimeBundle bundle = net(4).dense(2).summary().mime();
    assertThat((String) bundle.data().get(MimeBundle.HTML))
        .isEqualTo(
            """
            <table>
            <tr><th>name</th><th>layer</th><th>output</th><th>parameters</th><th>multiply-adds</th></tr>
            <tr><td></td><td>input</td><td>(4)</td><td></td><td></td></tr>
            <tr><td>dense1</td><td>dense(2)</td><td>(2)</td><td>10</td><td>8</td></tr>
            <tr><td></td><td>total</td><td></td><td>10</td><td>8</td></tr>
            </table>\
            """);
  }

  @Test
  void aLayerThatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> net(1, 8, 8).relu().conv(9, 9).summary())
        .hasMessageStartingWith("conv 9x9 (layer 2) needs an input of at least 9 x 9");
    assertThatThrownBy(() -> net().dense(10).conv(3, 3).summary())
        .hasMessageStartingWith("conv 3x3 (layer 2) needs (channels, height, width), got (10)");
  }
}
