package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.layer.Conv;
import tilde.layer.Layer;
import tilde.layer.Padding;

/** A network that ends with a convolution, which can still be refined. */
public final class ConvStep extends Net {
  ConvStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  private ConvStep with(UnaryOperator<Conv> change) {
    return new ConvStep(input(), refined(Conv.class, change));
  }

  /** With this many filters, the channels of the output; 8 unless said. */
  public ConvStep filters(int count) {
    return with(
        c -> new Conv(c.kh(), c.kw(), count, c.stride(), c.dilation(), c.padding(), c.bias()));
  }

  /** With the window moving by {@code step} pixels; 1 unless said. */
  public ConvStep stride(int step) {
    return with(
        c -> new Conv(c.kh(), c.kw(), c.filters(), step, c.dilation(), c.padding(), c.bias()));
  }

  /** With {@code step} pixels from one value of the kernel to the next; 1 unless said. */
  public ConvStep dilation(int step) {
    return with(
        c -> new Conv(c.kh(), c.kw(), c.filters(), c.stride(), step, c.padding(), c.bias()));
  }

  /** Only where the kernel lies wholly inside the image, the default. */
  public ConvStep valid() {
    return padded(new Padding.Part(Mode.VALID));
  }

  /** Padded so that with stride 1 the output is as large as the input. */
  public ConvStep same() {
    return padded(new Padding.Part(Mode.SAME));
  }

  /** Padded so that the whole support of the convolution comes out. */
  public ConvStep full() {
    return padded(new Padding.Part(Mode.FULL));
  }

  /** With this many rows and columns of zeros on all four sides. */
  public ConvStep padding(int all) {
    return padding(all, all, all, all);
  }

  /** With these numbers of rows and columns of zeros. */
  public ConvStep padding(int top, int bottom, int left, int right) {
    return padded(new Padding.Explicit(new Border(top, bottom, left, right)));
  }

  private ConvStep padded(Padding padding) {
    return with(
        c -> new Conv(c.kh(), c.kw(), c.filters(), c.stride(), c.dilation(), padding, c.bias()));
  }

  /** Without a bias. */
  public ConvStep noBias() {
    return with(
        c -> new Conv(c.kh(), c.kw(), c.filters(), c.stride(), c.dilation(), c.padding(), false));
  }
}
