package tilde.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tilde.array.Engine;
import tilde.array.Packing;
import tilde.array.Shape;
import tilde.layer.Initializer;
import tilde.layer.Network;
import tilde.loss.Loss;

/**
 * A network with a loss and its state: parameters, optimizer moments, progress, history. Safe for
 * several threads: who reads while another trains sees the last whole step.
 */
public final class Learner {
  static final int CHUNK = 16;

  private final Network network;
  private final Loss loss;
  private final Engine engine;
  private final Program inference;
  private final List<Packing> packings;
  private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private State state;
  private Optimizer optimizer;
  private boolean asDrawn; // no step yet: training may still draw from its own seed
  private TrainingLog log;
  private boolean training;
  private Normalization normalization; // null for none

  /** Parameters drawn from {@code seed}. */
  public Learner(Network network, Loss loss, Engine engine, long seed) {
    this(network, loss, engine);
    draw(seed);
  }

  private Learner(Network network, Loss loss, Engine engine) {
    loss.checkScores(network.output());
    this.network = network;
    this.loss = loss;
    this.engine = engine;
    this.inference = new Program(network, engine, false, CHUNK);
    this.packings = inference.packings();
    this.log = TrainingLog.EMPTY;
  }

  /** An independent learner in the same state. */
  public Learner copy() {
    Learner copy = new Learner(network, loss, engine);
    return reading(
        () -> {
          float[][][] moments = new float[state.moments().length][][];
          for (int p = 0; p < moments.length; p++) {
            moments[p] = clone(state.moments()[p]);
          }
          copy.state = new State(clone(state.w()), moments, state.steps().clone(), state.epoch());
          copy.optimizer = optimizer;
          copy.asDrawn = asDrawn;
          copy.log = log;
          copy.normalization = normalization;
          return copy;
        });
  }

  private static float[][] clone(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  private void draw(long seed) {
    List<float[]> values = Initializer.draw(network, seed);
    float[][] w = new float[values.size()][];
    for (int p = 0; p < w.length; p++) {
      w[p] = packings.get(p).pack(values.get(p));
    }
    state = new State(w, new float[w.length][0][], 0);
    asDrawn = true;
  }

  public Network network() {
    return network;
  }

  public Loss loss() {
    return loss;
  }

  Engine engine() {
    return engine;
  }

  /** What was recorded in all training up to now. */
  public TrainingLog log() {
    return reading(() -> log);
  }

  /** What is applied to all samples that enter. */
  public Optional<Normalization> normalization() {
    return reading(() -> Optional.ofNullable(normalization));
  }

  /** Epochs completed up to now. */
  public int epochs() {
    return reading(() -> state.epoch());
  }

  /** The values of parameter {@code index}, row-major, as in {@link Network#parameters}. */
  public float[] parameter(int index) {
    return reading(() -> packings.get(index).unpack(state.w()[index]));
  }

  /** Replaces parameters, all or none; the optimizer starts anew. */
  public void setParameters(Map<Integer, float[]> values) {
    writing(
        () -> {
          checkNotTraining();
          float[][] w = state.w().clone();
          values.forEach((index, value) -> w[index] = packings.get(index).pack(value));
          state = new State(w, new float[w.length][0][], state.epoch());
          optimizer = null;
          asDrawn = false;
        });
  }

  /** The scores of samples, (N, outputs) row-major. */
  public float[] scores(Examples data) {
    AtomicBoolean stop = new AtomicBoolean();
    if (data.held()) {
      return workers.call(() -> reading(() -> scoresHere(state.w(), data, stop)), stop);
    }
    // To read samples may take long, and they may ask this learner: no lock is held meanwhile.
    float[][] w = reading(() -> clone(state.w()));
    return workers.call(() -> scoresHere(w, data, stop), stop);
  }

  /** Compares the scores of samples with their targets. */
  public Evaluation evaluate(Examples data) {
    return Evaluation.of(scores(data), data.targets(), loss);
  }

  /** Like {@link #evaluate}, on a thread that already computes. */
  Evaluation evaluateHere(Examples data, AtomicBoolean stop) {
    return Evaluation.of(scoresHere(state().w(), data, stop), data.targets(), loss);
  }

  private float[] scoresHere(float[][] w, Examples raw, AtomicBoolean stop) {
    Examples data = raw.normalisedBy(normalization().orElse(null));
    int outputs = network.output().size();
    float[] scores = new float[Math.multiplyExact(data.size(), outputs)];
    int chunks = -Math.floorDiv(-data.size(), CHUNK);
    float[][] derived = inference.derivedRoom(false);
    inference.derive(w, derived);
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
          Workspace at = used != null ? used : inference.workspace(false, room);
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
    inference.forward(at, round, 0, inference.depth());
    for (int n = 0; n < at.scores().count(); n++) {
      at.scores().write(n, scores, from + n);
    }
  }

  /**
   * The gradients of the mean loss of some samples.
   *
   * @param parameters one array for each parameter, row-major
   * @param input (N, C, H, W) row-major
   */
  public record Gradients(double loss, List<float[]> parameters, float[] input) {}

  /** The gradients by all parameters and by the input. */
  public Gradients gradients(Examples data) {
    return workers.call(() -> reading(() -> gradientsHere(data)), new AtomicBoolean());
  }

  private Gradients gradientsHere(Examples raw) {
    Examples data = raw.normalisedBy(normalization);
    Slices slices = new Slices(network, loss, engine, true, data.size());
    float[][] dw = inference.likeParameters();
    int size = data.shape().size();
    float[] dx = new float[Math.multiplyExact(data.size(), size)];
    int[] rows = IntStream.range(0, data.size()).toArray();
    double mean = slices.gradient(state.w(), new Batch(data, rows), dw, dx).loss();
    if (normalization != null) {
      normalization.chain(dx, size);
    }
    List<float[]> parameters =
        IntStream.range(0, dw.length).mapToObj(p -> packings.get(p).unpack(dw[p])).toList();
    return new Gradients(mean, parameters, dx);
  }

  /**
   * Trains from the present state on.
   *
   * @param validation null for none
   * @return what was recorded
   * @throws TrainingStopped on an interrupt, or when a number is no longer finite; the state is
   *     then that of the last whole step, and {@link #log} has what was recorded
   */
  public TrainingLog train(
      TrainingSettings settings, Examples data, Examples validation, TrainingListener listener) {
    settings.check(network, validation);
    AtomicBoolean stop = new AtomicBoolean();
    return new Workers(settings.threads())
        .call(() -> trainHere(settings, data, validation, listener, stop), stop);
  }

  /** All of training, on its own thread: whatever happens to the caller's, it ends in order. */
  private TrainingLog trainHere(
      TrainingSettings settings,
      Examples data,
      Examples validation,
      TrainingListener listener,
      AtomicBoolean stop) {
    begin(settings, data.normalization());
    TrainingLog recorded = TrainingLog.EMPTY;
    try {
      int batchSize = Math.min(settings.batchSize(), data.size());
      GradientSource source = new Slices(network, loss, engine, false, batchSize);
      Examples normalised = data.normalisedBy(normalization);
      Trainer trainer = new Trainer(this, source, settings, normalised, validation, listener, stop);
      try {
        trainer.run();
      } finally {
        recorded = trainer.log();
      }
      return recorded;
    } finally {
      end(recorded);
    }
  }

  private void end(TrainingLog recorded) {
    writing(
        () -> {
          log = log.then(recorded);
          training = false;
        });
  }

  private void begin(TrainingSettings settings, Optional<Normalization> statistics) {
    writing(
        () -> {
          checkNotTraining();
          statistics.ifPresent(this::adopt);
          if (asDrawn) {
            draw(settings.seed());
            optimizer = null; // its moments belong to what was drawn before
          }
          if (!settings.optimizer().equals(optimizer)) {
            optimizer = settings.optimizer();
            state = new State(state.w(), emptyState(optimizer).moments(), state.epoch());
          }
          training = true; // last: had anything above failed, nobody would end the training
        });
  }

  /** Takes over the statistics of the first data; those that come later must be the same. */
  private void adopt(Normalization statistics) {
    if (!log.batches().isEmpty() && !statistics.equals(normalization)) {
      throw new IllegalArgumentException(
          "the data is to be normalised by "
              + statistics
              + ", but this model was first trained with "
              + (normalization == null ? "data that was not normalised" : normalization)
              + ": pass the data without normalize(): the model normalises by the statistics it was"
              + " first trained with");
    }
    normalization = statistics;
  }

  /** Normalises all that enters by these statistics from now on, as after training with them. */
  public void setNormalization(Normalization statistics) {
    int channels = network.input().channels();
    if (statistics.mean().length != channels) {
      throw new IllegalArgumentException(
          "the model takes samples of "
              + channels
              + " channels, got statistics of "
              + statistics.mean().length
              + ": take those of a model or dataset for such samples");
    }
    writing(
        () -> {
          checkNotTraining();
          normalization = statistics;
        });
  }

  /** Room for a state with this optimizer, all zero. */
  State emptyState(Optimizer optimizer) {
    float[][] w = inference.likeParameters();
    float[][][] moments = new float[w.length][optimizer.moments()][];
    for (int p = 0; p < w.length; p++) {
      for (int m = 0; m < optimizer.moments(); m++) {
        moments[p][m] = new float[w[p].length];
      }
    }
    return new State(w, moments, 0);
  }

  State state() {
    return reading(() -> state);
  }

  void commit(State next) {
    writing(
        () -> {
          state = next;
          asDrawn = false;
        });
  }

  void endEpoch(int completed) {
    writing(() -> state = new State(state.w(), state.moments(), state.steps(), completed));
  }

  /** The shape of one sample. */
  public Shape input() {
    return network.input();
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void checkNotTraining() {
    if (training) {
      throw new IllegalStateException(
          "this model is being trained by another thread: wait for it, or train a copy()");
    }
  }

  private void writing(Runnable write) {
    lock.writeLock().lock();
    try {
      write.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
