package tilde;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a callback hears at the end of an epoch.
 *
 * @param epoch counted from 1, over all training of the model
 * @param loss the mean over the batches of the epoch
 * @param accuracy a share, 0..1
 * @param validationLoss NaN without validation data
 * @param validationAccuracy NaN without validation data
 * @param metrics what {@link Training#metrics} asked for, by name, such as {@code top3}
 */
public record EpochEvent(
    int epoch,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    Map<String, Double> metrics,
    TrainingControl training) {
  public EpochEvent {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics)); // in the order asked for
  }

  /** Ends training in order after this epoch: {@code run()} returns its history. */
  public void stop() {
    training.stop();
  }

  @Override
  public String toString() {
    String measured = "epoch " + epoch + ": " + History.text(loss, accuracy);
    return Double.isNaN(validationLoss)
        ? measured
        : measured + ", validation " + History.text(validationLoss, validationAccuracy);
  }
}
