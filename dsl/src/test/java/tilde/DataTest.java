package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.net;
import static tilde.Tilde.range;
import static tilde.Tilde.tensor;
import static tilde.Tilde.zeros;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.data.DataFiles;
import tilde.file.FileFormatException;
import tilde.output.Host;

/** The words for data in files. */
class DataTest {
  @TempDir private Path folder;

  private Host.Use use;

  @BeforeEach
  void useADisplay() {
    use = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private String write(String name, byte... bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void idxFilesAreLoadedAndStreamed() throws IOException {
    IdxFiles files = Data.idx(write("i", DataFiles.idx(6, 4, 4)), write("l", DataFiles.idx(6)));
    Dataset held = files.load();
    assertThat(held).hasToString("Dataset of 6 samples (1, 4, 4) in 6 classes");
    assertThat(files.stream())
        .hasToString("Dataset of 6 samples (1, 4, 4) in 6 classes, made when needed");
    assertThat(files.stream().images()).isEqualTo(held.images());
    assertThat(held.images().max()).isEqualTo(95 / 255f);
    assertThat(files.classes("a", "b", "c", "d", "e", "f").load().classNames()).endsWith("f");
    assertThatThrownBy(() -> files.classes("a", "b").load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sample 2 has label 2, expected 0 to 1");
  }

  @Test
  void trainingOnAStreamedFileHasTheBitsOfTrainingInMemory() throws IOException {
    IdxFiles files = Data.idx(write("i", DataFiles.idx(20, 6, 6)), write("l", DataFiles.idx(20)));
    Model one = net().conv(3, 3).filters(2).relu().dense(20).softmaxCE();
    Model other = net().conv(3, 3).filters(2).relu().dense(20).softmaxCE();
    one.train(files.load().normalize()).epochs(2).batchSize(7).run();
    other.train(files.stream().normalize()).epochs(2).batchSize(7).threads(2).run();
    assertThat(other.parameters()).isEqualTo(one.parameters());
  }

  @Test
  void cifarFilesAreLoadedAndStreamed() throws IOException {
    Cifar10Files files = Data.cifar10(write("1.bin", DataFiles.cifar10(3)));
    assertThat(files.load()).hasToString("Dataset of 3 samples (3, 32, 32) in 10 classes");
    assertThat(files.stream().images()).isEqualTo(files.load().images());
    assertThat(files.load().classNames().get(files.load().label(2))).isEqualTo("bird");
  }

  @Test
  void tablesHaveClassesOrValues() throws IOException {
    String file = write("t.csv", DataFiles.text("id;a;b;kind\nx;1;2;dog\ny;3;4;cat\n"));
    CsvFile table = Data.csv(file).separator(';').skip("id");
    Dataset data = table.load("kind");
    assertThat(data.images()).isEqualTo(tensor(new double[][] {{1, 2}, {3, 4}}));
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.labels()).containsExactly(1, 0);
    assertThat(table.load(3).labels()).containsExactly(1, 0);
    assertThat(table.classes("dog", "cat").load("kind").labels()).containsExactly(0, 1);
    Dataset values = table.skip("kind").loadValues("b");
    assertThat(values.images()).isEqualTo(tensor(new double[][] {{1}, {3}}));
    assertThat(values.targets()).isEqualTo(tensor(new double[][] {{2}, {4}}));
  }

  @Test
  void tablesWithoutNamesAndWithoutColumns() throws IOException {
    String file = write("t.csv", DataFiles.text("1,2,3\n4,5,6\n"));
    Dataset data = Data.csv(file).noHeader().loadValues("2");
    assertThat(data.images()).isEqualTo(tensor(new double[][] {{1, 2}, {4, 5}}));
    assertThat(data.targets()).isEqualTo(tensor(new double[][] {{3}, {6}}));
    assertThatThrownBy(() -> Data.csv(file).loadValues())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("loadValues: expected at least one column, got none");
    assertThatThrownBy(() -> Data.csv(file).separator('"'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("separator: expected a character such as ';', got a quote or a line end");
  }

  @Test
  void foldersOfPicturesSayWhatWasLeftOut() throws IOException {
    BufferedImage image = DataFiles.image(BufferedImage.TYPE_INT_RGB, 6, 8);
    write("pets/cat/1.png", DataFiles.picture(image, "png"));
    write("pets/dog/1.jpeg", DataFiles.picture(image, "jpeg"));
    PictureFolder pets = Data.folder(path("pets"));
    assertThat(pets.load()).hasToString("Dataset of 2 samples (3, 6, 8) in 2 classes");
    String broken = write("pets/dog/2.png", DataFiles.text("?"));
    PictureFolder.Pictures found = pets.size(3, 4).grey().load();
    assertThat(found.data()).hasToString("Dataset of 2 samples (1, 3, 4) in 2 classes");
    assertThat(found.data().classNames()).containsExactly("cat", "dog");
    assertThat(found.unreadable())
        .containsExactly(
            broken + ", offset 0: expected a PNG, JPEG or BMP file, got one that starts with 3f");
    assertThat(found).hasToString(found.data() + "; 1 file left out: " + found.unreadable().get(0));
    write("pets/cat/0.png");
    assertThat(pets.stream().toString())
        .startsWith("Dataset of 2 samples (3, 6, 8) in 2 classes, made when needed; 2 files left")
        .contains("out, the first: " + path("pets/cat/0.png"));
    assertThat(pets.size(3, 4).grey().stream().data().images()).isEqualTo(found.data().images());
    assertThatThrownBy(() -> pets.strict().load()).isInstanceOf(FileFormatException.class);
    assertThatThrownBy(() -> pets.size(0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size: expected a height and a width from 1 to 16384, got 0 and 4");
  }

  @Test
  void aDamagedPictureEndsTrainingAndIsNamed() throws IOException {
    BufferedImage image = DataFiles.image(BufferedImage.TYPE_INT_RGB, 6, 8);
    String file = write("pets/cat/1.png", DataFiles.picture(image, "png"));
    write("pets/dog/1.png", DataFiles.picture(image, "png"));
    Dataset data = Data.folder(path("pets")).stream().data();
    Files.write(Path.of(file), new byte[0]);
    Model model = net().dense(2).softmaxCE();
    assertThatThrownBy(() -> model.train(data).epochs(1).run())
        .hasMessageContaining(file + ", offset 0: expected a PNG, JPEG or BMP file");
  }

  @Test
  void tensorsAreSavedAndLoaded() {
    Tensor t = range(24).reshape(2, 3, 4).div(7);
    t.save(path("t.npy"));
    assertThat(Tensor.load(path("t.npy"))).isEqualTo(t);
    tensor(5).sum(0).save(path("t.npy"));
    assertThat(Tensor.load(path("t.npy")).rank()).isZero();
    zeros(0, 3).save(path("t.npy"));
    assertThat(Tensor.load(path("t.npy")).shape()).containsExactly(0, 3);
  }

  @Test
  void manyTensorsShareAFile() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("x", range(8).reshape(2, 4));
    tensors.put("conv1.w", zeros(2, 1, 3, 3));
    tensors.put("y", tensor(1, 0));
    Data.saveTensors(path("t.npz"), tensors);
    assertThat(Data.tensors(path("t.npz"))).isEqualTo(tensors);
    assertThat(Data.tensors(path("t.npz")).keySet()).containsExactly("x", "conv1.w", "y");
    Dataset data = Data.npz(path("t.npz"), "x", "y");
    assertThat(data.images()).isEqualTo(tensors.get("x"));
    assertThat(data.labels()).containsExactly(1, 0);
  }

  @Test
  void aFailedSaveLeavesTheOldTensor() {
    range(3).save(path("t.npy"));
    assertThatThrownBy(() -> range(4).save(path("none/t.npy")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no folder");
    assertThat(Tensor.load(path("t.npy"))).isEqualTo(range(3));
  }

  @Test
  void onePictureIsReadForAModel() throws IOException {
    BufferedImage image = DataFiles.image(BufferedImage.TYPE_INT_RGB, 6, 4);
    String file = write("pets/cat/tom.png", DataFiles.picture(image, "png"));
    Tensor inFolder = Data.folder(path("pets")).size(5, 3).load().data().image(0);
    assertThat(Data.picture(file, 3, 5, 3)).isEqualTo(inFolder);
    assertThat(Data.picture(file, 1, 5, 3).shape()).containsExactly(1, 5, 3);
    assertThatThrownBy(() -> Data.picture(file, 2, 5, 3))
        .hasMessage("picture: expected 1 channel for grey or 3 for colours, got 2");
    assertThatThrownBy(() -> Data.picture(path("pets"), 1, 5, 3))
        .hasMessageContaining("expected a file, got a folder");
  }

  @Test
  void otherClassesThanThoseLearntAreAnError() throws IOException {
    byte[] picture = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 4, 4), "png");
    for (String name : new String[] {"all/ant", "all/bee", "all/cow", "some/bee", "some/cow"}) {
      write(name + "/1.png", picture);
    }
    Dataset all = Data.folder(path("all")).load().data();
    Dataset some = Data.folder(path("some")).load().data();
    Model model = net().dense(3).softmaxCE();
    assertThatThrownBy(() -> model.train(all).validate(some))
        .hasMessageStartingWith(
            "validate: expected the classes [ant, bee, cow] in this order, as in training, got"
                + " [bee, cow]: name them when the data is read, classes(\"ant\", ...)");
    model.train(all).epochs(1).run();
    assertThatThrownBy(() -> model.evaluate(some)).hasMessageStartingWith("evaluate: expected");
    Dataset named = Data.folder(path("some")).classes("ant", "bee", "cow").load().data();
    assertThat(model.evaluate(named).samples()).isEqualTo(2);
  }

  @Test
  void filesTakenForOthersAreRecognised() throws IOException {
    Data.saveTensors(path("a.npz"), Map.of("x", zeros(2)));
    zeros(2).save(path("a.npy"));
    net(2).dense(2).softmaxCE().save(path("a.tilde"));
    write("a.csv", DataFiles.text("a,b,c,d,e,f\n1,2,3,4,5,6\n"));
    write("a.png", DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 4, 4), "png"));
    write("a.gz", DataFiles.gzip(DataFiles.idx(3)));
    write("a.onnx", (byte) 8, (byte) 8, (byte) 0x12, (byte) 5, (byte) 't', (byte) 'i', (byte) 'l');
    write("cat/a.png", DataFiles.text("GIF89a and more"));
    isSeenBy(() -> Tilde.load(path("a.npz")), "looks like a zip file; one of NumPy's savez");
    isSeenBy(() -> Tilde.load(path("a.csv")), "looks like a text; tables are read by Data.csv");
    isSeenBy(() -> Tensor.load(path("a.npz")), "looks like a zip file");
    isSeenBy(() -> Data.tensors(path("a.npy")), "a NumPy array, which Tensor.load(...) reads");
    isSeenBy(() -> Data.tensors(path("a.tilde")), "a safetensors file, which weights()");
    isSeenBy(() -> Data.tensors(path("a.onnx")), "an ONNX file, which Onnx.load(...) reads");
    isSeenBy(() -> Data.tensors(path("a.gz")), "a file packed by gzip");
    isSeenBy(() -> Data.tensors(path("a.png")), "a picture, which Data.picture(...) reads");
    isSeenBy(() -> Data.picture(path("cat/a.png"), 1, 2, 2), "a GIF or WebP picture");
  }

  private static void isSeenBy(ThrowingCallable reader, String hint) {
    assertThatThrownBy(reader)
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(": it looks like ")
        .hasMessageContaining(hint);
  }
}
