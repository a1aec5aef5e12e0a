package tilde.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PublishedTest {
  @TempDir private Path folder;

  private final String data = System.getProperty("tilde.data");

  @AfterEach
  void restore() {
    System.clearProperty("tilde.mirror");
    if (data == null) {
      System.clearProperty("tilde.data");
    } else {
      System.setProperty("tilde.data", data);
    }
  }

  @Test
  void everyFileHasSeveralServersAndASum() {
    for (Published each : List.of(Published.MNIST, Published.FASHION_MNIST, Published.CIFAR10)) {
      for (RemoteFile file : each.remote()) {
        assertThat(file.mirrors()).as(file.name()).hasSizeGreaterThan(1);
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        assertThat(file.bytes()).isPositive();
        assertThat(file.mirrors())
            .allSatisfy(uri -> assertThat("" + uri).startsWith("http").endsWith(file.name()));
      }
    }
    Stream<String> sums =
        Stream.of(Published.MNIST, Published.FASHION_MNIST, Published.CIFAR10)
            .flatMap(each -> each.remote().stream().map(RemoteFile::sha256));
    assertThat(sums).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void filesGoByThePackedAndTheUnpackedName() throws IOException {
    for (String name :
        List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte",
            "t10k-images.idx3-ubyte",
            "t10k-labels.idx1-ubyte.gz")) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(Published.MNIST.missing(folder)).isEmpty();
    assertThat(Published.MNIST.files(folder).stream().map(file -> "" + file.getFileName()))
        .containsExactly(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte",
            "t10k-images.idx3-ubyte",
            "t10k-labels.idx1-ubyte.gz");
  }

  @Test
  void cifarLiesInTheFolderOrInThatOfItsArchive() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    for (int i = 1; i <= 5; i++) {
      Files.createFile((i % 2 == 0 ? folder : inner).resolve("data_batch_" + i + ".bin"));
    }
    assertThat(Published.CIFAR10.missing(folder)).containsExactly("test_batch.bin");
    Files.createFile(folder.resolve("test_batch.bin"));
    assertThat(Published.CIFAR10.files(folder))
        .hasSize(6)
        .last()
        .isEqualTo(folder.resolve("test_batch.bin"));
  }

  @Test
  void theLineForAShellIsQuoted() {
    assertThat(Published.CIFAR10.shellLine(Path.of("/it's here")))
        .isEqualTo(
            "mkdir -p '/it'\\''s here' && cd '/it'\\''s here' && curl -fL"
                + " https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz | tar xz");
    assertThat(Published.MNIST.shellLine(Path.of("/m")))
        .startsWith(
            "mkdir -p '/m' && cd '/m' && curl -fL --remote-name-all"
                + " https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz https");
  }

  @Test
  void theCacheIsWhereThePropertySays() {
    System.setProperty("tilde.data", "/somewhere");
    assertThat(Cache.folder(Published.MNIST))
        .isEqualTo(Path.of("/somewhere/mnist").toAbsolutePath());
    System.setProperty("tilde.data", "");
    assertThat(Cache.folder(Published.CIFAR10).getFileName()).hasToString("cifar10");
  }

  @Test
  void oneServerCanTakeThePlaceOfThePublicOnes() {
    assertThat(Cache.mirrored(Published.MNIST)).isEqualTo(Published.MNIST);
    System.setProperty("tilde.mirror", "https://host/data");
    assertThat(Cache.mirrored(Published.MNIST).remote().get(1).mirrors())
        .extracting(Object::toString)
        .containsExactly("https://host/data/mnist/train-labels-idx1-ubyte.gz");
    System.setProperty("tilde.mirror", "host");
    assertThatThrownBy(() -> Cache.mirrored(Published.MNIST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "TILDE_MIRROR (or the property tilde.mirror) is \"host\": expected an address such as"
                + " https://host/data");
  }

  @Test
  void sizesReadAsPeopleWriteThem() {
    assertThat(Fetcher.megabytes(0)).isEqualTo("0 kB");
    assertThat(Fetcher.megabytes(4542)).isEqualTo("5 kB");
    assertThat(Fetcher.megabytes(170_052_171)).isEqualTo("170.1 MB");
  }
}
