package tilde.array;

/**
 * The sizes of one convolution: the sample it reads, its filters and how they move (MATH.md,
 * "Channels, filters, batch, stride s, dilation d").
 *
 * @param in the shape of one input image
 * @param padding zeros around the input: top, bottom, left, right
 */
public record ConvGeometry(
    Shape in, int filters, int kh, int kw, int stride, int dilation, Border padding) {

  /** Rows of the output, {@code He}; below 1 when the kernel does not fit. */
  public int outHeight() {
    return positions(in.height(), padding.top() + padding.bottom(), kh);
  }

  /** Columns of the output, {@code Wf}; below 1 when the kernel does not fit. */
  public int outWidth() {
    return positions(in.width(), padding.left() + padding.right(), kw);
  }

  private int positions(int size, int zeros, int kernel) {
    return Math.floorDiv(size + zeros - dilation * (kernel - 1) - 1, stride) + 1;
  }

  /** The shape of one output image. */
  public Shape out() {
    return Shape.of(filters, outHeight(), outWidth());
  }

  /** Row of x under row {@code u} of the flipped kernel at output row {@code e}. */
  int row(int e, int u) {
    return stride * e - padding.top() + dilation * (kh - 1 - u);
  }

  /** Column of x under column {@code v} of the flipped kernel at output column {@code f}. */
  int column(int f, int v) {
    return stride * f - padding.left() + dilation * (kw - 1 - v);
  }

  /** How far the forward pass reads beyond x. */
  public Border readsBeyondInput() {
    return new Border(
        Math.max(0, -row(0, kh - 1)),
        Math.max(0, row(outHeight() - 1, 0) - (in.height() - 1)),
        Math.max(0, -column(0, kw - 1)),
        Math.max(0, column(outWidth() - 1, 0) - (in.width() - 1)));
  }

  /** How far dL/dx reads beyond dL/dy. */
  public Border readsBeyondGradient() {
    int first = Math.floorDiv(padding.top() - dilation * (kh - 1), stride);
    int last = Math.floorDiv(in.height() - 1 + padding.top(), stride);
    int firstColumn = Math.floorDiv(padding.left() - dilation * (kw - 1), stride);
    int lastColumn = Math.floorDiv(in.width() - 1 + padding.left(), stride);
    return new Border(
        Math.max(0, -first),
        Math.max(0, last - (outHeight() - 1)),
        Math.max(0, -firstColumn),
        Math.max(0, lastColumn - (outWidth() - 1)));
  }

  /** Multiplications of the forward pass for one image. */
  public long multiplyAdds() {
    return (long) out().size() * in.channels() * kh * kw;
  }
}
