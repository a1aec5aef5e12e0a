package tilde.array;

/** {@link ChannelKernels} as plain Java. */
final class PlainChannelKernels implements ChannelKernels {
  @Override
  public void multiply(
      float[] x, int xo, Paths at, float[] w, int wo, int lanes, float[] start, float[] y, int yo) {
    for (int t = 0; t < at.in.length; t++) {
      int to = yo + at.out[t];
      System.arraycopy(start, 0, y, to, lanes);
      for (int s = 0; s < at.rows.length; s++) {
        int from = xo + at.in[t] + at.rows[s];
        for (int c = 0; c < lanes; c++) {
          y[to + c] = Math.fma(x[from + c], w[wo + s * lanes + c], y[to + c]);
        }
      }
    }
  }

  @Override
  public void accumulate(float[] x, int xo, Paths at, float[] dy, int yo, int lanes, float[] dw) {
    for (int s = 0; s < at.rows.length; s++) {
      for (int t = 0; t < at.in.length; t++) {
        int from = xo + at.in[t] + at.rows[s];
        int to = yo + at.out[t];
        for (int c = 0; c < lanes; c++) {
          dw[s * lanes + c] = Math.fma(x[from + c], dy[to + c], dw[s * lanes + c]);
        }
      }
    }
  }
}
