package tilde.onnx;

/** Our true convolution is their cross-correlation with its kernel flipped, in and out alike. */
final class Kernels {
  private Kernels() {}

  /**
   * All kernels flipped along both axes.
   *
   * @param size of a kernel, its rows times its columns
   */
  static float[] flipped(float[] w, int size) {
    float[] flipped = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      int at = i % size;
      flipped[i - at + (size - 1 - at)] = w[i];
    }
    return flipped;
  }
}
