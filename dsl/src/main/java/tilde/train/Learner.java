package tilde.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Network network;
  private final Loss loss;
  private final Engine engine;
  private final Asking asking;
  private final List<Packing> packings;
  private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private State state;
  private Optimizer optimizer;
  private boolean asDrawn; // no step yet: training may still draw from its own seed
  private TrainingLog log;
  private boolean training;
  private Trainer running; // null before training has begun, and after it
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
    this.asking = new Asking(network, loss, engine);
    this.packings = asking.packings();
    this.log = TrainingLog.EMPTY;
  }

  /** A learner in a state in which another one was, for the same network and loss. */
  public Learner(Network network, Loss loss, Engine engine, Snapshot at) {
    this(network, loss, engine);
    take(at);
  }

  private void take(Snapshot at) {
    state = State.of(at.weights(), packings, at.epoch());
    optimizer = at.optimizer().orElse(null);
    asDrawn = at.asDrawn();
    log = at.log();
    normalization = at.normalization().orElse(null);
  }

  /** An independent learner in the same state. */
  public Learner copy() {
    return new Learner(network, loss, engine, snapshot());
  }

  /** The present state: while another thread trains, that of its last whole step. */
  public Snapshot snapshot() {
    return reading(() -> snapshot(Optional.empty()));
  }

  /**
   * The present state with what the training under way needs to go on as if it had never stopped;
   * to be asked for between two epochs, by the {@link TrainingListener}.
   */
  public Snapshot checkpoint() {
    return reading(() -> snapshot(Optional.ofNullable(running).map(t -> t.progress(packings))));
  }

  private Snapshot snapshot(Optional<Snapshot.Run> run) {
    return new Snapshot(
        state.weights(packings),
        state.epoch(),
        asDrawn,
        Optional.ofNullable(optimizer),
        known(),
        logNow(),
        run);
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
    return reading(this::logNow);
  }

  private TrainingLog logNow() {
    return running == null ? log : log.then(running.log());
  }

  /** What is applied to all samples that enter. */
  public Optional<Normalization> normalization() {
    return reading(this::known);
  }

  private Optional<Normalization> known() {
    return Optional.ofNullable(normalization);
  }

  /** Epochs completed up to now. */
  public int epochs() {
    return reading(() -> state.epoch());
  }

  /** The values of all parameters, row-major, as in {@link Network#parameters}. */
  public List<float[]> parameters() {
    return reading(
        () ->
            IntStream.range(0, packings.size())
                .mapToObj(p -> packings.get(p).unpack(state.w()[p]))
                .toList());
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
    return asking.scores(w, raw.normalisedBy(normalization().orElse(null)), stop);
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
    Gradients found = asking.gradients(state.w(), raw.normalisedBy(normalization));
    if (normalization != null) {
      normalization.chain(found.input(), raw.shape().size());
    }
    return found;
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
    return train(Optional.empty(), settings, data, validation, listener);
  }

  /**
   * Takes over a state and the training that was under way in it, which goes on with the same data
   * and settings to the same bits as if it had never stopped.
   *
   * @param from a {@link #checkpoint}
   * @return what all of this training recorded
   */
  public TrainingLog resume(
      Snapshot from,
      TrainingSettings settings,
      Examples data,
      Examples validation,
      TrainingListener listener) {
    return train(Optional.of(from), settings, data, validation, listener);
  }

  private TrainingLog train(
      Optional<Snapshot> from,
      TrainingSettings settings,
      Examples data,
      Examples validation,
      TrainingListener listener) {
    settings.check(network, validation);
    if (data.augmenter() != null && data.augmenter().mixup() != null) {
      data.augmenter().mixup().check(data.targets(), loss);
    }
    AtomicBoolean stop = new AtomicBoolean();
    return new Workers(settings.threads())
        .call(() -> trainHere(from, settings, data, validation, listener, stop), stop);
  }

  /** All of training, on its own thread: whatever happens to the caller's, it ends in order. */
  private TrainingLog trainHere(
      Optional<Snapshot> from,
      TrainingSettings settings,
      Examples data,
      Examples validation,
      TrainingListener listener,
      AtomicBoolean stop) {
    Snapshot.Run before = from.flatMap(Snapshot::run).orElse(Snapshot.Run.NEW);
    begin(from, settings, data.normalization());
    TrainingLog recorded = before.log();
    try {
      int batchSize = Math.min(settings.batchSize(), data.size());
      GradientSource source = new Slices(network, loss, engine, false, batchSize);
      Examples normalised = data.normalisedBy(normalization);
      Trainer trainer = new Trainer(this, source, settings, normalised, validation, listener, stop);
      trainer.resume(before, packings);
      writing(() -> running = trainer);
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
          running = null;
          training = false;
        });
  }

  private void begin(
      Optional<Snapshot> from, TrainingSettings settings, Optional<Normalization> statistics) {
    writing(
        () -> {
          checkNotTraining();
          boolean trained = from.isPresent() || !log.batches().isEmpty();
          if (trained && statistics.isPresent()) {
            statistics.get().checkKnown(from.map(Snapshot::normalization).orElse(known()));
          }
          if (from.isPresent()) {
            take(from.get());
            log = from.get().logBeforeRun(); // the training that goes on has the rest
          }
          normalization = statistics.orElse(normalization);
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

  /** Normalises all that enters by these statistics from now on, as after training with them. */
  public void setNormalization(Normalization statistics) {
    statistics.checkChannels(network.input());
    writing(
        () -> {
          checkNotTraining();
          normalization = statistics;
        });
  }

  /** Room for a state with this optimizer, all zero. */
  State emptyState(Optimizer optimizer) {
    float[][] w = asking.likeParameters();
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

  /** Puts the next state in place, and at once records how it came to be. */
  void commit(State next, Runnable record) {
    writing(
        () -> {
          state = next;
          asDrawn = false;
          record.run();
        });
  }

  void record(Runnable record) {
    writing(record);
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
