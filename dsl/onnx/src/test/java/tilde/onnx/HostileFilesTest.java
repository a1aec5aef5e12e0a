package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.onnx.format.OnnxException;
import tilde.random.Keyed;

/** Whatever is done to a file, reading it gives a model or an error of ours. */
class HostileFilesTest {
  private static final long MOST_BYTES = 256_000_000; // that reading a file of some kB may allocate

  @TempDir Path folder;

  /** Files of PyTorch and of our own. */
  private List<byte[]> corpus() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> torch = Files.list(Path.of("src", "test", "resources", "torch"))) {
      for (Path file : torch.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    for (long seed = 0; files.size() < 30; seed++) {
      Path file = folder.resolve("ours.onnx");
      Onnx.save(RandomModels.of(seed), file);
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < 20_000) {
        files.add(bytes);
      }
    }
    return files;
  }

  @Test
  void threeThousandDamagedFilesAreReadOrRefused() throws IOException {
    readOrRefuse(3_000, 1);
  }

  @Test
  @Tag("nightly")
  void aHundredThousandDamagedFilesAreReadOrRefused() throws IOException {
    readOrRefuse(100_000, 2);
  }

  private void readOrRefuse(int count, long seed) throws IOException {
    List<byte[]> corpus = corpus();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes = Mutation.of(corpus, Keyed.of(seed).key(i));
      Path file = Files.write(folder.resolve("m.onnx"), bytes);
      long before = thread.getCurrentThreadAllocatedBytes();
      try {
        Onnx.load(file);
      } catch (OnnxException ours) {
        refused++;
        assertThat(ours.getMessage()).contains("m.onnx");
      } catch (RuntimeException | Error other) {
        Path kept = Path.of("target", "hostile-" + seed + "-" + i + ".onnx");
        Files.write(kept, bytes);
        throw new AssertionError("input " + i + ", kept as " + kept + ": " + other, other);
      }
      assertThat(thread.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for input %s of %s bytes", i, bytes.length)
          .isLessThan(MOST_BYTES);
    }
    assertThat(refused).isBetween(count / 4, count - count / 100);
  }

  @Test
  void everyCutOfAFileIsRefused() throws IOException {
    Path whole = folder.resolve("whole.onnx");
    Onnx.save(RandomModels.of(3), whole);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 1; length < bytes.length; length += 1 + bytes.length / 500) {
      Path file = Files.write(folder.resolve("cut.onnx"), java.util.Arrays.copyOf(bytes, length));
      try {
        Onnx.load(file);
        // What is cut off may be metadata, which is not needed.
        assertThat(length).isGreaterThan(bytes.length * 3 / 4);
      } catch (OnnxException ours) {
        assertThat(ours.getMessage()).contains("cut.onnx");
      }
    }
  }
}
