package tilde.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tilde.array.Engine;
import tilde.layer.Network;

/**
 * Equal bits of all weights for any number of threads, both engines and every JDK (MATH.md, part
 * E). The hashes also go to a file, so that a build can compare the JDKs it runs on.
 */
class DeterminismTest {
  private static final Path FILE = Path.of("target", "weights-hash.txt");

  /** Frozen: any change of initialisation, shuffling, slices or order of sums changes them. */
  private static final List<String> FROZEN =
      List.of(
          "1ddb72826879d12191a32591097d94b3e50c33a4fd19cee8ce27a7bb78a5d275"
              + "  first net on digits, adam(0.001)",
          "4c7d34a23c2bfe8d3cd966f53868aa2dec7907b45f48527c4e30f12342492403"
              + "  deeper net, adam(0.001)",
          "a50f6d662e70da63662c82c85c8a349e79104f1448b0c02909431aa65483a3a7"
              + "  batch norm, residual and dropout, adam(0.001)",
          "33ae5f06d290668292bd19de6c699f18c198d222cfe8e39aa16d85c50d3794af"
              + "  first net on digits, sgd(0.1).momentum(0.9)",
          "83b0f71fa0f79d686a7612bc6a24e60575a6f954bb3388e789e09914b53cad4e"
              + "  deeper net, sgd(0.1).momentum(0.9)",
          "0198c7217ce45be215d0dbcd144ea2aaf1d2533eee4cbda703ffbaa546decf1e"
              + "  batch norm, residual and dropout, sgd(0.1).momentum(0.9)",
          "339a9adab24e294d381ad5fe84edce4b085d0d1725914d79369604e2fe4e2956"
              + "  everything else, adam(0.01).weightDecay(0.01)");

  @Test
  void weightsDoNotDependOnThreadsEngineOrJdk() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Optimizer optimizer : List.of(new Adam(1e-3), new Sgd(0.1, 0.9, false))) {
      String digits = hash(Nets.first(), Nets.digits(1797), settings(optimizer));
      lines.add(digits + "  first net on digits, " + optimizer.dsl());
      String random = hash(Nets.deeper(), Nets.random(301), settings(optimizer));
      lines.add(random + "  deeper net, " + optimizer.dsl());
      String whole = hash(Nets.residual(), Nets.random(301), settings(optimizer));
      lines.add(whole + "  batch norm, residual and dropout, " + optimizer.dsl());
    }
    TrainingSettings refined =
        settings(new Adam(0.01).weightDecay(0.01))
            .withSchedule(new OneCycle())
            .withClipNorm(1)
            .withRate("conv1", 0.5);
    String everything = hash(Nets.everything(), Nets.random(301), refined);
    lines.add(everything + "  everything else, " + refined.optimizer().dsl());
    Files.createDirectories(FILE.getParent());
    Files.write(FILE, lines);
    assertThat(lines).isEqualTo(FROZEN);
  }

  private static TrainingSettings settings(Optimizer optimizer) {
    return new TrainingSettings(2, 32, optimizer, 7, 1);
  }

  /** Trains once for each way to compute, which all must give the same weights. */
  private static String hash(Network network, Examples data, TrainingSettings settings) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Engine engine : List.of(Engine.chosen(), Engine.plain())) {
      for (int threads : List.of(1, 2, 3)) {
        Learner learner = Nets.learner(network, engine);
        learner.train(settings.withThreads(threads), data, null, Nets.silent());
        hashes.put(engine.name() + " on " + threads + " threads", Nets.hash(learner));
      }
    }
    assertThat(hashes.values().stream().distinct())
        .as("hashes of %s: %s", settings.optimizer().dsl(), hashes)
        .hasSize(1);
    return hashes.values().iterator().next();
  }
}
