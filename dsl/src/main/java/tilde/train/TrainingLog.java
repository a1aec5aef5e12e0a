package tilde.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened in training, as it was so far: an immutable value.
 *
 * @param batches each batch used
 * @param epochs each epoch completed
 */
public record TrainingLog(List<Step> batches, List<Epoch> epochs) {
  public static final TrainingLog EMPTY = new TrainingLog(List.of(), List.of());

  public TrainingLog {
    batches = List.copyOf(batches);
    epochs = List.copyOf(epochs);
  }

  /**
   * One batch, before its step.
   *
   * @param epoch counted from 1
   * @param learningRate the rate of its step
   */
  public record Step(int epoch, double loss, double accuracy, double learningRate) {}

  /**
   * One epoch: means over its batches, and what the validation data gave at its end.
   *
   * @param epoch counted from 1
   * @param validation null without validation data
   */
  public record Epoch(int epoch, double loss, double accuracy, Evaluation validation) {
    /** The validation loss, or without validation data the training loss. */
    public double watchedLoss() {
      return validation == null ? loss : validation.loss();
    }
  }

  /** This log followed by {@code more}. */
  public TrainingLog then(TrainingLog more) {
    List<Step> allBatches = new ArrayList<>(batches);
    allBatches.addAll(more.batches);
    List<Epoch> allEpochs = new ArrayList<>(epochs);
    allEpochs.addAll(more.epochs);
    return new TrainingLog(allBatches, allEpochs);
  }
}
