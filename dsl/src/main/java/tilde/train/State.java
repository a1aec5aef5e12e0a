package tilde.train;

import java.util.Arrays;

/**
 * All that training changes, replaced as a whole at the end of a step.
 *
 * @param w the parameters, in the engine's layout
 * @param moments what the optimizer remembers of each parameter
 * @param steps how many steps each parameter has done with this optimizer: fewer where it was
 *     frozen
 * @param epoch epochs completed
 */
record State(float[][] w, float[][][] moments, long[] steps, int epoch) {
  /** Before the first step of an optimizer. */
  State(float[][] w, float[][][] moments, int epoch) {
    this(w, moments, new long[w.length], epoch);
  }

  /** Takes over what {@code other} has, but its epoch. */
  void copy(State other) {
    for (int p = 0; p < w.length; p++) {
      copy(other, p);
    }
  }

  /** Takes over parameter {@code p} with all that belongs to it. */
  void copy(State other, int p) {
    System.arraycopy(other.w[p], 0, w[p], 0, w[p].length);
    for (int m = 0; m < moments[p].length; m++) {
      System.arraycopy(other.moments[p][m], 0, moments[p][m], 0, moments[p][m].length);
    }
    steps[p] = other.steps[p];
  }

  /** Whether all parameters and moments are numbers: an infinite moment would freeze its weight. */
  boolean isFinite() {
    return isFinite(w) && Arrays.stream(moments).allMatch(State::isFinite);
  }

  static boolean isFinite(float[][] values) {
    for (float[] row : values) {
      for (float value : row) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }
}
