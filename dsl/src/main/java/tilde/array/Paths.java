package tilde.array;

/**
 * The addresses of a linear map: at each position {@code t} it reads the values {@code x[in[t] +
 * segments[s] + k]}, {@code k < length}, which meet row {@code s length + k} of its matrix, and it
 * writes at {@code out[t]}.
 */
final class Paths {
  final int[] in;
  final int[] out;
  final int[] segments;
  final int length;

  /** What is read for each row of the matrix, relative to {@code in[t]}. */
  final int[] rows;

  /** Segments that follow each other in memory are joined, so that inner loops are long. */
  Paths(int[] in, int[] out, int[] segments, int length) {
    int run = joinable(segments, length);
    this.in = in;
    this.out = out;
    this.length = run * length;
    this.segments = new int[segments.length / run];
    this.rows = new int[segments.length * length];
    for (int s = 0; s < this.segments.length; s++) {
      this.segments[s] = segments[s * run];
      for (int k = 0; k < this.length; k++) {
        rows[s * this.length + k] = this.segments[s] + k;
      }
    }
  }

  /**
   * The windows of a convolution: for each pixel of y what its kernel meets in x, tap after tap in
   * the order of memory.
   *
   * @param length how many values each tap reads
   */
  static Paths sliding(ConvGeometry g, Layout x, Layout y, int length) {
    int[] in = new int[g.outHeight() * g.outWidth()];
    int[] out = new int[in.length];
    for (int t = 0; t < in.length; t++) {
      int e = t / g.outWidth();
      int f = t % g.outWidth();
      in[t] = x.offset(g.row(e, g.kh() - 1), g.column(f, g.kw() - 1));
      out[t] = y.offset(e, f);
    }
    int[] taps = new int[g.kh() * g.kw()];
    for (int s = 0; s < taps.length; s++) {
      taps[s] = g.dilation() * (s / g.kw() * x.row + s % g.kw() * x.lanes);
    }
    return new Paths(in, out, taps, length);
  }

  private static int joinable(int[] segments, int length) {
    int run = 1;
    while (run < segments.length && segments[run] == segments[run - 1] + length) {
      run++;
    }
    if (segments.length % run != 0) {
      return 1;
    }
    for (int s = 1; s < segments.length; s++) {
      if (s % run != 0 && segments[s] != segments[s - 1] + length) {
        return 1;
      }
    }
    return run;
  }
}
