package tilde.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import tilde.layer.Network;

/** The loop over epochs and batches. A step is whole or not at all. */
final class Trainer {
  private final Learner learner;
  private final TrainingSettings settings;
  private final Examples data;
  private final Examples validation;
  private final TrainingListener listener;
  private final AtomicBoolean stop;
  private final GradientSource source;
  private final float[][] dw;
  private final List<TrainingLog.Step> steps = new ArrayList<>();
  private final List<TrainingLog.Epoch> epochs = new ArrayList<>();
  private State spare;

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
    this.spare = learner.emptyState(settings.optimizer());
    this.dw = learner.emptyState(settings.optimizer()).w();
  }

  /** What was recorded up to now. */
  TrainingLog log() {
    return new TrainingLog(steps, epochs);
  }

  void run() {
    int first = learner.state().epoch();
    try (Feed feed = Feed.of(data, settings, first, stop)) {
      for (int epoch = first; epoch < first + settings.epochs(); epoch++) {
        epoch(epoch, feed);
      }
    }
  }

  private int batches() {
    return (data.size() - 1) / settings.batchSize() + 1;
  }

  private void epoch(int epoch, Feed feed) {
    int batches = batches();
    double loss = 0;
    double hits = 0;
    for (int b = 0; b < batches; b++) {
      Batch batch = next(feed, epoch, b);
      GradientSource.Result result = step(batch, epoch, b);
      double accuracy = (double) result.hits() / batch.size();
      steps.add(new TrainingLog.Step(epoch + 1, result.loss(), accuracy));
      listener.batch(epoch + 1, b + 1, batches, result.loss(), accuracy);
      loss += result.loss() * batch.size();
      hits += result.hits();
    }
    learner.endEpoch(epoch + 1);
    Evaluation validated = validation == null ? null : validated(epoch);
    TrainingLog.Epoch ended =
        new TrainingLog.Epoch(epoch + 1, loss / data.size(), hits / data.size(), validated);
    epochs.add(ended);
    listener.epoch(ended);
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
      return learner.evaluateHere(validation, stop);
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

  private GradientSource.Result step(Batch batch, int epoch, int b) {
    State now = learner.state();
    GradientSource.Result result = source.gradient(now.w(), batch, dw);
    if (!Double.isFinite(result.loss()) || !State.isFinite(dw)) {
      throw notFinite(now, batch, epoch, b);
    }
    Optimizer optimizer = settings.optimizer();
    List<Network.Parameter> parameters = learner.network().parameters();
    for (int p = 0; p < dw.length; p++) {
      if (!parameters.get(p).spec().trained()) {
        System.arraycopy(dw[p], 0, spare.w()[p], 0, dw[p].length);
        continue;
      }
      optimizer.step(
          now.step() + 1, now.w()[p], dw[p], now.moments()[p], spare.w()[p], spare.moments()[p]);
    }
    if (!spare.isFinite()) {
      throw notFinite(now, batch, epoch, b);
    }
    learner.commit(new State(spare.w(), spare.moments(), now.step() + 1, now.epoch()));
    spare = now;
    return result;
  }

  private TrainingStopped notFinite(State now, Batch batch, int epoch, int b) {
    return new TrainingStopped(
        "training stopped in epoch "
            + (epoch + 1)
            + ", batch "
            + (b + 1)
            + ": NaN or infinite numbers in "
            + source.firstNonFinite(now.w(), batch)
            + ". The update was not applied; the model keeps the"
            + " weights of the last whole step. Try a smaller learning rate than "
            + settings.optimizer().learningRate()
            + ", inputs scaled to 0..1, or model.copy() before training to start again");
  }
}
