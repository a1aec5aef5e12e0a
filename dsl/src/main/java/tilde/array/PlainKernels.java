package tilde.array;

/** The inner loops as plain Java: eight outputs at a time, so that their chains overlap. */
final class PlainKernels implements Kernels {
  private final ChannelKernels channels = new PlainChannelKernels();

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
    for (int t = 0; t < positions; t++) {
      for (int j = 0; j < width; j += 8) {
        multiply8(x, xo + at.in[t], at, w, wo + j, width, start, so + j, y, yo + at.out[t] + j);
      }
    }
  }

  private static void multiply8(
      float[] x,
      int xo,
      Paths at,
      float[] w,
      int wo,
      int width,
      float[] start,
      int so,
      float[] y,
      int yo) {
    float y0 = start[so];
    float y1 = start[so + 1];
    float y2 = start[so + 2];
    float y3 = start[so + 3];
    float y4 = start[so + 4];
    float y5 = start[so + 5];
    float y6 = start[so + 6];
    float y7 = start[so + 7];
    for (int segment : at.segments) {
      int from = xo + segment;
      for (int k = 0; k < at.length; k++, wo += width) {
        float v = x[from + k];
        y0 = Math.fma(v, w[wo], y0);
        y1 = Math.fma(v, w[wo + 1], y1);
        y2 = Math.fma(v, w[wo + 2], y2);
        y3 = Math.fma(v, w[wo + 3], y3);
        y4 = Math.fma(v, w[wo + 4], y4);
        y5 = Math.fma(v, w[wo + 5], y5);
        y6 = Math.fma(v, w[wo + 6], y6);
        y7 = Math.fma(v, w[wo + 7], y7);
      }
    }
    y[yo] = y0;
    y[yo + 1] = y1;
    y[yo + 2] = y2;
    y[yo + 3] = y3;
    y[yo + 4] = y4;
    y[yo + 5] = y5;
    y[yo + 6] = y6;
    y[yo + 7] = y7;
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
    for (int segment : at.segments) {
      for (int k = 0; k < at.length; k++, wo += width) {
        for (int j = 0; j < width; j += 8) {
          accumulate8(x, xo + segment + k, at, positions, dy, yo + j, dw, wo + j);
        }
      }
    }
  }

  private static void accumulate8(
      float[] x, int xo, Paths at, int positions, float[] dy, int yo, float[] dw, int wo) {
    float d0 = dw[wo];
    float d1 = dw[wo + 1];
    float d2 = dw[wo + 2];
    float d3 = dw[wo + 3];
    float d4 = dw[wo + 4];
    float d5 = dw[wo + 5];
    float d6 = dw[wo + 6];
    float d7 = dw[wo + 7];
    for (int t = 0; t < positions; t++) {
      float v = x[xo + at.in[t]];
      int from = yo + at.out[t];
      d0 = Math.fma(v, dy[from], d0);
      d1 = Math.fma(v, dy[from + 1], d1);
      d2 = Math.fma(v, dy[from + 2], d2);
      d3 = Math.fma(v, dy[from + 3], d3);
      d4 = Math.fma(v, dy[from + 4], d4);
      d5 = Math.fma(v, dy[from + 5], d5);
      d6 = Math.fma(v, dy[from + 6], d6);
      d7 = Math.fma(v, dy[from + 7], d7);
    }
    dw[wo] = d0;
    dw[wo + 1] = d1;
    dw[wo + 2] = d2;
    dw[wo + 3] = d3;
    dw[wo + 4] = d4;
    dw[wo + 5] = d5;
    dw[wo + 6] = d6;
    dw[wo + 7] = d7;
  }

  @Override
  public ChannelKernels channels() {
    return channels;
  }

  @Override
  public void addPixels(float[] a, int from, int pixels, int lanes, float[] sum) {
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < lanes; c++) {
        sum[c] += a[from + p * lanes + c];
      }
    }
  }

  @Override
  public void add(float[] a, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += a[i];
    }
  }

  @Override
  public void relu(float[] x, int xo, float[] y, int yo, int length) {
    for (int i = 0; i < length; i++) {
      float v = x[xo + i];
      y[yo + i] = v < 0 ? 0 : v;
    }
  }

  @Override
  public void reluGradient(
      float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length) {
    for (int i = 0; i < length; i++) {
      dx[dxo + i] = y[yo + i] > 0 ? dy[dyo + i] : 0;
    }
  }

  @Override
  public void max(float[] x, int xo, int[] window, float[] y, int yo, int lanes) {
    for (int c = 0; c < lanes; c++) {
      float max = x[xo + window[0] + c];
      for (int s = 1; s < window.length; s++) {
        float v = x[xo + window[s] + c];
        max = v > max || Float.isNaN(v) ? v : max;
      }
      y[yo + c] = max;
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
    for (int c = 0; c < lanes; c++) {
      float max = y[yo + c];
      for (int s = 0; s < window.length; s++) {
        if (x[xo + window[s] + c] == max) {
          dx[dxo + dxWindow[s] + c] += dy[dyo + c];
          break;
        }
      }
    }
  }
}
