package tilde.train;

import java.util.Arrays;

/**
 * All that training changes, replaced as a whole at the end of a step.
 *
 * @param w the parameters, in the engine's layout
 * @param moments what the optimizer remembers of each parameter
 * @param step steps done with this optimizer
 * @param epoch epochs completed
 */
record State(float[][] w, float[][][] moments, long step, int epoch) {
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
