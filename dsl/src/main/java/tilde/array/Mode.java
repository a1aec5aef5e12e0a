package tilde.array;

/** Which part of the full convolution is kept (MATH.md, part A). */
public enum Mode {
  /** Where the kernel lies wholly inside. */
  VALID,
  /** As large as the input, cut at (kh-1)/2 rounded down. */
  SAME,
  /** The whole support, H+kh-1 rows. */
  FULL;

  /** The zeros around x that give this part. */
  public Border padding(int kh, int kw, int dilation) {
    int rows = dilation * (kh - 1);
    int columns = dilation * (kw - 1);
    return switch (this) {
      case VALID -> Border.NONE;
      case SAME -> new Border((rows + 1) / 2, rows / 2, (columns + 1) / 2, columns / 2);
      case FULL -> new Border(rows, rows, columns, columns);
    };
  }
}
