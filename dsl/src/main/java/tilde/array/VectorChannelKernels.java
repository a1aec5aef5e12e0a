package tilde.array;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ChannelKernels} with {@code jdk.incubator.vector}: vectors run across channels. */
final class VectorChannelKernels implements ChannelKernels {
  private static final VectorSpecies<Float> S = VectorKernels.S;
  private static final int LANES = S.length();

  @Override
  public void multiply(
      float[] x, int xo, Paths at, float[] w, int wo, int lanes, float[] start, float[] y, int yo) {
    for (int t = 0; t < at.in.length; t += 8) {
      for (int c = 0; c < lanes; c += LANES) {
        multiply8(x, xo + c, at, t, w, wo + c, lanes, start, c, y, yo + c);
      }
    }
  }

  // Eight positions share each weight. Past the last position it computes that one again, to the
  // same value.
  private static void multiply8(
      float[] x,
      int xo,
      Paths at,
      int t,
      float[] w,
      int wo,
      int lanes,
      float[] start,
      int so,
      float[] y,
      int yo) {
    int last = at.in.length - 1;
    int t1 = Math.min(t + 1, last);
    int t2 = Math.min(t + 2, last);
    int t3 = Math.min(t + 3, last);
    int t4 = Math.min(t + 4, last);
    int t5 = Math.min(t + 5, last);
    int t6 = Math.min(t + 6, last);
    int t7 = Math.min(t + 7, last);
    int x0 = xo + at.in[t];
    int x1 = xo + at.in[t1];
    int x2 = xo + at.in[t2];
    int x3 = xo + at.in[t3];
    int x4 = xo + at.in[t4];
    int x5 = xo + at.in[t5];
    int x6 = xo + at.in[t6];
    int x7 = xo + at.in[t7];
    FloatVector y0 = FloatVector.fromArray(S, start, so);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    FloatVector y4 = y0;
    FloatVector y5 = y0;
    FloatVector y6 = y0;
    FloatVector y7 = y0;
    int[] rows = at.rows;
    for (int s = 0; s < rows.length; s++) {
      int k = rows[s];
      FloatVector v = FloatVector.fromArray(S, w, wo);
      wo += lanes;
      y0 = v.fma(FloatVector.fromArray(S, x, x0 + k), y0);
      y1 = v.fma(FloatVector.fromArray(S, x, x1 + k), y1);
      y2 = v.fma(FloatVector.fromArray(S, x, x2 + k), y2);
      y3 = v.fma(FloatVector.fromArray(S, x, x3 + k), y3);
      y4 = v.fma(FloatVector.fromArray(S, x, x4 + k), y4);
      y5 = v.fma(FloatVector.fromArray(S, x, x5 + k), y5);
      y6 = v.fma(FloatVector.fromArray(S, x, x6 + k), y6);
      y7 = v.fma(FloatVector.fromArray(S, x, x7 + k), y7);
    }
    y0.intoArray(y, yo + at.out[t]);
    y1.intoArray(y, yo + at.out[t1]);
    y2.intoArray(y, yo + at.out[t2]);
    y3.intoArray(y, yo + at.out[t3]);
    y4.intoArray(y, yo + at.out[t4]);
    y5.intoArray(y, yo + at.out[t5]);
    y6.intoArray(y, yo + at.out[t6]);
    y7.intoArray(y, yo + at.out[t7]);
  }

  @Override
  public void accumulate(float[] x, int xo, Paths at, float[] dy, int yo, int lanes, float[] dw) {
    for (int s = 0; s < at.rows.length; s += 9) {
      for (int c = 0; c < lanes; c += LANES) {
        accumulate9(x, xo + c, at, s, dy, yo + c, lanes, dw, c);
      }
    }
  }

  // Nine taps, those of the most frequent kernel. Past the last tap it computes that one again.
  private static void accumulate9(
      float[] x, int xo, Paths at, int s, float[] dy, int yo, int lanes, float[] dw, int wo) {
    int[] rows = at.rows;
    int last = rows.length - 1;
    int s1 = Math.min(s + 1, last);
    int s2 = Math.min(s + 2, last);
    int s3 = Math.min(s + 3, last);
    int s4 = Math.min(s + 4, last);
    int s5 = Math.min(s + 5, last);
    int s6 = Math.min(s + 6, last);
    int s7 = Math.min(s + 7, last);
    int s8 = Math.min(s + 8, last);
    int x0 = xo + rows[s];
    int x1 = xo + rows[s1];
    int x2 = xo + rows[s2];
    int x3 = xo + rows[s3];
    int x4 = xo + rows[s4];
    int x5 = xo + rows[s5];
    int x6 = xo + rows[s6];
    int x7 = xo + rows[s7];
    int x8 = xo + rows[s8];
    FloatVector d0 = FloatVector.fromArray(S, dw, wo + s * lanes);
    FloatVector d1 = FloatVector.fromArray(S, dw, wo + s1 * lanes);
    FloatVector d2 = FloatVector.fromArray(S, dw, wo + s2 * lanes);
    FloatVector d3 = FloatVector.fromArray(S, dw, wo + s3 * lanes);
    FloatVector d4 = FloatVector.fromArray(S, dw, wo + s4 * lanes);
    FloatVector d5 = FloatVector.fromArray(S, dw, wo + s5 * lanes);
    FloatVector d6 = FloatVector.fromArray(S, dw, wo + s6 * lanes);
    FloatVector d7 = FloatVector.fromArray(S, dw, wo + s7 * lanes);
    FloatVector d8 = FloatVector.fromArray(S, dw, wo + s8 * lanes);
    int[] in = at.in;
    int[] out = at.out;
    for (int t = 0; t < in.length; t++) {
      int k = in[t];
      FloatVector v = FloatVector.fromArray(S, dy, yo + out[t]);
      d0 = v.fma(FloatVector.fromArray(S, x, x0 + k), d0);
      d1 = v.fma(FloatVector.fromArray(S, x, x1 + k), d1);
      d2 = v.fma(FloatVector.fromArray(S, x, x2 + k), d2);
      d3 = v.fma(FloatVector.fromArray(S, x, x3 + k), d3);
      d4 = v.fma(FloatVector.fromArray(S, x, x4 + k), d4);
      d5 = v.fma(FloatVector.fromArray(S, x, x5 + k), d5);
      d6 = v.fma(FloatVector.fromArray(S, x, x6 + k), d6);
      d7 = v.fma(FloatVector.fromArray(S, x, x7 + k), d7);
      d8 = v.fma(FloatVector.fromArray(S, x, x8 + k), d8);
    }
    d0.intoArray(dw, wo + s * lanes);
    d1.intoArray(dw, wo + s1 * lanes);
    d2.intoArray(dw, wo + s2 * lanes);
    d3.intoArray(dw, wo + s3 * lanes);
    d4.intoArray(dw, wo + s4 * lanes);
    d5.intoArray(dw, wo + s5 * lanes);
    d6.intoArray(dw, wo + s6 * lanes);
    d7.intoArray(dw, wo + s7 * lanes);
    d8.intoArray(dw, wo + s8 * lanes);
  }
}
