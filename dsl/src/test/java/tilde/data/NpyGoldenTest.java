package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tilde.Golden;

/** Files as NumPy writes them are read, and ours have the same bytes; pictures as PyTorch's. */
class NpyGoldenTest {
  @TempDir private Path folder;

  private static byte[] bytes(Golden golden) {
    return Base64.getDecoder().decode(golden.text("file"));
  }

  static List<Golden> arrays() {
    return Golden.cases("npy");
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void anArrayOfNumPy(Golden golden) throws IOException {
    Path file = Files.write(folder.resolve("a.npy"), bytes(golden));
    Npy.Array array = Npy.read(file);
    assertThat(array.shape()).isEqualTo(golden.shape("y"));
    assertThat(array.data()).isEqualTo(golden.floats("y"));
  }

  static List<Golden> floats() {
    return arrays().stream()
        .filter(g -> g.text("name").equals("<f4") || g.text("name").startsWith("shape"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("floats")
  void weWriteTheSameBytes(Golden golden) {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new Npy.Array(golden.shape("y"), golden.floats("y")));
    assertThat(file).hasBinaryContent(bytes(golden));
  }

  static List<Golden> archives() {
    return Golden.cases("npz");
  }

  @ParameterizedTest
  @MethodSource("archives")
  void arraysOfNumPy(Golden golden) throws IOException {
    Path file = Files.write(folder.resolve("a.npz"), bytes(golden));
    Map<String, Npy.Array> arrays = Npz.read(file);
    assertThat(arrays.keySet()).containsExactly("x_train", "net/conv1.w");
    arrays.forEach(
        (name, array) -> {
          assertThat(array.shape()).isEqualTo(golden.shape(name));
          assertThat(array.data()).isEqualTo(golden.floats(name));
        });
  }

  static List<Golden> sizes() {
    return Golden.cases("resize");
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aPictureInAnotherSize(Golden golden) {
    int[] from = golden.shape("x");
    int[] to = golden.shape("y");
    Pixels resized = new Pixels(golden.floats("x"), from[0], from[1], from[2]).resize(to[1], to[2]);
    assertThat(List.of(resized.channels(), resized.height(), resized.width()))
        .isEqualTo(Arrays.stream(to).boxed().toList());
    float[] wanted = golden.floats("y");
    for (int i = 0; i < wanted.length; i++) {
      assertThat(resized.x()[i]).isBetween(wanted[i] - 1e-6f, wanted[i] + 1e-6f);
    }
  }
}
