package tilde.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tilde.random.Keyed;

/**
 * The parameters a network starts with, drawn from a seed: normal with He's variance 2/fanIn below
 * a relu, Glorot's 2/(fanIn + fanOut) elsewhere; biases 0. The last layer starts ten times smaller,
 * so that the first scores are near 0 and the first loss of a classifier is ln C.
 */
public final class Initializer {
  private static final double LAST_LAYER = 0.1;
  private static final long PURPOSE = 0x57454947485453L; // "WEIGHTS": apart from shuffling

  private Initializer() {}

  /** The values of each parameter of {@code network}, row-major. */
  public static List<float[]> draw(Network network, long seed) {
    List<Network.Parameter> parameters = network.parameters();
    Keyed key = Keyed.of(seed).key(PURPOSE);
    List<float[]> all = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      Optional<List<float[]>> given = node.layer().startValues(node.in());
      for (int i = 0; i < node.parameters().size(); i++) {
        int p = all.size();
        all.add(
            given.isPresent()
                ? given.get().get(i).clone()
                : draw(network, parameters.get(p), key.key(p)));
      }
    }
    return all;
  }

  private static float[] draw(Network network, Network.Parameter parameter, Keyed key) {
    ParameterSpec spec = parameter.spec();
    float[] values = new float[spec.size()];
    if (spec.fanIn() == 0) {
      Arrays.fill(values, spec.start());
      return values;
    }
    double variance =
        network.isHalvedAbove(parameter.node())
            ? 2.0 / spec.fanIn()
            : 2.0 / (spec.fanIn() + spec.fanOut());
    double scale =
        Math.sqrt(variance) * (network.isLastWithWeights(parameter.node()) ? LAST_LAYER : 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * key.normal(i));
    }
    return values;
  }
}
