package tilde;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tilde.train.TrainingListener;
import tilde.train.TrainingLog;
import tilde.train.TrainingStopped;

/** What the user wants to be called with while a model trains, an immutable value. */
record Callbacks(List<Consumer<BatchEvent>> onBatch, List<Consumer<EpochEvent>> onEpoch) {
  static final Callbacks NONE = new Callbacks(List.of(), List.of());

  Callbacks andBatch(Consumer<BatchEvent> callback) {
    return new Callbacks(and(onBatch, callback, "onBatch"), onEpoch);
  }

  Callbacks andEpoch(Consumer<EpochEvent> callback) {
    return new Callbacks(onBatch, and(onEpoch, callback, "onEpoch"));
  }

  private static <T> List<T> and(List<T> all, T one, String word) {
    if (one == null) {
      throw new IllegalArgumentException(
          "train: the callback of " + word + " is null, expected one such as e -> show(e)");
    }
    List<T> more = new ArrayList<>(all);
    more.add(one);
    return List.copyOf(more);
  }

  /** A listener for one training that tells {@code shown} first, then the callbacks. */
  TrainingListener after(TrainingListener shown) {
    TrainingControl control = new TrainingControl();
    return new TrainingListener() {
      @Override
      public void batch(TrainingLog.Step s, int batch, int batches) {
        shown.batch(s, batch, batches);
        BatchEvent event =
            new BatchEvent(
                s.epoch(), batch, batches, s.loss(), s.accuracy(), s.learningRate(), control);
        String when = "batch " + batch + " of epoch " + s.epoch();
        onBatch.forEach(callback -> call(callback, event, "onBatch", when));
      }

      @Override
      public void epoch(TrainingLog.Epoch e) {
        shown.epoch(e);
        var measured = e.validation();
        EpochEvent event =
            new EpochEvent(
                e.epoch(),
                e.loss(),
                e.accuracy(),
                measured == null ? Double.NaN : measured.loss(),
                measured == null ? Double.NaN : measured.accuracy(),
                measured == null ? Map.of() : measured.metrics(),
                control);
        onEpoch.forEach(callback -> call(callback, event, "onEpoch", "epoch " + e.epoch()));
      }

      @Override
      public void restored(int bestEpoch) {
        shown.restored(bestEpoch);
      }

      @Override
      public boolean wantsEnd() {
        return control.isStopped();
      }
    };
  }

  private static <T> void call(Consumer<T> callback, T event, String word, String when) {
    try {
      callback.accept(event);
    } catch (RuntimeException e) {
      throw new TrainingStopped(
          "the callback of "
              + word
              + " failed after "
              + when
              + ": "
              + e
              + ". Training has ended; the model keeps the weights of the last whole step, and"
              + " model.history() what was recorded",
          e);
    }
  }
}
