package tilde.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import tilde.array.Engine;
import tilde.array.Pointwise;
import tilde.layer.Network;
import tilde.loss.Loss;

/**
 * Computes gradients slice by slice on the threads of the fork-join pool it is called in. Where a
 * layer needs sums over the batch, all slices meet. Buffers are kept for the next call, so there
 * are as many as slices were ever at work together: without such layers one for each thread.
 */
final class Slices implements GradientSource {
  private final int largestSlice;
  private final Program program;
  private final Loss loss;
  private final Pointwise pointwise;
  private final float[][] derived;
  private final int[] meetings;
  private final ConcurrentLinkedQueue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
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
    this.derived = program.derivedRoom(true);
    this.meetings = program.meetings();
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
    Round round = round(w, batch);
    Slice[] begun = new Slice[batch.slices()];
    for (int node : meetings) {
      round.forward()[node] =
          meet(begun.length, i -> slice(begun, i, round, batch).sumsBefore(node));
    }
    for (int k = meetings.length - 1; k >= 0; k--) {
      int node = meetings[k];
      round.backward()[node] = meet(begun.length, i -> begun[i].sumsAbove(node));
    }
    Sums sums = Tree.sum(begun.length, i -> end(slice(begun, i, round, batch), dx), this::add);
    program.follow(round, sums.dw);
    for (int p = 0; p < dw.length; p++) {
      System.arraycopy(sums.dw[p], 0, dw[p], 0, dw[p].length);
    }
    gradients.add(sums.dw);
    return new Result(sums.loss / round.weight(), round.weight(), sums.hits);
  }

  private Round round(float[][] w, Batch batch) {
    double weight = loss.weight(batch.targets(), batch.targetPlaces());
    return Round.training(w, derived, batch.size(), weight, program.depth());
  }

  private static double[] meet(int slices, IntFunction<double[]> sums) {
    return Tree.sum(
        slices,
        sums,
        (left, right) -> {
          for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
          }
          return left;
        });
  }

  /** Slice {@code i}, begun if it is not yet. */
  private Slice slice(Slice[] begun, int i, Round round, Batch batch) {
    if (begun[i] == null) {
      Workspace at = workspaces.poll();
      float[][] dw = gradients.poll();
      begun[i] =
          new Slice(
              program,
              loss,
              round,
              batch,
              i,
              at != null ? at : program.workspace(true, largestSlice),
              dw != null ? dw : program.likeParameters());
    }
    return begun[i];
  }

  private Sums end(Slice slice, float[] dx) {
    slice.backwardTo(0);
    if (dx != null) {
      slice.writeInputGradient(dx);
    }
    workspaces.add(slice.at());
    return new Sums(slice.loss(), slice.hits(), slice.dw());
  }

  private Sums add(Sums left, Sums right) {
    for (int p = 0; p < left.dw.length; p++) {
      pointwise.add(right.dw[p], left.dw[p]);
    }
    gradients.add(right.dw);
    return new Sums(left.loss + right.loss, left.hits + right.hits, left.dw);
  }

  @Override
  public String firstNonFinite(float[][] w, Batch batch) {
    program.derive(w, derived);
    Round round = round(w, batch);
    Slice[] begun = new Slice[batch.slices()];
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < begun.length; i++) {
      slices.add(slice(begun, i, round, batch));
    }
    for (int node = 0; node < program.depth(); node++) {
      int at = node;
      if (program.meets(node)) {
        round.forward()[node] = meet(begun.length, i -> begun[i].sumsBefore(at));
      }
      slices.forEach(slice -> slice.forwardTo(at + 1));
      if (slices.stream().anyMatch(slice -> !slice.at().values()[at + 1].isFinite())) {
        return "the output of " + program.nodes().get(node);
      }
    }
    for (int node = program.depth() - 1; node >= 0; node--) {
      int at = node;
      if (program.meets(node)) {
        round.backward()[node] = meet(begun.length, i -> begun[i].sumsAbove(at));
      }
      slices.forEach(slice -> slice.backwardTo(at));
      if (slices.stream().anyMatch(slice -> !Double.isFinite(slice.loss()))) {
        return "the loss " + loss.kind();
      }
      if (slices.stream().anyMatch(slice -> !isFinite(slice, at))) {
        return "the gradients of " + program.nodes().get(node);
      }
    }
    return program
        .nonFiniteStatistics(round)
        .map(node -> "the running statistics of " + node)
        .orElse("the update of the optimizer");
  }

  private static boolean isFinite(Slice slice, int node) {
    boolean below = slice.at().gradients()[node] == null || slice.at().gradients()[node].isFinite();
    return below && State.isFinite(slice.dw());
  }
}
