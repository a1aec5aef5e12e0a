package tilde.train;

import java.util.Arrays;
import tilde.loss.Loss;
import tilde.loss.Targets;
import tilde.random.Keyed;

/** The work on one slice of a batch, which may pause before any node to meet the other slices. */
final class Slice {
  private final Program program;
  private final Loss loss;
  private final Round round;
  private final Batch batch;
  private final int index;
  private final Workspace at;
  private final float[][] dw;
  private int forwarded; // nodes done
  private int left; // nodes that backward has still to do
  private boolean scored;
  private double sum; // of the losses
  private double hits; // their accuracies, added

  /**
   * @param at where to work
   * @param dw where the gradients of this slice go
   */
  Slice(
      Program program, Loss loss, Round round, Batch batch, int index, Workspace at, float[][] dw) {
    this.program = program;
    this.loss = loss;
    this.round = round;
    this.batch = batch;
    this.index = index;
    this.at = at;
    this.dw = dw;
    this.left = program.depth();
    for (float[] zero : dw) {
      Arrays.fill(zero, 0);
    }
    read();
  }

  private void read() {
    int start = batch.start(index);
    int count = batch.start(index + 1) - start;
    at.count(count, keys(start, count));
    batch.copy(start, at.input());
  }

  private Keyed[] keys(int start, int count) {
    if (batch.draws() == null) {
      return null;
    }
    Keyed[] keys = new Keyed[count];
    Arrays.setAll(keys, n -> batch.draws().key(batch.rows()[start + n]));
    return keys;
  }

  Workspace at() {
    return at;
  }

  float[][] dw() {
    return dw;
  }

  /** The sum of the losses of its samples. */
  double loss() {
    return sum;
  }

  double hits() {
    return hits;
  }

  /** The sums that node {@code node} needs of the batch before forward, of this slice. */
  double[] sumsBefore(int node) {
    forwardTo(node);
    return program.sums(node, at, round, null);
  }

  void forwardTo(int node) {
    program.forward(at, round, forwarded, node);
    forwarded = node;
  }

  /** The loss of each sample, and its gradient by the scores. */
  private void score() {
    forwardTo(program.depth());
    scored = true;
    Targets targets = batch.targets();
    float[] s = new float[at.scores().shape().size()];
    float[] ds = new float[s.length];
    for (int n = 0; n < at.scores().count(); n++) {
      int target = batch.target(batch.start(index) + n);
      at.scores().write(n, s, 0);
      sum += loss.forward(s, targets, target);
      hits += loss.accuracy(s, targets, target);
      loss.backward(s, targets, target, 1 / round.weight(), ds);
      at.scoreGradient().read(n, ds, 0);
    }
  }

  /** The sums that node {@code node} needs of the batch before backward, of this slice. */
  double[] sumsAbove(int node) {
    backwardTo(node + 1);
    return program.sums(node, at, round, dw);
  }

  /** Backward through all nodes down to {@code node}, from the loss on. */
  void backwardTo(int node) {
    if (!scored) {
      score();
    }
    program.backward(at, round, dw, node, left);
    left = node;
  }

  /** The gradient by the samples, row-major in the order of the batch. */
  void writeInputGradient(float[] dx) {
    for (int n = 0; n < at.input().count(); n++) {
      at.gradients()[0].write(n, dx, batch.start(index) + n);
    }
  }
}
