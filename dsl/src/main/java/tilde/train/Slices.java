package tilde.train;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import tilde.array.Engine;
import tilde.array.Pointwise;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.loss.Targets;

/**
 * Computes gradients slice by slice on the threads of the fork-join pool it is called in. Buffers
 * are kept for the next call, so there are as many as slices were ever at work together.
 */
final class Slices implements GradientSource {
  private final int largestSlice;
  private final Program program;
  private final Loss loss;
  private final Pointwise pointwise;
  private final float[][] derived;
  private final ConcurrentLinkedQueue<Program.Workspace> workspaces = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<float[][]> gradients = new ConcurrentLinkedQueue<>();

  /**
   * @param inputGradient whether dL/dx of the samples will be asked for
   * @param batchSize the most samples in a batch
   */
  Slices(Network network, Loss loss, Engine engine, boolean inputGradient, int batchSize) {
    this.largestSlice = Batch.largestSlice(batchSize);
    this.program = new Program(network, engine, inputGradient, largestSlice);
    this.loss = loss;
    this.pointwise = new Pointwise(engine);
    this.derived = program.derivedRoom();
  }

  Program program() {
    return program;
  }

  /** The sums of some neighbouring slices. */
  private record Sums(double loss, double hits, float[][] dw) {}

  @Override
  public Result gradient(float[][] w, Batch batch, float[][] dw) {
    return gradient(w, batch, dw, null);
  }

  /**
   * Computes the mean loss of a batch and its gradients.
   *
   * @param dx where the gradient by the samples goes, row-major in the order of the batch; null if
   *     unwanted
   */
  Result gradient(float[][] w, Batch batch, float[][] dw, float[] dx) {
    program.derive(w, derived);
    double weight = weight(batch);
    Sums sums = Tree.sum(batch.slices(), i -> slice(w, batch, i, weight, dx), this::add);
    for (int p = 0; p < dw.length; p++) {
      System.arraycopy(sums.dw[p], 0, dw[p], 0, dw[p].length);
    }
    gradients.add(sums.dw);
    return new Result(sums.loss / weight, weight, sums.hits);
  }

  private double weight(Batch batch) {
    return loss.weight(batch.data().targets(), batch.rows());
  }

  private Sums slice(float[][] w, Batch batch, int i, double weight, float[] dx) {
    int depth = program.network().layers().size();
    Program.Workspace at = workspaces.poll();
    at = at != null ? at : program.workspace(true, largestSlice);
    float[][] dw = gradients.poll();
    dw = dw != null ? dw : program.likeParameters();
    for (float[] sum : dw) {
      Arrays.fill(sum, 0);
    }
    read(at, batch, i);
    program.forward(at, w, 0, depth);
    Scored scored = score(at, batch, i, weight);
    program.backward(at, w, derived, dw, 0, depth);
    if (dx != null) {
      for (int n = 0; n < at.input().count(); n++) {
        at.gradients()[0].write(n, dx, batch.start(i) + n);
      }
    }
    workspaces.add(at);
    return new Sums(scored.loss, scored.hits, dw);
  }

  private Sums add(Sums left, Sums right) {
    for (int p = 0; p < left.dw.length; p++) {
      pointwise.add(right.dw[p], left.dw[p]);
    }
    gradients.add(right.dw);
    return new Sums(left.loss + right.loss, left.hits + right.hits, left.dw);
  }

  private static void read(Program.Workspace at, Batch batch, int i) {
    int start = batch.start(i);
    at.count(batch.start(i + 1) - start);
    for (int n = 0; n < at.input().count(); n++) {
      at.input().read(n, batch.data().x(), batch.rows()[start + n]);
    }
  }

  private record Scored(double loss, double hits) {}

  /** The losses of a slice, and the gradient of the batch's mean by its scores. */
  private Scored score(Program.Workspace at, Batch batch, int i, double weight) {
    Targets targets = batch.data().targets();
    float[] s = new float[at.scores().shape().size()];
    float[] ds = new float[s.length];
    double sum = 0;
    double hits = 0;
    for (int n = 0; n < at.scores().count(); n++) {
      int row = batch.rows()[batch.start(i) + n];
      at.scores().write(n, s, 0);
      sum += loss.forward(s, targets, row);
      hits += loss.accuracy(s, targets, row);
      loss.backward(s, targets, row, 1 / weight, ds);
      at.scoreGradient().read(n, ds, 0);
    }
    return new Scored(sum, hits);
  }

  @Override
  public String firstNonFinite(float[][] w, Batch batch) {
    int depth = program.network().layers().size();
    Program.Workspace at = program.workspace(true, largestSlice);
    float[][] dw = program.likeParameters();
    program.derive(w, derived);
    for (int i = 0; i < batch.slices(); i++) {
      read(at, batch, i);
      for (int l = 0; l < depth; l++) {
        program.forward(at, w, l, l + 1);
        if (!at.values()[l + 1].isFinite()) {
          return "the output of " + name(l);
        }
      }
      if (!Double.isFinite(score(at, batch, i, weight(batch)).loss)) {
        return "the loss " + loss.kind();
      }
      for (int l = depth - 1; l >= 0; l--) {
        program.backward(at, w, derived, dw, l, l + 1);
        if (at.gradients()[l] != null && !at.gradients()[l].isFinite() || !State.isFinite(dw)) {
          return "the gradients of " + name(l);
        }
      }
    }
    return "the update of the optimizer";
  }

  private String name(int layer) {
    return program.network().names().get(layer) + " (layer " + (layer + 1) + ")";
  }
}
