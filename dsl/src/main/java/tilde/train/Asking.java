package tilde.train;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import tilde.array.Engine;
import tilde.array.Packing;
import tilde.layer.Network;
import tilde.loss.Loss;

/** What a network says of samples that are normalised already, with parameters that are given. */
final class Asking {
  static final int CHUNK = 16;

  private final Network network;
  private final Loss loss;
  private final Engine engine;
  private final Program program;
  private final List<Packing> packings;

  Asking(Network network, Loss loss, Engine engine) {
    this.network = network;
    this.loss = loss;
    this.engine = engine;
    this.program = new Program(network, engine, false, CHUNK);
    this.packings = program.packings();
  }

  /** Where the values of each parameter lie. */
  List<Packing> packings() {
    return packings;
  }

  /** Room for a value for each value of the parameters, all zero. */
  float[][] likeParameters() {
    return program.likeParameters();
  }

  /** The scores of samples, (N, outputs) row-major. */
  float[] scores(float[][] w, Examples data, AtomicBoolean stop) {
    int outputs = network.output().size();
    float[] scores = new float[Math.multiplyExact(data.size(), outputs)];
    int chunks = -Math.floorDiv(-data.size(), CHUNK);
    float[][] derived = program.derivedRoom(false);
    program.derive(w, derived);
    Round round = Round.asking(w, derived);
    ConcurrentLinkedQueue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
    Tree.sum(
        chunks,
        chunk -> {
          if (stop.get()) {
            throw new TrainingStopped(
                "interrupted while computing scores: nothing was changed, ask again");
          }
          Workspace used = workspaces.poll();
          int room = Math.min(CHUNK, data.size());
          Workspace at = used != null ? used : program.workspace(false, room);
          scoreChunk(data, chunk * CHUNK, at, round, scores);
          workspaces.add(at);
          return chunk;
        },
        (left, right) -> right);
    return scores;
  }

  private void scoreChunk(Examples data, int from, Workspace at, Round round, float[] scores) {
    at.count(Math.min(CHUNK, data.size() - from), null);
    data.read(n -> from + n, at.input());
    program.forward(at, round, 0, program.depth());
    for (int n = 0; n < at.scores().count(); n++) {
      at.scores().write(n, scores, from + n);
    }
  }

  /** The gradients of the mean loss, by the parameters and by the samples as they are here. */
  Learner.Gradients gradients(float[][] w, Examples data) {
    Slices slices = new Slices(network, loss, engine, true, data.size());
    float[][] dw = program.likeParameters();
    float[] dx = new float[Math.multiplyExact(data.size(), data.shape().size())];
    int[] rows = IntStream.range(0, data.size()).toArray();
    double mean = slices.gradient(w, new Batch(data, rows), dw, dx).loss();
    List<float[]> parameters =
        IntStream.range(0, dw.length).mapToObj(p -> packings.get(p).unpack(dw[p])).toList();
    return new Learner.Gradients(mean, parameters, dx);
  }
}
