package tilde.layer;

import java.util.List;
import tilde.array.Doubles;
import tilde.array.Packing;

/** The bias of a convolution, a value for each channel of its output, or zeros in its place. */
final class Bias {
  private final int channels;
  private final boolean used;

  Bias(int channels, boolean used) {
    this.channels = channels;
    this.used = used;
  }

  /** All parameters of a layer with these weights. */
  List<ParameterSpec> and(ParameterSpec w) {
    return used ? List.of(w, ParameterSpec.bias(channels)) : List.of(w);
  }

  /** How all of them lie in memory. */
  List<Packing> and(Packing w) {
    return used ? List.of(w, Packing.vector(channels)) : List.of(w);
  }

  float[] zeros() {
    return new float[Packing.vector(channels).size()];
  }

  /** Adds the bias to each image of y. */
  void addTo(Doubles y, List<Doubles> parameters) {
    if (used) {
      int image = y.size(2) * y.size(3);
      for (int at = 0; at < y.length(); at++) {
        y.set(at, y.get(at) + parameters.get(1).get(at / image % channels));
      }
    }
  }

  /** The gradients of all parameters, {@code db[k] = sum_n sum_e sum_f dy[n,k,e,f]}. */
  List<Doubles> gradients(Doubles dw, Doubles dy) {
    if (!used) {
      return List.of(dw);
    }
    Doubles db = new Doubles(channels);
    int image = dy.size(2) * dy.size(3);
    for (int at = 0; at < dy.length(); at++) {
      int k = at / image % channels;
      db.set(k, db.get(k) + dy.get(at));
    }
    return List.of(dw, db);
  }
}
