package tilde.train;

import java.util.List;
import java.util.Optional;

/**
 * What a learner knows beside its network and loss, in the user's order: enough to go on to the
 * same bits. There is no random state, as random numbers follow from a seed and the epoch.
 *
 * @param epoch epochs completed
 * @param asDrawn whether there was no step yet, so that training may draw from its own seed
 * @param optimizer whose moments these are
 * @param log what was recorded in all training
 * @param run the training under way; only in a {@link Learner#checkpoint}
 */
public record Snapshot(
    Weights weights,
    int epoch,
    boolean asDrawn,
    Optional<Optimizer> optimizer,
    Optional<Normalization> normalization,
    TrainingLog log,
    Optional<Run> run) {

  /**
   * All parameters, in the order of {@link tilde.layer.Network#parameters}, with what belongs to
   * them.
   *
   * @param parameters row-major
   * @param moments of each parameter, as many as the optimizer remembers
   * @param steps how many each parameter has done with the optimizer
   */
  public record Weights(List<float[]> parameters, List<List<float[]>> moments, List<Long> steps) {}

  /**
   * A training between two of its epochs.
   *
   * @param log what it recorded up to now, the end of the log of all training
   * @param best the weights after its best epoch, where early stopping keeps them
   */
  public record Run(TrainingLog log, Optional<Weights> best) {
    /** One that has not begun. */
    public static final Run NEW = new Run(TrainingLog.EMPTY, Optional.empty());
  }

  /** What was recorded before the training under way began. */
  TrainingLog logBeforeRun() {
    TrainingLog own = run.orElse(Run.NEW).log();
    return new TrainingLog(
        log.batches().subList(0, log.batches().size() - own.batches().size()),
        log.epochs().subList(0, log.epochs().size() - own.epochs().size()));
  }
}
