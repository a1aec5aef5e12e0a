package tilde;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tilde.array.Border;
import tilde.array.Mode;
import tilde.array.Shape;
import tilde.layer.Layer;
import tilde.layer.Padding;
import tilde.layer.Window;

/**
 * A network that ends with some kind of convolution: the words that all of them share. The padding
 * of a transposed convolution is that of the convolution whose gradient it is.
 *
 * @param <S> the step that each word leads to
 */
public abstract sealed class WindowStep<S extends WindowStep<S>> extends Net
    permits ConvStep, DepthwiseConvStep, ConvTransposeStep {
  WindowStep(Optional<Shape> input, List<Layer> layers) {
    super(input, layers);
  }

  /** The network with the window of its last layer changed. */
  abstract S window(UnaryOperator<Window> change);

  /** With the window moving by {@code step} pixels; 1 unless said. */
  public S stride(int step) {
    return window(w -> w.withStride(step));
  }

  /** With {@code step} pixels from one value of the kernel to the next; 1 unless said. */
  public S dilation(int step) {
    return window(w -> w.withDilation(step));
  }

  /** Only where the kernel lies wholly inside the image, the default. */
  public S valid() {
    return padded(new Padding.Part(Mode.VALID));
  }

  /** Padded so that with stride 1 the output is as large as the input. */
  public S same() {
    return padded(new Padding.Part(Mode.SAME));
  }

  /** Padded so that the whole support of the convolution comes out. */
  public S full() {
    return padded(new Padding.Part(Mode.FULL));
  }

  /** With this many rows and columns of zeros on all four sides. */
  public S padding(int all) {
    return padding(all, all, all, all);
  }

  /** With these numbers of rows and columns of zeros. */
  public S padding(int top, int bottom, int left, int right) {
    return padded(new Padding.Explicit(new Border(top, bottom, left, right)));
  }

  private S padded(Padding padding) {
    return window(w -> w.withPadding(padding));
  }
}
