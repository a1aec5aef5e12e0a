package tilde.train;

import java.util.List;

/**
 * When to give up: after {@code patience} epochs in a row without a validation loss that is more
 * than {@code minDelta} below the lowest before.
 */
public record EarlyStopping(int patience, double minDelta) {
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "train: the patience of earlyStopping must be at least 1, got " + patience);
    }
    if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
      throw new IllegalArgumentException(
          "train: minDelta of earlyStopping must not be negative, got " + minDelta);
    }
  }

  /** The word that says so. */
  String dsl() {
    return ".earlyStopping(" + patience + (minDelta == 0 ? "" : ", " + minDelta) + ")";
  }

  /** One training that is watched, with a copy of the state of its best epoch. */
  final class Watch {
    private final State best; // room, filled when an epoch is the best so far
    private double lowest = Double.POSITIVE_INFINITY; // validation loss of that epoch
    private int bestEpoch; // 0 before the first
    private double toBeat = Double.POSITIVE_INFINITY; // the loss that counts as progress
    private int waited;

    /**
     * @param room as large as the states to come
     */
    Watch(State room) {
      this.best = room;
    }

    /** Looks at the end of an epoch. */
    void epoch(TrainingLog.Epoch epoch, State state) {
      double loss = epoch.validation().loss();
      if (loss < lowest) {
        lowest = loss;
        bestEpoch = epoch.epoch();
        best.copy(state);
      }
      if (loss < toBeat - minDelta) {
        toBeat = loss;
        waited = 0;
      } else {
        waited++;
      }
    }

    /** Looks again at epochs of before, with the state after the best of them. */
    void replay(List<TrainingLog.Epoch> before, State bestOfThem) {
      before.forEach(epoch -> epoch(epoch, bestOfThem));
    }

    boolean givesUp() {
      return waited >= patience;
    }

    /** The best epoch, counted from 1; 0 if no epoch had a loss that is a number. */
    int bestEpoch() {
      return bestEpoch;
    }

    /** The state at the end of that epoch. */
    State best() {
      return best;
    }
  }
}
