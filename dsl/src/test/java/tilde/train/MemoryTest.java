package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.layer.BatchNorm;
import tilde.layer.Dense;
import tilde.layer.Layer;
import tilde.layer.Network;

class MemoryTest {
  private static final int BEHIND = 16; // values after the last image, for full vectors

  private static Memory memory(int batchSize, int threads, Layer... layers) {
    return Memory.of(new Network(Shape.of(8), List.of(layers)), Engine.plain(), batchSize, threads);
  }

  @Test
  void withoutBatchNormAsManySlicesAsThreadsAreAtWork() {
    Memory memory = memory(64, 2, new Dense(16, false));
    // 8 slices of 8 samples, 2 at a time: x of 8 values, y and dy of 16; no dx, as nobody asks
    assertThat(memory.activations()).isEqualTo(2 * 4 * (8 * (8 + 16 + 16) + 3 * BEHIND));
    // 128 weights: w, m, v and the next of each; two slices' gradients and their sum
    assertThat(memory.parameters()).isEqualTo(4 * 128 * (6 + 2 + 1));
    assertThat(memory.asking()).isEqualTo(2 * 4 * (16 * (8 + 16) + 2 * BEHIND));
  }

  @Test
  void withBatchNormTheWholeBatchIsAtWork() {
    Memory memory = memory(64, 2, new BatchNorm());
    assertThat(memory.activations()).isEqualTo(8 * 4 * (8 * (8 + 8 + 8) + 3 * BEHIND));
    assertThat(memory.parameters()).isEqualTo(4 * 32 * (6 + 8 + 1));
  }

  @Test
  void aLineTellsItAll() {
    assertThat(memory(64, 2, new Dense(16, false)).toString())
        .isEqualTo(
            "batches of 64 need 7.6 kB (2.9 kB of it activations), asking 3.3 kB, on 2 threads");
  }
}
