package tilde.insight;

import java.util.List;
import tilde.array.Doubles;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.loss.Targets;

/** A whole network run on the plain double-precision loops of its layers (MATH.md, part F). */
public final class ReferenceNetwork {
  private final Network network;
  private final Loss loss;
  private final Targets targets;

  public ReferenceNetwork(Network network, Loss loss, Targets targets) {
    this.network = network;
    this.loss = loss;
    this.targets = targets;
  }

  Network network() {
    return network;
  }

  /**
   * The gradients of the mean loss.
   *
   * @param parameters one for each parameter of the network
   */
  public record Gradients(double loss, List<Doubles> parameters, Doubles input) {}

  /**
   * The mean loss at one point.
   *
   * @param branch differs where relu or max pooling take another branch
   */
  record Point(double loss, long branch) {}

  Point at(Doubles x, List<Doubles> parameters) {
    Doubles scores = network.reference(x, parameters);
    double sum = 0;
    for (int n = 0; n < targets.size(); n++) {
      sum += loss.reference(row(scores, n), targets, n);
    }
    return new Point(sum / targets.size(), network.branch(x, parameters));
  }

  private static double[] row(Doubles scores, int n) {
    double[] row = new double[scores.size(1)];
    for (int k = 0; k < row.length; k++) {
      row[k] = scores.get(n * row.length + k);
    }
    return row;
  }

  /** Backward through all layers. */
  public Gradients gradients(Doubles x, List<Doubles> parameters) {
    Doubles scores = network.reference(x, parameters);
    Doubles dy = new Doubles(scores.shape());
    for (int n = 0; n < targets.size(); n++) {
      double[] ds = loss.referenceGradient(row(scores, n), targets, n, 1.0 / targets.size());
      for (int k = 0; k < ds.length; k++) {
        dy.set(n * ds.length + k, ds[k]);
      }
    }
    Layer.ReferenceGradients back = network.referenceGradients(x, parameters, dy);
    return new Gradients(at(x, parameters).loss(), back.dw(), back.dx());
  }
}
