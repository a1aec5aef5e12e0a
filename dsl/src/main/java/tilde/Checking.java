package tilde;

import java.util.ArrayList;
import java.util.List;
import tilde.array.Doubles;
import tilde.insight.GradientCheck;
import tilde.insight.ReferenceNetwork;
import tilde.layer.Network;
import tilde.loss.Targets;
import tilde.train.Examples;
import tilde.train.Learner;

/** Gradient checks of what a learner has learnt. */
final class Checking {
  private static final int CHECKED_ENTRIES = 200;

  private Checking() {}

  static GradientCheck of(Learner asked, Examples samples, Targets targets) {
    Network network = asked.network();
    List<float[]> learnt = asked.parameters();
    List<Doubles> parameters = new ArrayList<>();
    for (Network.Parameter parameter : network.parameters()) {
      float[] values = learnt.get(parameters.size());
      parameters.add(Doubles.of(values, parameter.spec().shapeArray()));
    }
    Doubles x64 = Doubles.of(samples.x(), samples.batchShape());
    return GradientCheck.of(
        new ReferenceNetwork(network, asked.loss(), targets),
        asked.normalization().map(normalization -> normalization.apply(x64)).orElse(x64),
        parameters,
        CHECKED_ENTRIES,
        0);
  }
}
