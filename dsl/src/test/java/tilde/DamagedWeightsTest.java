package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.Tilde.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.random.Keyed;

/** Damaged files of weights: loaded, or an error that names the file, and then nothing changed. */
class DamagedWeightsTest {
  @TempDir Path folder;

  private static Model model() {
    return net(1, 3, 3).conv(2, 2).filters(2).batchNorm().relu().dense(2).softmaxCE();
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void damagedFilesAreErrors(String name) throws IOException {
    campaign(name, 500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  @Tag("nightly")
  void manyDamagedFilesAreErrors(String name) throws IOException {
    campaign(name, 50_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void everyTruncatedFileIsAnError(String name) throws IOException {
    Path file = folder.resolve(name);
    model().weights().save(file.toString());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      Model model = model();
      assertThat(isRefused(file, () -> model.weights().load(file.toString()))).isTrue();
    }
  }

  /** Files of both kinds, their bytes changed at a few places, loaded as both kinds. */
  private void campaign(String name, int inputs) throws IOException {
    Path file = folder.resolve(name);
    Model model = model();
    model.weights().save(file.toString());
    byte[] own = Files.readAllBytes(file);
    model.weights().toPyTorch(file.toString());
    byte[] theirs = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < inputs; i++) {
      Keyed draws = Keyed.of(7).key(i);
      Files.write(file, damaged(i % 2 == 0 ? own : theirs, draws));
      Weights weights = model.weights();
      Consumer<Weights> load =
          i % 2 == 0 ? w -> w.load(file.toString()) : w -> w.fromPyTorch(file.toString());
      Map<String, Tensor> before = model.parameters();
      if (isRefused(file, () -> load.accept(weights))) {
        refused++;
        assertSame(model, before);
      }
      if (i % 5 == 0) {
        isRefused(file, () -> load.accept(weights.lenient()));
      }
      model.parameters().forEach((p, w) -> assertThat(w.countNonFinite()).as(p).isZero());
    }
    assertThat(refused).isBetween(inputs / 10, inputs - 1);
  }

  private static void assertSame(Model model, Map<String, Tensor> before) {
    model
        .parameters()
        .forEach((p, w) -> assertThat(w.toArray()).as(p).isEqualTo(before.get(p).toArray()));
  }

  private static byte[] damaged(byte[] whole, Keyed draws) {
    byte[] bytes = whole.clone();
    int places = 1 + draws.below(0, 4);
    for (int k = 1; k <= places; k++) {
      // half of them in the first part, where the header of safetensors is
      int range = k % 2 == 0 ? bytes.length : Math.min(bytes.length, 600);
      bytes[draws.below(3L * k, range)] = (byte) draws.below(3L * k + 1, 256);
    }
    boolean cut = draws.below(100, 8) == 0;
    return cut ? Arrays.copyOf(bytes, draws.below(101, bytes.length)) : bytes;
  }

  /** Whether it is an error, which then is ours and names the file. */
  private static boolean isRefused(Path file, Runnable load) {
    try {
      load.run();
      return false;
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith(file.toString());
      return true;
    }
  }
}
