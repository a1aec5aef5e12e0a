package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.classWeights;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.Dataset;
import tilde.Model;
import tilde.Net;
import tilde.Tensor;
import tilde.file.FileFormatException;
import tilde.onnx.format.ModelProto;
import tilde.onnx.format.NodeProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.OnnxReader;
import tilde.onnx.format.ValueInfo.Axis;

class OnnxTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("m.onnx");
  }

  private static Model trained(Dataset data) {
    Model model =
        net(1, 8, 8)
            .conv(3, 3)
            .same()
            .batchNorm()
            .relu()
            .maxPool(2)
            .dropout(0.1)
            .dense(10)
            .softmaxCE();
    model.train(data).epochs(1).run();
    return model;
  }

  @Test
  void aTrainedModelSaysTheSameInOnnxRuntimeAndWhenItComesBack() {
    Dataset data = digits().normalize().take(300);
    Model model = trained(data);
    Tensor x = data.take(20).images();
    Onnx.save(model, file().toString());
    Closeness.assertClose(RuntimeRun.of(file(), x), model.scores(x));
    Model back = Onnx.load(file().toString());
    assertThat(back.scores(x).toArray()).isEqualTo(model.scores(x).toArray());
    assertThat(back.normalization()).isPresent().isEqualTo(model.normalization());
    assertThat(back)
        .hasToString(
            "net(1, 8, 8).conv(3, 3).same().batchNorm().relu().maxPool(2).dense(10).softmaxCE()");
    assertThat(back.predict(x).toString()).isEqualTo(model.predict(x).toString());
  }

  @Test
  void probabilitiesComeOutWhereAskedFor() {
    Model classes = net(4).dense(3).softmaxCE(classWeights(1, 5, 2).labelSmoothing(0.1));
    Tensor x = Tensor.randn(1, 5, 4);
    Onnx.saveProbabilities(classes, file());
    Closeness.assertClose(RuntimeRun.of(file(), x), classes.probabilities(x));
    assertThat(Onnx.load(file()))
        .hasToString(classes.toString())
        .extracting(Model::loss)
        .isEqualTo(classes.loss());

    Model labels = net(4).dense(3).sigmoidCE();
    Onnx.saveProbabilities(labels, file().toString());
    Closeness.assertClose(RuntimeRun.of(file(), x), labels.probabilities(x));
    assertThat(Onnx.load(file())).hasToString("net(4).dense(3).sigmoidCE()");
  }

  @Test
  void eachLossComesBack() {
    for (Model model : List.of(net(4).dense(3).hinge(), net(4).dense(3).mse())) {
      Onnx.save(model, file());
      assertThat(Onnx.load(file())).hasToString(model.toString());
    }
  }

  @Test
  void anotherLossCanBeGiven() {
    Onnx.save(net(4).dense(3).softmaxCE(), file());
    assertThat(Onnx.load(file().toString(), Net::hinge)).hasToString("net(4).dense(3).hinge()");
    Path softmax = HandMade.on(3).node("Softmax", "y", "x").save(folder);
    assertThatThrownBy(() -> Onnx.load(softmax, Net::softmaxCE))
        .isInstanceOf(OnnxException.class)
        .hasMessage(softmax + ": softmaxCE has a softmax of its own: leave out softmax()");
  }

  @Test
  void wordsThatMeanTheSameComeBackAsTheyWereWritten() {
    Net net =
        net(1, 6, 6)
            .conv(1, 1)
            .same()
            .conv(1, 1)
            .full()
            .conv(1, 1)
            .valid()
            .conv(1, 1)
            .padding(0)
            .depthwiseConv(3, 3)
            .full()
            .conv(2, 2)
            .filters(1)
            .same()
            .depthwiseConv(1, 1)
            .flatten()
            .flatten()
            .dense(8);
    Onnx.save(net.mse(), file());
    assertThat(Onnx.load(file()).net()).isEqualTo(net);
    Net image = net(2, 3, 3).dense(4).relu();
    Onnx.save(image.mse(), file());
    assertThat(Onnx.load(file()).net()).isEqualTo(image);
  }

  @Test
  void nothingIsLeftOfDropoutButItsValue() {
    Model model = net(3).dropout(0.5).softmaxCE();
    Onnx.save(model, file());
    Tensor x = Tensor.randn(1, 2, 3);
    assertThat(RuntimeRun.of(file(), x).toArray()).isEqualTo(x.toArray());
  }

  @Test
  void theFileNamesItsLayersAndKeepsTheBatchOpen() {
    Onnx.save(net(1, 4, 4).conv(3, 3).relu().dense(2).softmaxCE(), file());
    ModelProto model = OnnxReader.read(file());
    assertThat(model.graph().nodes())
        .extracting(NodeProto::name)
        .containsExactly("conv1", "relu1", "dense1.flatten", "dense1");
    assertThat(model.graph().inputs().get(0).axes())
        .containsExactly(Axis.open("N"), Axis.of(1), Axis.of(4), Axis.of(4));
    assertThat(model.graph().outputs().get(0).name()).isEqualTo("scores");
    assertThat(model.opsets()).containsEntry("", 17L);
    assertThat(model.metadata())
        .containsEntry("tilde.model", "net(1, 4, 4).conv(3, 3).relu().dense(2).softmaxCE()");
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Model model = RandomModels.of(3);
    Onnx.save(model, file());
    byte[] first = Files.readAllBytes(file());
    Onnx.save(model.copy(), file());
    assertThat(Files.readAllBytes(file())).isEqualTo(first);
  }

  @Test
  void aLayerOfOnesOwnIsNamedAndTheOldFileStays() throws IOException {
    Files.writeString(file(), "old");
    Model model = net(4).dense(3).layer("cube", x -> x, (x, dy) -> dy).dense(2).softmaxCE();
    assertThatThrownBy(() -> Onnx.save(model, file()))
        .isInstanceOf(OnnxException.class)
        .hasMessage(
            "cube1 (layer 2) has no operator in ONNX, expected layers of Tilde's own vocabulary:"
                + " leave a layer of your own out, or make it of those");
    assertThat(file()).hasContent("old");
  }

  @Test
  void anOpenInputShapeIsAnError() {
    assertThatThrownBy(() -> Onnx.save(net().dense(3).softmaxCE(), file()))
        .isInstanceOf(OnnxException.class)
        .hasMessage(
            "an ONNX file needs the input shape, which the first data decides: train first, or give"
                + " it, e.g. net(1, 28, 28)");
  }

  @Test
  void scoresThatAreNoProbabilitiesAreAnError() {
    assertThatThrownBy(() -> Onnx.saveProbabilities(net(4).dense(3).hinge(), file()))
        .isInstanceOf(OnnxException.class)
        .hasMessage(
            "the scores of hinge are no probabilities: save the scores with Onnx.save(model,"
                + " file)");
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> Onnx.load(file()))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file() + ": there is no such file; the name is looked up from ");
    assertThatThrownBy(() -> Onnx.load(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(folder + ": expected a file, got a folder: name a file");
  }

  @Test
  void theLossMayAddLayersOfItsOwn() {
    Model model = net(1, 4, 4).conv(3, 3).relu().mse();
    Onnx.save(model, file());
    Model longer = Onnx.load(file(), n -> n.dense(3).softmaxCE());
    assertThat(longer).hasToString("net(1, 4, 4).conv(3, 3).relu().dense(3).softmaxCE()");
    assertThat(longer.parameter("conv1.w")).isEqualTo(model.parameter("conv1.w"));
    assertThat(longer.parameter("dense1.w").shape()).containsExactly(3, 32);
  }
}
