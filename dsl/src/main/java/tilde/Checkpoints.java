package tilde;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tilde.file.AtomicFile;
import tilde.train.Snapshot;
import tilde.train.TrainingListener;
import tilde.train.TrainingLog;
import tilde.train.TrainingStopped;

/**
 * Where a training leaves its state after epochs, an immutable value.
 *
 * @param file null for none
 * @param everyEpochs how many epochs of the training are between two
 * @param best null for none
 */
record Checkpoints(Path file, int everyEpochs, Path best) {
  static final Checkpoints NONE = new Checkpoints(null, 1, null);

  Checkpoints {
    if (everyEpochs < 1) {
      throw new IllegalArgumentException(
          "checkpoints: expected one every 1 or more epochs, got " + everyEpochs);
    }
    long places =
        Stream.of(Optional.ofNullable(file), Optional.ofNullable(best))
            .flatMap(Optional::stream)
            .map(name -> AtomicFile.checked(name).normalize()) // now, not after hours of training
            .distinct()
            .count();
    if (file != null && best != null && places == 1) {
      throw new IllegalArgumentException(
          "checkpoints: the best epoch is to be kept in %s, which each checkpoint replaces: name two files"
              .formatted(best));
    }
  }

  /**
   * A listener for one training that writes after an epoch was told to {@code shown}.
   *
   * @param training its words
   * @param before the epochs that were trained when it goes on
   */
  TrainingListener after(
      TrainingListener shown, Model model, String training, Snapshot.Run before) {
    if (!equals(NONE)) {
      model.stored(Optional.empty()).check();
    }
    return new TrainingListener() {
      private int epochs = before.log().epochs().size(); // of this training
      private double lowest =
          before.log().epochs().stream()
              .mapToDouble(TrainingLog.Epoch::watchedLoss)
              .filter(loss -> !Double.isNaN(loss))
              .min()
              .orElse(Double.POSITIVE_INFINITY);

      @Override
      public void batch(TrainingLog.Step step, int batch, int batches) {
        shown.batch(step, batch, batches);
      }

      @Override
      public void epoch(TrainingLog.Epoch e) {
        shown.epoch(e);
        epochs++;
        if (best != null && e.watchedLoss() < lowest) {
          lowest = e.watchedLoss();
          write(best, e.epoch());
        }
        if (file != null && epochs % everyEpochs == 0) {
          write(file, e.epoch());
        }
      }

      private void write(Path target, int epoch) {
        try {
          model.stored(Optional.of(training)).write(target);
        } catch (RuntimeException failed) {
          throw new TrainingStopped(
              "training ended after epoch "
                  + epoch
                  + ", as its checkpoint could not be written: "
                  + failed.getMessage()
                  + ". The model keeps its weights, model.history() what was recorded, and the"
                  + " file what it had before",
              failed);
        }
      }

      @Override
      public void restored(int bestEpoch) {
        shown.restored(bestEpoch);
      }

      @Override
      public boolean wantsEnd() {
        return shown.wantsEnd();
      }
    };
  }
}
