package tilde.array;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops with {@code jdk.incubator.vector}; loaded only where that module is. Vectors run
 * across outputs, so the bits are those of {@link PlainKernels}.
 */
final class VectorKernels implements Kernels {
  // 256 bits where there are at least as many: with 512 the tiles below would be too wide for a
  // block.
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() >= 8
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_128;
  private static final int LANES = S.length();

  private final ChannelKernels channels = new VectorChannelKernels();

  /** The vector width in bits that the processor offers and these kernels use. */
  static int bits() {
    return S.vectorBitSize();
  }

  static boolean worthwhile() {
    return FloatVector.SPECIES_PREFERRED.length() >= 4;
  }

  @Override
  public void multiply(
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
      int yo) {
    int j = 0;
    for (; j + 2 * LANES <= width; j += 2 * LANES) {
      for (int t = 0; t < positions; t += 4) {
        multiply4x2(x, xo, at, t, positions - 1, w, wo + j, width, start, so + j, y, yo + j);
      }
    }
    for (; j < width; j += LANES) {
      for (int t = 0; t < positions; t += 8) {
        multiply8x1(x, xo, at, t, positions - 1, w, wo + j, width, start, so + j, y, yo + j);
      }
    }
  }

  // Four positions by two vectors. Past the last position it computes that one again, to the same
  // value.
  private static void multiply4x2(
      float[] x,
      int xo,
      Paths at,
      int t,
      int last,
      float[] w,
      int wo,
      int width,
      float[] start,
      int so,
      float[] y,
      int yo) {
    int t1 = Math.min(t + 1, last);
    int t2 = Math.min(t + 2, last);
    int t3 = Math.min(t + 3, last);
    int x0 = xo + at.in[t];
    int x1 = xo + at.in[t1];
    int x2 = xo + at.in[t2];
    int x3 = xo + at.in[t3];
    FloatVector y00 = FloatVector.fromArray(S, start, so);
    FloatVector y01 = FloatVector.fromArray(S, start, so + LANES);
    FloatVector y10 = y00;
    FloatVector y11 = y01;
    FloatVector y20 = y00;
    FloatVector y21 = y01;
    FloatVector y30 = y00;
    FloatVector y31 = y01;
    // One loop, not one in another: C2 of JDK 17 would keep the sums in memory.
    int[] rows = at.rows;
    for (int r = 0; r < rows.length; r++) {
      int k = rows[r];
      FloatVector w0 = FloatVector.fromArray(S, w, wo);
      FloatVector w1 = FloatVector.fromArray(S, w, wo + LANES);
      wo += width;
      FloatVector v0 = FloatVector.broadcast(S, x[x0 + k]);
      y00 = v0.fma(w0, y00);
      y01 = v0.fma(w1, y01);
      FloatVector v1 = FloatVector.broadcast(S, x[x1 + k]);
      y10 = v1.fma(w0, y10);
      y11 = v1.fma(w1, y11);
      FloatVector v2 = FloatVector.broadcast(S, x[x2 + k]);
      y20 = v2.fma(w0, y20);
      y21 = v2.fma(w1, y21);
      FloatVector v3 = FloatVector.broadcast(S, x[x3 + k]);
      y30 = v3.fma(w0, y30);
      y31 = v3.fma(w1, y31);
    }
    y00.intoArray(y, yo + at.out[t]);
    y01.intoArray(y, yo + at.out[t] + LANES);
    y10.intoArray(y, yo + at.out[t1]);
    y11.intoArray(y, yo + at.out[t1] + LANES);
    y20.intoArray(y, yo + at.out[t2]);
    y21.intoArray(y, yo + at.out[t2] + LANES);
    y30.intoArray(y, yo + at.out[t3]);
    y31.intoArray(y, yo + at.out[t3] + LANES);
  }

  // Eight positions by one vector, for the last block of a matrix with 8 outputs.
  private static void multiply8x1(
      float[] x,
      int xo,
      Paths at,
      int t,
      int last,
      float[] w,
      int wo,
      int width,
      float[] start,
      int so,
      float[] y,
      int yo) {
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
    // One loop, not one in another: C2 of JDK 17 would keep the sums in memory.
    int[] rows = at.rows;
    for (int r = 0; r < rows.length; r++) {
      int k = rows[r];
      FloatVector w0 = FloatVector.fromArray(S, w, wo);
      wo += width;
      y0 = w0.fma(FloatVector.broadcast(S, x[x0 + k]), y0);
      y1 = w0.fma(FloatVector.broadcast(S, x[x1 + k]), y1);
      y2 = w0.fma(FloatVector.broadcast(S, x[x2 + k]), y2);
      y3 = w0.fma(FloatVector.broadcast(S, x[x3 + k]), y3);
      y4 = w0.fma(FloatVector.broadcast(S, x[x4 + k]), y4);
      y5 = w0.fma(FloatVector.broadcast(S, x[x5 + k]), y5);
      y6 = w0.fma(FloatVector.broadcast(S, x[x6 + k]), y6);
      y7 = w0.fma(FloatVector.broadcast(S, x[x7 + k]), y7);
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
  public void accumulate(
      float[] x,
      int xo,
      Paths at,
      int positions,
      float[] dy,
      int yo,
      int width,
      float[] dw,
      int wo) {
    int[] rows = at.rows;
    int j = 0;
    for (; j + 2 * LANES <= width; j += 2 * LANES) {
      for (int r = 0; r < rows.length; r += 4) {
        accumulate4x2(x, xo, at, rows, r, positions, dy, yo + j, dw, wo + j, width);
      }
    }
    for (; j < width; j += LANES) {
      for (int r = 0; r < rows.length; r += 8) {
        accumulate8x1(x, xo, at, rows, r, positions, dy, yo + j, dw, wo + j, width);
      }
    }
  }

  private static void accumulate4x2(
      float[] x,
      int xo,
      Paths at,
      int[] rows,
      int r,
      int positions,
      float[] dy,
      int yo,
      float[] dw,
      int wo,
      int width) {
    int last = rows.length - 1;
    int r1 = Math.min(r + 1, last);
    int r2 = Math.min(r + 2, last);
    int r3 = Math.min(r + 3, last);
    int x0 = xo + rows[r];
    int x1 = xo + rows[r1];
    int x2 = xo + rows[r2];
    int x3 = xo + rows[r3];
    int w0 = wo + r * width;
    int w1 = wo + r1 * width;
    int w2 = wo + r2 * width;
    int w3 = wo + r3 * width;
    FloatVector d00 = FloatVector.fromArray(S, dw, w0);
    FloatVector d01 = FloatVector.fromArray(S, dw, w0 + LANES);
    FloatVector d10 = FloatVector.fromArray(S, dw, w1);
    FloatVector d11 = FloatVector.fromArray(S, dw, w1 + LANES);
    FloatVector d20 = FloatVector.fromArray(S, dw, w2);
    FloatVector d21 = FloatVector.fromArray(S, dw, w2 + LANES);
    FloatVector d30 = FloatVector.fromArray(S, dw, w3);
    FloatVector d31 = FloatVector.fromArray(S, dw, w3 + LANES);
    int[] in = at.in;
    int[] out = at.out;
    for (int t = 0; t < positions; t++) {
      FloatVector dy0 = FloatVector.fromArray(S, dy, yo + out[t]);
      FloatVector dy1 = FloatVector.fromArray(S, dy, yo + out[t] + LANES);
      FloatVector v0 = FloatVector.broadcast(S, x[x0 + in[t]]);
      d00 = v0.fma(dy0, d00);
      d01 = v0.fma(dy1, d01);
      FloatVector v1 = FloatVector.broadcast(S, x[x1 + in[t]]);
      d10 = v1.fma(dy0, d10);
      d11 = v1.fma(dy1, d11);
      FloatVector v2 = FloatVector.broadcast(S, x[x2 + in[t]]);
      d20 = v2.fma(dy0, d20);
      d21 = v2.fma(dy1, d21);
      FloatVector v3 = FloatVector.broadcast(S, x[x3 + in[t]]);
      d30 = v3.fma(dy0, d30);
      d31 = v3.fma(dy1, d31);
    }
    d00.intoArray(dw, w0);
    d01.intoArray(dw, w0 + LANES);
    d10.intoArray(dw, w1);
    d11.intoArray(dw, w1 + LANES);
    d20.intoArray(dw, w2);
    d21.intoArray(dw, w2 + LANES);
    d30.intoArray(dw, w3);
    d31.intoArray(dw, w3 + LANES);
  }

  private static void accumulate8x1(
      float[] x,
      int xo,
      Paths at,
      int[] rows,
      int r,
      int positions,
      float[] dy,
      int yo,
      float[] dw,
      int wo,
      int width) {
    int last = rows.length - 1;
    int r1 = Math.min(r + 1, last);
    int r2 = Math.min(r + 2, last);
    int r3 = Math.min(r + 3, last);
    int r4 = Math.min(r + 4, last);
    int r5 = Math.min(r + 5, last);
    int r6 = Math.min(r + 6, last);
    int r7 = Math.min(r + 7, last);
    FloatVector d0 = FloatVector.fromArray(S, dw, wo + r * width);
    FloatVector d1 = FloatVector.fromArray(S, dw, wo + r1 * width);
    FloatVector d2 = FloatVector.fromArray(S, dw, wo + r2 * width);
    FloatVector d3 = FloatVector.fromArray(S, dw, wo + r3 * width);
    FloatVector d4 = FloatVector.fromArray(S, dw, wo + r4 * width);
    FloatVector d5 = FloatVector.fromArray(S, dw, wo + r5 * width);
    FloatVector d6 = FloatVector.fromArray(S, dw, wo + r6 * width);
    FloatVector d7 = FloatVector.fromArray(S, dw, wo + r7 * width);
    int[] in = at.in;
    int[] out = at.out;
    for (int t = 0; t < positions; t++) {
      FloatVector dy0 = FloatVector.fromArray(S, dy, yo + out[t]);
      int from = xo + in[t];
      d0 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r]]), d0);
      d1 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r1]]), d1);
      d2 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r2]]), d2);
      d3 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r3]]), d3);
      d4 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r4]]), d4);
      d5 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r5]]), d5);
      d6 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r6]]), d6);
      d7 = dy0.fma(FloatVector.broadcast(S, x[from + rows[r7]]), d7);
    }
    d0.intoArray(dw, wo + r * width);
    d1.intoArray(dw, wo + r1 * width);
    d2.intoArray(dw, wo + r2 * width);
    d3.intoArray(dw, wo + r3 * width);
    d4.intoArray(dw, wo + r4 * width);
    d5.intoArray(dw, wo + r5 * width);
    d6.intoArray(dw, wo + r6 * width);
    d7.intoArray(dw, wo + r7 * width);
  }

  @Override
  public ChannelKernels channels() {
    return channels;
  }

  @Override
  public void addPixels(float[] a, int from, int pixels, int lanes, float[] sum) {
    for (int c = 0; c < lanes; c += LANES) {
      FloatVector s = FloatVector.fromArray(S, sum, c);
      for (int p = 0; p < pixels; p++) {
        s = s.add(FloatVector.fromArray(S, a, from + p * lanes + c));
      }
      s.intoArray(sum, c);
    }
  }

  // All lengths below are multiples of 8: rows of pixels with padded channels, or packed
  // parameters.
  @Override
  public void add(float[] a, float[] sum) {
    for (int i = 0; i < sum.length; i += LANES) {
      FloatVector.fromArray(S, sum, i).add(FloatVector.fromArray(S, a, i)).intoArray(sum, i);
    }
  }

  @Override
  public void relu(float[] x, int xo, float[] y, int yo, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.blend(0, v.compare(VectorOperators.LT, 0)).intoArray(y, yo + i);
    }
  }

  @Override
  public void reluGradient(
      float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length) {
    for (int i = 0; i < length; i += LANES) {
      VectorMask<Float> on = FloatVector.fromArray(S, y, yo + i).compare(VectorOperators.GT, 0);
      FloatVector.zero(S).blend(FloatVector.fromArray(S, dy, dyo + i), on).intoArray(dx, dxo + i);
    }
  }

  @Override
  public void max(float[] x, int xo, int[] window, float[] y, int yo, int lanes) {
    for (int c = 0; c < lanes; c += LANES) {
      FloatVector max = FloatVector.fromArray(S, x, xo + window[0] + c);
      for (int s = 1; s < window.length; s++) {
        FloatVector v = FloatVector.fromArray(S, x, xo + window[s] + c);
        max = max.blend(v, v.compare(VectorOperators.GT, max).or(v.test(VectorOperators.IS_NAN)));
      }
      max.intoArray(y, yo + c);
    }
  }

  @Override
  public void maxGradient(
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
      int lanes) {
    for (int c = 0; c < lanes; c += LANES) {
      FloatVector max = FloatVector.fromArray(S, y, yo + c);
      FloatVector rest = FloatVector.fromArray(S, dy, dyo + c);
      for (int s = 0; s < window.length; s++) {
        VectorMask<Float> first =
            FloatVector.fromArray(S, x, xo + window[s] + c).compare(VectorOperators.EQ, max);
        int at = dxo + dxWindow[s] + c;
        FloatVector.fromArray(S, dx, at)
            .add(FloatVector.zero(S).blend(rest, first))
            .intoArray(dx, at);
        rest = rest.blend(0, first);
      }
    }
  }
}
