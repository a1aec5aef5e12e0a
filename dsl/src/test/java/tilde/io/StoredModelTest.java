package tilde.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.Dataset;
import tilde.Model;
import tilde.Tilde;
import tilde.file.AtomicFile;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Values;
import tilde.layer.Dense;
import tilde.layer.Relu;
import tilde.layer.Residual;
import tilde.loss.MeanSquaredError;

/** Files that are no model, and disks that are full. */
class StoredModelTest {
  @TempDir Path folder;

  private Path file;
  private Safetensors.Content sound;

  @BeforeEach
  void save() {
    file = folder.resolve("m.tilde");
    Model model = Tilde.net(1, 4, 4).conv(2, 2).filters(2).same().relu().dense(3).softmaxCE();
    Dataset data = Dataset.of(Tilde.randn(0, 6, 1, 4, 4), new int[] {0, 1, 2, 0, 1, 2}).normalize();
    model
        .train(data)
        .epochs(2)
        .optimizer(Tilde.adam(0.01))
        .validate(data)
        .earlyStopping(2)
        .checkpoints(file.toString())
        .run();
    sound = Safetensors.read(file);
  }

  private void refused(String message) {
    assertThatThrownBy(() -> StoredModel.read(file, List.of()))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FileFormatException.class);
  }

  private String description() {
    return sound.metadata().get(StoredModel.DESCRIPTION);
  }

  private void refusedWith(Map<String, String> metadata, String message) {
    Safetensors.write(file, sound.tensors(), metadata);
    refused(message);
  }

  private void refusedDescription(String from, String to, String message) {
    assertThat(description()).contains(from);
    refusedWith(
        Map.of(StoredModel.VERSION, "1", StoredModel.DESCRIPTION, description().replace(from, to)),
        message);
  }

  private void refusedTensor(String name, Values values, String message) {
    Map<String, Values> tensors = new LinkedHashMap<>(sound.tensors());
    tensors.remove(name);
    if (values != null) {
      tensors.put(name, values);
    }
    Map<String, String> metadata = new HashMap<>(sound.metadata());
    metadata.remove(StoredModel.CHECKSUM);
    Safetensors.write(file, tensors, metadata);
    refused(message);
  }

  @Test
  void theSoundFileIsRead() {
    StoredModel model = StoredModel.read(file, List.of());
    assertThat(model.layers()).hasSize(3);
    assertThat(model.training()).hasValueSatisfying(t -> assertThat(t).startsWith("train(6 sam"));
    assertThat(sound.tensors().keySet())
        .contains("conv1.w", "optimizer.0.conv1.w", "optimizer.1.dense1.b", "best.conv1.w")
        .contains("best.optimizer.1.dense1.b")
        .hasSize(4 * 3 * 2);
  }

  // ---- versions

  @Test
  void aLaterVersionIsTold() {
    Map<String, String> later = new HashMap<>(sound.metadata());
    later.put(StoredModel.VERSION, "2");
    refusedWith(
        later,
        "this model was saved by a later version of Tilde, in format 2; this one reads up to 1: use"
            + " that version");
  }

  @Test
  void whatIsNoModelIsTold() {
    refusedWith(Map.of(), "expected a model that was saved with model.save(...), got tensors with");
    refusedWith(Map.of(StoredModel.VERSION, "1"), "expected a description of the model in the met");
    for (String version : List.of("", "0", "-1", "1.0", "99999999999999")) {
      refusedWith(
          Map.of(StoredModel.VERSION, version),
          "expected a version from 1 on, got \"" + version + "\"");
    }
  }

  // ---- descriptions

  @Test
  void whatLayersRefuseIsToldWithTheFile() {
    refusedDescription(
        "\"filters\":2",
        "\"filters\":0",
        "conv: filters must be at least 1, got 0, at $.layers[0] of the description");
    refusedDescription(
        "\"learningRate\":0.01", "\"learningRate\":-1", "adam: the learning rate must be positive");
    refusedDescription(
        "\"learningRate\":0.01", "\"learningRate\":\"NaN\"", "adam: the learning rate must be pos");
    refusedDescription("\"kh\":2", "\"kh\":2000000000", "kernel height");
    refusedDescription("\"dims\":[1,4,4]", "\"dims\":[1,4,0]", "every size of a shape is at least");
  }

  @Test
  void onlyRecordsOfOursAreMade() {
    String relu = "{\"type\":\"Relu\"}";
    for (String type :
        List.of(
            "Selu",
            "relu",
            "RELU",
            "Network",
            "Custom",
            "Window",
            "java.lang.Runtime",
            "Layer",
            "Residual.Sum",
            "../Relu",
            "Padding.Part",
            "ShapeMismatch",
            "")) {
      refusedDescription(
          relu,
          "{\"type\":\"" + type + "\"}",
          "expected an implementation of Layer in this version of Tilde, got \""
              + type
              + "\" at $.layers[1]");
    }
    refusedDescription(
        "{\"type\":\"Adam\",", "{\"type\":\"Relu\",", "expected an implementation of Optimizer");
    refusedDescription(relu, "{}", "expected \"type\", got END_OBJECT at $.layers[1]");
    refusedDescription(relu, "{\"kind\":1}", "expected \"type\", got \"kind\"");
    refusedDescription(relu, "{\"type\":1}", "expected a type, got NUMBER");
    refusedDescription(relu, "null", "expected Layer in { }, got NULL");
    refusedDescription(relu, "{\"type\":\"Relu\",\"x\":1}", "expected Relu with , got more");
    refusedDescription(
        relu, "{\"type\":\"own\",\"name\":\"mine\"}", "a layer of your own named \"mine\", which");
  }

  @Test
  void valuesOfOtherKindsAreTold() {
    refusedDescription(
        "\"kh\":2", "\"kh\":2.5", "expected a whole number of at most 9 digits, got");
    refusedDescription(
        "\"kh\":2", "\"kh\":1e999999999", "expected a whole number of at most 9 dig");
    refusedDescription(
        "\"kh\":2", "\"kh\":99999999999", "expected a whole number of at most 9 dig");
    refusedDescription("\"kh\":2", "\"kh\":\"2\"", "expected a whole number, got STRING");
    refusedDescription("\"kh\":2", "\"hk\":2", "expected \"kh\", got \"hk\" at $.layers[0].window");
    refusedDescription("\"bias\":true", "\"bias\":1", "expected true or false, got NUMBER");
    refusedDescription(
        "\"mode\":\"SAME\"", "\"mode\":\"SOME\"", "expected one of [VALID, SAME, FUL");
    refusedDescription("\"beta1\":0.9", "\"beta1\":\"0.9\"", "expected a number, got \"0.9\"");
    refusedDescription("\"beta1\":0.9", "\"beta1\":{}", "expected a number, got BEGIN_OBJECT");
    refusedDescription("\"beta1\":0.9,", "", "expected \"beta1\", got \"beta2\"");
    refusedDescription(",\"decoupled\":false", "", "expected Adam with learningRate, beta1, beta2");
    refusedDescription(
        "\"layers\":[", "\"layers\":7,\"a\":[", "expected a list in [ ], got NUMBER");
    refusedDescription(
        "\"metrics\":{}", "\"metrics\":{\"a\":1,\"a\":2}", "expected each name once");
    refusedDescription("\"metrics\":{}", "\"metrics\":[]", "expected names and values in { }");
    refusedDescription("{\"input\"", "{input", "expected a description in JSON, got");
    refusedDescription(
        "{\"input\"", "[{\"input\"", "expected StoredDescription in { }, got BEGIN_A");
  }

  @Test
  void partsThatDoNotBelongTogetherAreTold() {
    refusedDescription(
        "\"sample\":{\"dims\":[1,4,4]}", "\"sample\":{\"dims\":[1,5,5]}", "expected a");
    refusedDescription(
        "\"units\":3", "\"units\":4", "expected the tensor dense1.w in shape [4, 32]");
    refusedDescription("\"units\":3", "\"units\":1", "softmaxCE needs");
    refusedDescription("\"epoch\":2", "\"epoch\":-2", "a model cannot have had -2 epochs");
    refusedDescription(
        "\"epochs\":2,\"best", "\"epochs\":3,\"best", "a model cannot have had 2 epoc");
    refusedDescription(
        "\"batches\":2", "\"batches\":3", "expected a training of at most 2 entries");
    refusedDescription(
        "\"steps\":[2,", "\"steps\":[", "expected steps for each of 4 parameters, got 3");
    refusedDescription(
        "\"steps\":[2,", "\"steps\":[-2,", "expected steps for each of 4 parameters");
    refusedDescription("\"batchEpoch\":[1,", "\"batchEpoch\":[", "the columns of the log differ");
    refusedDescription("\"mean\":[", "\"mean\":[0,", "a normalization needs as many means as");
    refusedDescription("\"std\":[", "\"std\":[0,", "a normalization needs as many means as");
  }

  @Test
  void tensorsThatAreMissingOrTooManyAreTold() {
    refusedTensor("conv1.w", null, "expected the tensor conv1.w in shape [2, 1, 2, 2], got none");
    refusedTensor(
        "best.dense1.b", null, "expected the tensor best.dense1.b in shape [3], got none");
    refusedTensor("optimizer.1.conv1.b", null, "expected the tensor optimizer.1.conv1.b in shape");
    Values other = new Values(new int[] {2, 4}, new float[8]);
    refusedTensor("conv1.w", other, "tensor conv1.w in shape [2, 1, 2, 2], got [2, 4]");
    refusedTensor("more", other, "expected no tensors but those of the network, got also [more]");
  }

  @Test
  void aNetworkThatNoMachineCouldRunIsToldBeforeMemoryIsTaken() {
    String conv = "\"layers\":[{\"type\":\"Conv\"";
    refusedDescription(
        conv,
        conv.replace(
            "[",
            "[{\"type\":\"Upsample\",\"factor\":2900},"
                + "{\"type\":\"AvgPool\",\"height\":2900,\"width\":2900,\"stride\":2900,\"padding\":0},"),
        "expected a network of at most 134217728 values a sample, got ");
  }

  @Test
  void layersInEachOtherAreBounded() {
    String relu = "{\"type\":\"Relu\"}";
    String residual = "{\"type\":\"Residual\",\"body\":[".repeat(50) + relu + "]}".repeat(50);
    refusedDescription(relu, residual, "expected a description in JSON, got Nesting limit 24");
    StringBuilder many = new StringBuilder(relu);
    for (int i = 0; i < 10_000; i++) {
      many.append(',').append(relu);
    }
    refusedDescription(relu, many.toString(), "expected at most 10000 layers, got more");
    Residual deep = new Residual(List.of(new Relu()));
    for (int i = 0; i < 11; i++) {
      deep = new Residual(List.of(deep));
    }
    StoredModel model = open(deep);
    assertThatThrownBy(() -> model.write(file))
        .hasMessageStartingWith("a file holds residual layers that lie in each other at most ten");
    StoredModel ten = open((Residual) ((Residual) deep.body().get(0)).body().get(0));
    ten.write(file);
    assertThat(StoredModel.read(file, List.of()).layers()).isEqualTo(ten.layers());
  }

  private static StoredModel open(Residual layer) {
    return new StoredModel(
        Optional.empty(),
        List.of(layer, new Dense(2, true)),
        new MeanSquaredError(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  // ---- full disks

  @Test
  void aFullDiskLeavesTheOldFileWhereverItIsFull() throws IOException {
    Model small = Tilde.net(1).dense(1).mse();
    StoredModel larger = StoredModel.read(file, List.of());
    small.save(file);
    byte[] before = Files.readAllBytes(file);
    int size = (int) Files.size(file);
    for (int room = 0; room < size; room++) {
      fillsUp(StoredModel.read(file, List.of()), room);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
    for (int room = 0; room < 5900; room += 97) {
      fillsUp(larger, room);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(Model.load(file).parameters()).isEqualTo(small.parameters());
  }

  private void fillsUp(StoredModel model, int room) {
    assertThatThrownBy(() -> AtomicFile.write(file, out -> model.write(new FullDisk(out, room))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void aModelIsWrittenToTheSameBytes() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    StoredModel.read(file, List.of()).write(whole);
    assertThat(whole.toByteArray()).isEqualTo(Files.readAllBytes(file)).hasSizeGreaterThan(5900);
  }

  /** Takes so many bytes. */
  private static final class FullDisk extends OutputStream {
    private final OutputStream out;
    private int room;

    FullDisk(OutputStream out, int room) {
      this.out = out;
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      room--;
      out.write(b);
    }
  }
}
