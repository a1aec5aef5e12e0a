package tilde;

import java.util.Locale;

/**
 * What a callback hears after the step of a batch.
 *
 * @param epoch counted from 1, over all training of the model
 * @param batch counted from 1
 * @param batches how many an epoch has
 * @param loss the mean over the batch, before its step
 * @param accuracy a share, 0..1, before the step
 * @param learningRate the rate of the step
 */
public record BatchEvent(
    int epoch,
    int batch,
    int batches,
    double loss,
    double accuracy,
    double learningRate,
    TrainingControl training) {

  /** Ends training in order after this step: {@code run()} returns its history. */
  public void stop() {
    training.stop();
  }

  @Override
  public String toString() {
    return "epoch %d, batch %d/%d: ".formatted(epoch, batch, batches)
        + History.text(loss, accuracy)
        + String.format(Locale.ROOT, ", rate %.3g", learningRate);
  }
}
