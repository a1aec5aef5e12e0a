package tilde.train;

import java.util.ArrayList;
import java.util.List;
import tilde.array.Activations;
import tilde.array.Border;
import tilde.array.Engine;
import tilde.array.Layout;
import tilde.array.Packing;
import tilde.array.Shape;
import tilde.layer.Compute;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.layer.Pass;
import tilde.layer.Site;

/**
 * A network made ready for an engine: layouts and addresses, worked out once and shared by all
 * threads. What changes lies in a {@link Workspace}, one for each slice at work.
 */
final class Program {
  private final Network network;
  private final Layout[] values;
  private final Layout[] gradients;
  private final Compute[] computes;

  /** Where the parameters of each layer begin in the list of all. */
  private final int[] firstParameter;

  /** The lowest layer that backward must reach. */
  private final int lowest;

  /**
   * @param inputGradient whether dL/dx of the network's input is wanted
   * @param images the most images in one pass
   */
  Program(Network network, Engine engine, boolean inputGradient, int images) {
    this.network = network;
    List<Layer> layers = network.layers();
    List<Shape> shapes = network.shapes();
    int depth = layers.size();
    this.values = new Layout[depth + 1];
    this.gradients = new Layout[depth + 1];
    this.computes = new Compute[depth];
    this.firstParameter = new int[depth + 1];
    for (int i = 0; i < depth; i++) {
      firstParameter[i + 1] = firstParameter[i] + layers.get(i).parameters(shapes.get(i)).size();
    }
    this.lowest = inputGradient ? 0 : lowestWithParameters();
    for (int i = 0; i <= depth; i++) {
      Border border = i < depth ? layers.get(i).readsBeyondInput(shapes.get(i)) : Border.NONE;
      boolean unpadded = i == 0 && depth > 0 && layers.get(0).takesUnpaddedInput();
      values[i] =
          unpadded ? Layout.ofInput(shapes.get(i), border) : Layout.of(shapes.get(i), border);
      if (i > lowest || inputGradient || i == depth) { // the loss always has a gradient
        Border read =
            i > 0 ? layers.get(i - 1).readsBeyondGradient(shapes.get(i - 1)) : Border.NONE;
        gradients[i] = Layout.of(shapes.get(i), read);
      }
    }
    for (int i = 0; i < depth; i++) {
      // Layers below the lowest never run backward; any layout will do for the gradient they
      // ignore.
      Layout dy =
          gradients[i + 1] != null ? gradients[i + 1] : Layout.of(shapes.get(i + 1), Border.NONE);
      Site site = new Site(engine, values[i], values[i + 1], dy, gradients[i], images);
      computes[i] = layers.get(i).compute(site);
    }
  }

  private int lowestWithParameters() {
    for (int i = 0; i < network.layers().size(); i++) {
      if (firstParameter[i + 1] > firstParameter[i]) {
        return i;
      }
    }
    return network.layers().size();
  }

  Network network() {
    return network;
  }

  /** How each parameter lies in memory. */
  List<Packing> packings() {
    List<Packing> all = new ArrayList<>();
    for (Compute compute : computes) {
      all.addAll(compute.packings());
    }
    return all;
  }

  /** Room for a value for each value of the parameters, zeros. */
  float[][] likeParameters() {
    return packings().stream().map(packing -> new float[packing.size()]).toArray(float[][]::new);
  }

  /** Room for the copies that backward needs of the parameters. */
  float[][] derivedRoom() {
    float[][] derived = new float[computes.length][];
    for (int i = 0; i < computes.length; i++) {
      derived[i] = new float[computes[i].derivedSize()];
    }
    return derived;
  }

  /** Makes those copies; due after each change of the parameters, before {@link #backward}. */
  void derive(float[][] w, float[][] derived) {
    for (int i = 0; i < computes.length; i++) {
      if (derived[i].length > 0) {
        computes[i].derive(of(i, w), derived[i]);
      }
    }
  }

  private float[][] of(int layer, float[][] parameters) {
    float[][] own = new float[firstParameter[layer + 1] - firstParameter[layer]][];
    System.arraycopy(parameters, firstParameter[layer], own, 0, own.length);
    return own;
  }

  /**
   * Activations and gradients of one slice at work.
   *
   * @param values the input, then the output of each layer
   * @param gradients their gradients; null where not wanted
   */
  record Workspace(Activations[] values, Activations[] gradients) {
    Activations input() {
      return values[0];
    }

    Activations scores() {
      return values[values.length - 1];
    }

    Activations scoreGradient() {
      return gradients[gradients.length - 1];
    }

    void count(int images) {
      for (int i = 0; i < values.length; i++) {
        values[i].count(images);
        if (gradients[i] != null) {
          gradients[i].count(images);
        }
      }
    }
  }

  /** Room for one slice of up to {@code images}, which may not be more than this program is for. */
  Workspace workspace(boolean backward, int images) {
    Activations[] x = new Activations[values.length];
    Activations[] dx = new Activations[values.length];
    for (int i = 0; i < values.length; i++) {
      x[i] = new Activations(values[i], images);
      dx[i] = !backward || gradients[i] == null ? null : new Activations(gradients[i], images);
    }
    return new Workspace(x, dx);
  }

  /**
   * Runs layers {@code from} to {@code to - 1} forward; a layer that needs all slices may lie
   * between.
   */
  void forward(Workspace at, float[][] w, int from, int to) {
    for (int i = from; i < to; i++) {
      computes[i].forward(
          new Pass(at.values[i], at.values[i + 1], null, null, of(i, w), null, null));
    }
  }

  /** Runs layers {@code to - 1} down to {@code from} backward, adding to {@code dw}. */
  void backward(Workspace at, float[][] w, float[][] derived, float[][] dw, int from, int to) {
    for (int i = to - 1; i >= Math.max(from, lowest); i--) {
      computes[i].backward(
          new Pass(
              at.values[i],
              at.values[i + 1],
              at.gradients[i + 1],
              at.gradients[i],
              of(i, w),
              derived[i],
              of(i, dw)));
    }
  }
}
