package tilde.array;

/**
 * The inner loops of the engine, written once plainly and once with the vector module. Everything
 * around them is shared, and both give equal bits (MATH.md, part E): loops run across outputs, and
 * each output is one chain of {@code fma} in index order.
 */
interface Kernels {
  /** The widest block of outputs; a matrix is cut into blocks of 16 and a last one of 8. */
  int BLOCK = 16;

  /** The width of the block of outputs that starts at {@code from}. */
  static int blockWidth(int from, int outputs) {
    return Math.min(BLOCK, outputs - from);
  }

  /**
   * A linear map at the first {@code positions} of {@code at}, for one block of outputs: {@code
   * y[t,j] = start[j] + sum_r x[t,r] w[r,j]}.
   *
   * @param w rows of {@code width} values from {@code wo} on
   * @param start where the chains begin: the bias, or zeros
   */
  void multiply(
      float[] x,
      int xo,
      Paths at,
      int positions,
      float[] w,
      int wo,
      int width,
      float[] start,
      int so,
      float[] y,
      int yo);

  /** The gradient of {@link #multiply} by its matrix: {@code dw[r,j] += sum_t x[t,r] dy[t,j]}. */
  void accumulate(
      float[] x,
      int xo,
      Paths at,
      int positions,
      float[] dy,
      int yo,
      int width,
      float[] dw,
      int wo);

  /** The loops in which each channel has its own weights. */
  ChannelKernels channels();

  /** {@code sum[c] += sum_p a[from + p lanes + c]} over {@code pixels} neighbouring pixels. */
  void addPixels(float[] a, int from, int pixels, int lanes, float[] sum);

  /** {@code sum[i] += a[i]}. */
  void add(float[] a, float[] sum);

  /** {@code y = x < 0 ? 0 : x}, so that a NaN stays one and is noticed. */
  void relu(float[] x, int xo, float[] y, int yo, int length);

  /** {@code dx = y > 0 ? dy : 0}. */
  void reluGradient(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length);

  /** {@code y[c] = max_s x[xo + s + c]} over the offsets {@code s} of a window; a NaN wins. */
  void max(float[] x, int xo, int[] window, float[] y, int yo, int lanes);

  /**
   * {@code dx[dxo + s' + c] += dy[c]} where {@code s} is the first of the window with the maximum.
   */
  void maxGradient(
      float[] x,
      int xo,
      int[] window,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo,
      int[] dxWindow,
      int lanes);
}
