package tilde.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tilde.array.Activations;
import tilde.array.Border;
import tilde.array.Engine;
import tilde.array.Layout;
import tilde.array.Packing;
import tilde.array.Shape;
import tilde.layer.Compute;
import tilde.layer.Network;
import tilde.layer.Network.Node;
import tilde.layer.ParameterSpec;
import tilde.layer.Pass;
import tilde.layer.Site;

/**
 * A network made ready for an engine: layouts and addresses, worked out once and shared by all
 * threads. What changes lies in a {@link Workspace}, one for each slice at work.
 *
 * <p>Value 0 is the input; node i makes value i + 1 of value i, and of a second one if it has a
 * skip.
 */
final class Program {
  private final List<Node> nodes;
  private final Layout[] values;
  private final Layout[] gradients;
  private final Compute[] computes;

  /** Where the parameters of each node begin in the list of all. */
  private final int[] firstParameter;

  /**
   * The last node that works on a value. Backward it is the first, and sets the gradient; if there
   * are others, what they find is added.
   */
  private final int[] lastUser;

  /** Which nodes backward has to reach: there are weights in them or below. */
  private final boolean[] active;

  /**
   * @param inputGradient whether dL/dx of the network's input is wanted
   * @param images the most images in one pass
   */
  Program(Network network, Engine engine, boolean inputGradient, int images) {
    this.nodes = network.nodes();
    int depth = nodes.size();
    this.values = new Layout[depth + 1];
    this.gradients = new Layout[depth + 1];
    this.computes = new Compute[depth];
    this.firstParameter = new int[depth + 1];
    this.lastUser = IntStream.rangeClosed(0, depth).toArray();
    this.active = new boolean[depth];
    boolean[] wanted = new boolean[depth + 1]; // values whose gradient somebody asks for
    wanted[0] = inputGradient;
    for (int i = 0; i < depth; i++) {
      Node node = nodes.get(i);
      firstParameter[i + 1] = firstParameter[i] + node.parameters().size();
      boolean trained = node.parameters().stream().anyMatch(ParameterSpec::trained);
      active[i] = trained || wanted[i] || node.skip() >= 0 && wanted[node.skip()];
      wanted[i + 1] = active[i];
      if (node.skip() >= 0) {
        lastUser[node.skip()] = i;
      }
    }
    wanted[depth] = true; // the loss always has a gradient
    for (int v = 0; v <= depth; v++) {
      Shape shape = v == 0 ? network.input() : nodes.get(v - 1).out();
      values[v] = valueLayout(shape, v);
      gradients[v] = wanted[v] ? gradientLayout(shape, v) : null;
    }
    for (int i = 0; i < depth; i++) {
      computes[i] = nodes.get(i).layer().compute(site(i, engine, images));
    }
  }

  private Layout valueLayout(Shape shape, int v) {
    List<Node> users =
        IntStream.range(0, nodes.size())
            .filter(i -> i == v || nodes.get(i).skip() == v)
            .mapToObj(nodes::get)
            .toList();
    Border border = Border.NONE;
    for (Node user : users) {
      border = border.and(user.layer().readsBeyondInput(user.in()));
    }
    boolean unpadded =
        v == 0
            && !users.isEmpty()
            && users.stream().allMatch(user -> user.layer().takesUnpaddedInput());
    return unpadded ? Layout.ofInput(shape, border) : Layout.of(shape, border);
  }

  private Layout gradientLayout(Shape shape, int v) {
    Border read =
        v > 0 ? nodes.get(v - 1).layer().readsBeyondGradient(nodes.get(v - 1).in()) : Border.NONE;
    return Layout.of(shape, read);
  }

  private Site site(int i, Engine engine, int images) {
    int skip = nodes.get(i).skip();
    // Nodes that are not active never run backward; any layout will do for the gradient they
    // ignore.
    Layout dy =
        gradients[i + 1] != null ? gradients[i + 1] : Layout.of(nodes.get(i).out(), Border.NONE);
    return new Site(
        engine,
        values[i],
        skip < 0 ? null : values[skip],
        values[i + 1],
        dy,
        gradients[i],
        skip < 0 ? null : gradients[skip],
        images,
        i);
  }

  List<Node> nodes() {
    return nodes;
  }

  int depth() {
    return computes.length;
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

  /**
   * Room for the copies that layers need of the parameters.
   *
   * @param backward whether backward will be asked too, or forward only
   */
  float[][] derivedRoom(boolean backward) {
    float[][] derived = new float[computes.length][];
    for (int i = 0; i < computes.length; i++) {
      boolean needed = backward || computes[i].derivesForForward();
      derived[i] = new float[needed ? computes[i].derivedSize() : 0];
    }
    return derived;
  }

  /** Makes those copies; due after each change of the parameters. */
  void derive(float[][] w, float[][] derived) {
    for (int i = 0; i < computes.length; i++) {
      if (derived[i].length > 0) {
        computes[i].derive(of(i, w), derived[i]);
      }
    }
  }

  private float[][] of(int node, float[][] parameters) {
    float[][] own = new float[firstParameter[node + 1] - firstParameter[node]][];
    System.arraycopy(parameters, firstParameter[node], own, 0, own.length);
    return own;
  }

  /** Room for one slice of up to {@code images}, which may not be more than this program is for. */
  Workspace workspace(boolean backward, int images) {
    return new Workspace(
        rooms(values, images),
        rooms(backward ? gradients : new Layout[gradients.length], images),
        rooms(backward ? secondGradients() : new Layout[gradients.length], images));
  }

  /** The memory, in bytes, of such a workspace. */
  long bytes(boolean backward, int images) {
    long bytes = 0;
    for (int v = 0; v < values.length; v++) {
      bytes += Activations.bytes(values[v], images);
      if (backward && gradients[v] != null) {
        int rooms = lastUser[v] == v ? 1 : 2;
        bytes += rooms * Activations.bytes(gradients[v], images);
      }
    }
    return bytes;
  }

  private Layout[] secondGradients() {
    Layout[] second = new Layout[gradients.length];
    for (int v = 0; v < second.length; v++) {
      second[v] = lastUser[v] == v ? null : gradients[v];
    }
    return second;
  }

  private static Activations[] rooms(Layout[] layouts, int images) {
    Activations[] rooms = new Activations[layouts.length];
    for (int v = 0; v < rooms.length; v++) {
      rooms[v] = layouts[v] == null ? null : new Activations(layouts[v], images);
    }
    return rooms;
  }

  /** The nodes before which all slices of a batch meet, from the lowest up. */
  int[] meetings() {
    return IntStream.range(0, computes.length).filter(this::meets).toArray();
  }

  /** Whether all slices of a batch meet before node {@code i}. */
  boolean meets(int i) {
    return computes[i].sums() > 0;
  }

  /** Runs nodes {@code from} to {@code to - 1} forward. */
  void forward(Workspace at, Round round, int from, int to) {
    for (int i = from; i < to; i++) {
      computes[i].forward(pass(i, at, round, null));
    }
  }

  /** Runs nodes {@code to - 1} down to {@code from} backward, adding to {@code dw}. */
  void backward(Workspace at, Round round, float[][] dw, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (!active[i]) {
        continue;
      }
      computes[i].backward(pass(i, at, round, dw));
      int skip = nodes.get(i).skip();
      if (lastUser[i] != i) {
        at.addSecondGradient(i);
      }
      if (skip >= 0 && lastUser[skip] != i) {
        at.addSecondGradient(skip);
      }
    }
  }

  private Pass pass(int i, Workspace at, Round round, float[][] dw) {
    int skip = nodes.get(i).skip();
    return new Pass(
        at.values()[i],
        skip < 0 ? null : at.values()[skip],
        at.values()[i + 1],
        at.gradients()[i + 1],
        gradient(i, i, at),
        skip < 0 ? null : gradient(skip, i, at),
        of(i, round.w()),
        round.derived()[i],
        dw == null ? null : of(i, dw),
        round.sums(i),
        at.keys());
  }

  /** Where node {@code i} puts the gradient by value {@code v}. */
  private Activations gradient(int v, int i, Workspace at) {
    return lastUser[v] == i ? at.gradients()[v] : at.secondGradients()[v];
  }

  /** What a slice has of the sums before the forward of a node, or before its backward. */
  double[] sums(int node, Workspace at, Round round, float[][] dw) {
    double[] sums = new double[computes[node].sums()];
    if (dw == null) {
      computes[node].sumForward(pass(node, at, round, null), sums);
    } else {
      computes[node].sumBackward(pass(node, at, round, dw), sums);
    }
    return sums;
  }

  /** Puts into {@code next} what the parameters that are not trained are after this step. */
  void follow(Round round, float[][] next) {
    for (int i : meetings()) {
      computes[i].follow(round.sums(i), of(i, round.w()), of(i, next));
    }
  }

  /** The first node whose parameters that are not trained are no longer finite after this step. */
  Optional<Node> nonFiniteStatistics(Round round) {
    float[][] next = likeParameters();
    follow(round, next);
    return Arrays.stream(meetings())
        .filter(i -> !State.isFinite(of(i, next)))
        .mapToObj(nodes::get)
        .findFirst();
  }
}
