package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NumPy itself, where Python has it, opens what is written here, and the other way round. */
@Tag("external")
class NumPyTest {
  @TempDir private Path folder;

  @BeforeAll
  static void numPyIsThere() throws IOException, InterruptedException {
    assumeTrue(run("import numpy").isEmpty(), "python3 has no numpy");
  }

  /** What a Python program prints, errors included; an error where there is no Python. */
  private static String run(String program, Object... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[3 + arguments.length];
    command[0] = "python3";
    command[1] = "-c";
    command[2] = program;
    for (int i = 0; i < arguments.length; i++) {
      command[3 + i] = "" + arguments[i];
    }
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return e.getMessage();
    }
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    python.waitFor();
    return output.strip();
  }

  private static Npy.Array array(int... shape) {
    int size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    float[] data = new float[size];
    for (int i = 0; i < size; i++) {
      data[i] = i / 8f - 1;
    }
    return new Npy.Array(shape, data);
  }

  @Test
  void numPyLoadsAnArrayOfOurs() throws IOException, InterruptedException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, array(2, 3, 4));
    String program =
        "import numpy as np, sys; a = np.load(sys.argv[1]);"
            + " print(a.dtype, a.shape, (a.ravel() == np.arange(24) / 8 - 1).all())";
    assertThat(run(program, file)).isEqualTo("float32 (2, 3, 4) True");
  }

  @Test
  void numPyLoadsArraysOfOurs() throws IOException, InterruptedException {
    Path file = folder.resolve("a.npz");
    Map<String, Npy.Array> arrays = new LinkedHashMap<>();
    arrays.put("net/conv1.w", array(2, 5));
    arrays.put("one", array());
    Npz.write(file, arrays);
    String program =
        "import numpy as np, sys, zipfile; f = np.load(sys.argv[1]); w = f['net/conv1.w'];"
            + " print(f.files, w.shape, w.sum(), f['one'].item(),"
            + " zipfile.ZipFile(sys.argv[1]).testzip())";
    assertThat(run(program, file)).isEqualTo("['net/conv1.w', 'one'] (2, 5) -4.375 -1.0 None");
  }

  @Test
  void weLoadArraysOfNumPy() throws IOException, InterruptedException {
    Path file = folder.resolve("a.npz");
    String program =
        "import numpy as np, sys; np.savez_compressed(sys.argv[1], a=np.arange(6, dtype='>i2'),"
            + " b=np.asfortranarray(np.arange(6.0).reshape(2, 3)))";
    assertThat(run(program, file)).isEmpty();
    Map<String, Npy.Array> arrays = Npz.read(file);
    assertThat(arrays.get("a").data()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(arrays.get("b").shape()).containsExactly(2, 3);
    assertThat(arrays.get("b").data()).containsExactly(0, 1, 2, 3, 4, 5);
  }
}
