package tilde.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tilde.array.Packing;

/** The loop over epochs and batches. A step is whole or not at all. */
final class Trainer {
  private final Learner learner;
  private final TrainingSettings settings;
  private final Examples data;
  private final Examples validation;
  private final TrainingListener listener;
  private final AtomicBoolean stop;
  private final GradientSource source;
  private final Update update;
  private final EarlyStopping.Watch watch; // null without early stopping
  private final float[][] dw;
  // Guarded by the learner's lock.
  private final List<TrainingLog.Step> steps = new ArrayList<>();
  private final List<TrainingLog.Epoch> epochs = new ArrayList<>();

  private final List<TrainingLog.Epoch> readOnly = Collections.unmodifiableList(epochs);
  private State spare;
  private boolean ended; // before all epochs, but in order

  /**
   * @param source where gradients are computed
   * @param validation null for none
   * @param stop training ends after the step during which this is set
   */
  Trainer(
      Learner learner,
      GradientSource source,
      TrainingSettings settings,
      Examples data,
      Examples validation,
      TrainingListener listener,
      AtomicBoolean stop) {
    this.learner = learner;
    this.settings = settings;
    this.data = data;
    this.validation = validation;
    this.listener = listener;
    this.stop = stop;
    this.source = source;
    this.update = new Update(settings, learner.network());
    this.watch = settings.earlyStopping() == null ? null : watch();
    this.spare = learner.emptyState(settings.optimizer());
    this.dw = learner.emptyState(settings.optimizer()).w();
  }

  private EarlyStopping.Watch watch() {
    return settings.earlyStopping().new Watch(learner.emptyState(settings.optimizer()));
  }

  /** What was recorded up to now. */
  TrainingLog log() {
    return new TrainingLog(steps, epochs);
  }

  /** Where a training stands, between two epochs. */
  Snapshot.Run progress(List<Packing> packings) {
    Optional<State> best =
        watch == null || watch.bestEpoch() == 0 ? Optional.empty() : Optional.of(watch.best());
    return new Snapshot.Run(log(), best.map(state -> state.weights(packings)));
  }

  /** Takes over where a training stood, before this one runs. */
  void resume(Snapshot.Run run, List<Packing> packings) {
    steps.addAll(run.log().batches());
    epochs.addAll(run.log().epochs());
    if (watch != null) {
      State now = learner.state();
      watch.replay(
          epochs, run.best().map(best -> State.of(best, packings, now.epoch())).orElse(now));
      ended = watch.givesUp();
    }
  }

  void run() {
    int start = learner.state().epoch();
    int first = start - epochs.size();
    if (first > Integer.MAX_VALUE - settings.epochs()) {
      throw new IllegalArgumentException(
          "train: "
              + settings.epochs()
              + " epochs after the "
              + first
              + " that the model has had are more than can be counted: use fewer");
    }
    int end = first + settings.epochs();
    try (Feed feed = Feed.of(data, settings, start, end, stop)) {
      for (int epoch = start; !ended && epoch < end; epoch++) {
        epoch(epoch, epoch - first, feed);
      }
    }
    if (watch != null && watch.bestEpoch() > 0) {
      restore(watch.best());
      listener.restored(watch.bestEpoch());
    }
  }

  /** Takes back a state as it was; the epochs since then were trained nevertheless. */
  private void restore(State best) {
    int epoch = learner.state().epoch();
    learner.commit(new State(best.w(), best.moments(), best.steps(), epoch), () -> {});
  }

  private int batches() {
    return (data.size() - 1) / settings.batchSize() + 1;
  }

  /**
   * @param epoch of the model
   * @param own of this training
   */
  private void epoch(int epoch, int own, Feed feed) {
    int batches = batches();
    double loss = 0;
    double weight = 0;
    double hits = 0;
    for (int b = 0; b < batches; b++) {
      Batch batch = next(feed, epoch, b);
      double rate = rate((long) own * batches + b, batches);
      GradientSource.Result result = step(batch, rate, epoch, b);
      listener.batch(steps.get(steps.size() - 1), b + 1, batches);
      loss += result.loss() * result.weight();
      weight += result.weight();
      hits += result.hits();
      ended = listener.wantsEnd();
      if (ended && b + 1 < batches) {
        return; // the epoch is not completed
      }
    }
    learner.endEpoch(epoch + 1);
    Evaluation validated = validation == null ? null : validated(epoch);
    TrainingLog.Epoch completed =
        new TrainingLog.Epoch(epoch + 1, loss / weight, hits / data.size(), validated);
    learner.record(() -> epochs.add(completed));
    if (watch != null) {
      watch.epoch(completed, learner.state());
    }
    listener.epoch(completed);
    ended = listener.wantsEnd() || watch != null && watch.givesUp();
  }

  /** The learning rate of a step of this training, counted from 0. */
  private double rate(long step, int stepsPerEpoch) {
    Schedule.Moment now = new Schedule.Moment(step, stepsPerEpoch, settings.epochs(), readOnly);
    return settings.optimizer().learningRate() * settings.schedule().factor(now);
  }

  private Batch next(Feed feed, int epoch, int b) {
    Batch batch;
    try {
      batch = feed.next();
    } catch (RuntimeException unreadable) {
      throw new TrainingStopped(
          "training stopped in epoch "
              + (epoch + 1)
              + ", batch "
              + (b + 1)
              + ": "
              + unreadable.getMessage()
              + ". The model keeps the weights of the last whole step",
          unreadable);
    }
    if (batch == null) {
      throw interrupted("in epoch " + (epoch + 1) + " after batch " + b + " of " + batches());
    }
    return batch;
  }

  private Evaluation validated(int epoch) {
    try {
      return learner.evaluateHere(validation, stop).measuring(settings.metrics());
    } catch (TrainingStopped stopped) {
      throw interrupted("during validation after epoch " + (epoch + 1));
    }
  }

  private static TrainingStopped interrupted(String when) {
    return new TrainingStopped(
        "training was interrupted "
            + when
            + ": the model keeps the weights of the last whole step, and model.history() what was"
            + " recorded");
  }

  private GradientSource.Result step(Batch batch, double rate, int epoch, int b) {
    State now = learner.state();
    GradientSource.Result result = source.gradient(now.w(), batch, dw);
    if (!Double.isFinite(result.loss()) || !State.isFinite(dw)) {
      throw notFinite(now, batch, rate, epoch, b);
    }
    update.apply(now, rate, dw, spare);
    if (!spare.isFinite()) {
      throw notFinite(now, batch, rate, epoch, b);
    }
    double accuracy = result.hits() / batch.size();
    TrainingLog.Step done = new TrainingLog.Step(epoch + 1, result.loss(), accuracy, rate);
    learner.commit(
        new State(spare.w(), spare.moments(), spare.steps(), now.epoch()), () -> steps.add(done));
    spare = now;
    return result;
  }

  private TrainingStopped notFinite(State now, Batch batch, double rate, int epoch, int b) {
    return new TrainingStopped(
        "training stopped in epoch "
            + (epoch + 1)
            + ", batch "
            + (b + 1)
            + ": NaN or infinite numbers in "
            + source.firstNonFinite(now.w(), batch)
            + ". The update was not applied; the model keeps the"
            + " weights of the last whole step. Try a smaller learning rate than "
            + rate
            + ", inputs scaled to 0..1, or model.copy() before training to start again");
  }
}
