package tilde.train;

/** Hears how training goes, on the thread that trains. */
public interface TrainingListener {
  /** A batch was used: its mean loss and accuracy before the step. */
  void batch(int epoch, int batch, int batches, double loss, double accuracy);

  /** An epoch was completed. */
  void epoch(TrainingLog.Epoch epoch);
}
