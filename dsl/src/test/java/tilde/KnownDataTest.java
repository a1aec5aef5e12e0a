package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.cifar10;
import static tilde.Tilde.fashionMnist;
import static tilde.Tilde.mnist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tilde.fetch.Server;
import tilde.output.Host;

/** The words {@code mnist()}, {@code fashionMnist()} and {@code cifar10()}. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class KnownDataTest {
  @TempDir private Path temporary;

  private final String data = System.getProperty("tilde.data");
  private final RecordingDisplay display = new RecordingDisplay();
  private Host.Use use;
  private Server server;

  @BeforeEach
  void keepAwayFromTheNet() throws IOException {
    use = Host.use(display);
    server = new Server(); // which has nothing
    System.setProperty("tilde.mirror", server.base());
    System.setProperty("tilde.data", "" + temporary);
  }

  @AfterEach
  void restore() {
    use.close();
    server.close();
    System.clearProperty("tilde.mirror");
    if (data == null) {
      System.clearProperty("tilde.data");
    } else {
      System.setProperty("tilde.data", data);
    }
  }

  private static void writeIdx(Path folder, String part, int... labels) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 4 * labels.length);
    images.putInt(0x803).putInt(labels.length).putInt(2).putInt(2);
    ByteBuffer answers = ByteBuffer.allocate(8 + labels.length);
    answers.putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      images.put(new byte[] {0, (byte) 255, (byte) 51, (byte) label});
      answers.put((byte) label);
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), answers.array());
  }

  @Test
  void aFolderOfTheUserComesFirst() throws IOException {
    Path own = temporary.resolve("own");
    writeIdx(own, "train", 3, 0, 7);
    writeIdx(own, "t10k", 9);
    Dataset.Split parts = mnist("" + own);
    assertThat(parts).hasToString("Split: train 3, test 1 samples");
    assertThat(parts.train()).hasToString("Dataset of 3 samples (1, 2, 2) in 10 classes");
    assertThat(parts.train().labels()).containsExactly(3, 0, 7);
    assertThat(parts.train().image(0).toArray()).containsExactly(0, 1, 0.2f, 3 / 255f);
    assertThat(parts.test().label(0)).isEqualTo(9);
    assertThat(fashionMnist("" + own).train().classNames()).hasSize(10).contains("dress");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theCacheNeedsNoNet() throws IOException {
    writeIdx(temporary.resolve("mnist"), "train", 3);
    writeIdx(temporary.resolve("mnist"), "t10k", 9);
    assertThat(mnist().test().label(0)).isEqualTo(9);
    assertThat(server.requests()).isEmpty();
    assertThat(display.milestones()).isEmpty();
  }

  @Test
  void cifarIsReadFromItsFiles() throws IOException {
    Path own = Files.createDirectories(temporary.resolve("own").resolve("cifar-10-batches-bin"));
    for (int i = 1; i <= 6; i++) {
      byte[] image = new byte[1 + 3 * 32 * 32];
      image[0] = (byte) i;
      Files.write(own.resolve(i == 6 ? "test_batch.bin" : "data_batch_" + i + ".bin"), image);
    }
    Dataset.Split parts = cifar10("" + own.getParent());
    assertThat(parts.train().labels()).containsExactly(1, 2, 3, 4, 5);
    assertThat(parts.test()).hasToString("Dataset of 1 samples (3, 32, 32) in 10 classes");
    assertThat(parts.test().classNames().get(parts.test().label(0))).isEqualTo("frog");
  }

  @Test
  void whereNothingIsOneErrorNamesEverything() {
    Path folder = temporary.resolve("mnist");
    assertThatThrownBy(() -> mnist())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "mnist() has no data: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
                + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz are not in "
                + folder
                + ", and fetching failed:\n  "
                + server.base()
                + "/mnist/train-images-idx3-ubyte.gz: HTTP 404\nPut ")
        .hasMessageContaining("\n  mkdir -p '" + folder + "' && cd '" + folder + "' && curl -fL ")
        .hasMessageEndingWith("\nor name a folder that has them, mnist(\"folder\")");
    assertThatThrownBy(() -> cifar10()).hasMessageContaining("data_batch_1.bin, ");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aFolderThatLacksFilesIsNotFilled() throws IOException {
    Path own = temporary.resolve("own");
    writeIdx(own, "train", 3);
    assertThatThrownBy(() -> fashionMnist("" + own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "fashionMnist: the folder "
                + own
                + " lacks t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz: put them there,"
                + " e.g. with")
        .hasMessageContaining("curl -fL --remote-name-all ")
        .hasMessageEndingWith("or say fashionMnist() for a copy that is fetched");
    assertThatThrownBy(() -> mnist(temporary + "/nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mnist: there is no folder " + temporary.resolve("nowhere"));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void classesThatMnistDoesNotHaveAreNamed() throws IOException {
    Path own = temporary.resolve("own");
    writeIdx(own, "train", 3, 12);
    writeIdx(own, "t10k", 9);
    assertThatThrownBy(() -> mnist("" + own))
        .hasMessageContaining("sample 1 has label 12, expected 0 to 9");
  }
}
