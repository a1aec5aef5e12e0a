package tilde.insight;

import java.util.ArrayList;
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

  /** The parameters of layer {@code i} among those of all layers. */
  private List<Doubles> of(int i, List<Doubles> parameters) {
    List<Doubles> own = new ArrayList<>();
    List<Network.Parameter> all = network.parameters();
    for (int p = 0; p < all.size(); p++) {
      if (all.get(p).layer() == i) {
        own.add(parameters.get(p));
      }
    }
    return own;
  }

  /** The input, then the output of each layer. */
  private List<Doubles> values(Doubles x, List<Doubles> parameters) {
    List<Doubles> values = new ArrayList<>(List.of(x));
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      values.add(layers.get(i).reference(values.get(i), of(i, parameters)));
    }
    return values;
  }

  Point at(Doubles x, List<Doubles> parameters) {
    List<Doubles> values = values(x, parameters);
    long branch = 0;
    for (int i = 0; i < network.layers().size(); i++) {
      branch = 31 * branch + network.layers().get(i).branch(values.get(i));
    }
    Doubles scores = values.get(values.size() - 1);
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
    List<Doubles> values = values(x, parameters);
    Doubles scores = values.get(values.size() - 1);
    Doubles dy = new Doubles(scores.shape());
    for (int n = 0; n < targets.size(); n++) {
      double[] ds = loss.referenceGradient(row(scores, n), targets, n, 1 / weight());
      for (int k = 0; k < ds.length; k++) {
        dy.set(n * ds.length + k, ds[k]);
      }
    }
    List<Doubles> dw = new ArrayList<>();
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer.ReferenceGradients back =
          network.layers().get(i).referenceGradients(values.get(i), of(i, parameters), dy);
      dw.addAll(0, back.dw());
      dy = back.dx();
    }
    return new Gradients(at(x, parameters).loss(), dw, dy);
  }
}
