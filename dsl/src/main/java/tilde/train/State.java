package tilde.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tilde.array.Packing;

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

  /** A state in the engine's layout. */
  static State of(Snapshot.Weights weights, List<Packing> packings, int epoch) {
    float[][] w = new float[packings.size()][];
    float[][][] moments = new float[w.length][][];
    long[] steps = new long[w.length];
    for (int p = 0; p < w.length; p++) {
      w[p] = packings.get(p).pack(weights.parameters().get(p));
      moments[p] =
          weights.moments().get(p).stream().map(packings.get(p)::pack).toArray(float[][]::new);
      steps[p] = weights.steps().get(p);
    }
    return new State(w, moments, steps, epoch);
  }

  /** A copy in the user's order. */
  Snapshot.Weights weights(List<Packing> packings) {
    List<float[]> parameters = new ArrayList<>();
    List<List<float[]>> unpacked = new ArrayList<>();
    for (int p = 0; p < w.length; p++) {
      parameters.add(packings.get(p).unpack(w[p]));
      unpacked.add(Arrays.stream(moments[p]).map(packings.get(p)::unpack).toList());
    }
    return new Snapshot.Weights(parameters, unpacked, Arrays.stream(steps).boxed().toList());
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
