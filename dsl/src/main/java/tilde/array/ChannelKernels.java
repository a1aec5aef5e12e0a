package tilde.array;

/**
 * The inner loops of layers in which each channel has its own weights: plain and vector give equal
 * bits, as in {@link Kernels}.
 */
interface ChannelKernels {
  /**
   * At each position of {@code at}, whose segments have length 1, and for each channel: {@code
   * y[t,c] = start[c] + sum_s x[t,s,c] w[s,c]}.
   *
   * @param w rows of {@code lanes} values from {@code wo} on
   */
  void multiply(
      float[] x, int xo, Paths at, float[] w, int wo, int lanes, float[] start, float[] y, int yo);

  /**
   * The gradient of {@link #multiply} by its weights: {@code dw[s,c] += sum_t x[t,s,c] dy[t,c]}.
   */
  void accumulate(float[] x, int xo, Paths at, float[] dy, int yo, int lanes, float[] dw);
}
