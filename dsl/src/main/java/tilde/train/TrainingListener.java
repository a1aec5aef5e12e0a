package tilde.train;

/** Hears how training goes, on the thread that trains. */
public interface TrainingListener {
  /**
   * A batch was used, and its step is done.
   *
   * @param step what is recorded of it
   * @param batch counted from 1
   * @param batches how many an epoch has
   */
  void batch(TrainingLog.Step step, int batch, int batches);

  /** An epoch was completed. */
  void epoch(TrainingLog.Epoch epoch);

  /** Training is over, and the model has the state after its best epoch again. */
  default void restored(int bestEpoch) {}

  /** Asked after each batch: whether training is to end now, in order. */
  default boolean wantsEnd() {
    return false;
  }
}
