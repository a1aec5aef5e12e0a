package tilde.insight;

import java.util.List;
import java.util.stream.IntStream;
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
   * @param branch differs where a layer or the loss takes another branch, such as relu
   */
  record Point(double loss, long branch) {}

  Point at(Doubles x, List<Doubles> parameters) {
    Doubles scores = network.reference(x, parameters);
    long branch = network.branch(x, parameters);
    double sum = 0;
    for (int n = 0; n < targets.size(); n++) {
      double[] s = row(scores, n);
      sum += loss.reference(s, targets, n);
      branch = 31 * branch + loss.branch(s, targets, n);
    }
    return new Point(sum / weight(), branch);
  }

  /** By what the mean loss divides. */
  private double weight() {
    return loss.weight(targets, IntStream.range(0, targets.size()).toArray());
  }

  private static double[] row(Doubles scores, int n) {
    double[] row = new double[scores.length() / scores.size(0)];
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
      double[] ds = loss.referenceGradient(row(scores, n), targets, n, 1 / weight());
      for (int k = 0; k < ds.length; k++) {
        dy.set(n * ds.length + k, ds[k]);
      }
    }
    Layer.ReferenceGradients back = network.referenceGradients(x, parameters, dy);
    return new Gradients(at(x, parameters).loss(), back.dw(), back.dx());
  }
}
