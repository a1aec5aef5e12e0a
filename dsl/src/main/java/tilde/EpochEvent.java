package tilde;

/**
 * What a callback hears at the end of an epoch.
 *
 * @param epoch counted from 1, over all training of the model
 * @param loss the mean over the batches of the epoch
 * @param accuracy a share, 0..1
 * @param validationLoss NaN without validation data
 * @param validationAccuracy NaN without validation data
 */
public record EpochEvent(
    int epoch,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    TrainingControl training) {

  /** Ends training in order after this epoch: {@code run()} returns its history. */
  public void stop() {
    training.stop();
  }
}
