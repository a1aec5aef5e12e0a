package tilde.array;

/**
 * Where the values of one image lie in memory: pixel after pixel with the channels innermost
 * (NHWC), the channels padded with zeros to full vectors and the image framed by a border of zeros,
 * so that no inner loop needs an edge case. Outside this package only its shape is known.
 */
public final class Layout {
  /**
   * Channels are padded to a multiple of this, whatever the vector width, so that sums never
   * differ.
   */
  static final int CHANNEL_STEP = 8;

  /** Some JVMs have no longer arrays. */
  static final int MOST = Integer.MAX_VALUE - 8;

  private final Shape shape;
  final int height;
  final int width;

  /** Channels including the padding. */
  final int lanes;

  final int row;
  final int image;
  private final int origin;

  private Layout(Shape shape, Border border, int lanes) {
    this.shape = shape;
    this.height = shape.height();
    this.width = shape.width();
    this.lanes = lanes;
    long values = (long) width + border.left() + border.right();
    values *= lanes;
    values *= (long) height + border.top() + border.bottom();
    if (values > MOST) {
      throw new IllegalArgumentException(
          "a value of shape %s, with its padding, is more than an array can hold: make it smaller"
                  .formatted(shape)
              + " first, e.g. with maxPool(2)");
    }
    this.row = (width + border.left() + border.right()) * lanes;
    this.image = (height + border.top() + border.bottom()) * row;
    this.origin = border.top() * row + border.left() * lanes;
  }

  /** The layout of what layers compute. */
  public static Layout of(Shape shape, Border border) {
    return new Layout(shape, border, padded(shape.channels()));
  }

  /**
   * The layout of images on their way into the first layer: no padded channels, which would be
   * copied.
   */
  public static Layout ofInput(Shape shape, Border border) {
    return new Layout(shape, border, shape.channels());
  }

  static int padded(int channels) {
    return (channels + CHANNEL_STEP - 1) / CHANNEL_STEP * CHANNEL_STEP;
  }

  /** The shape of one image. */
  public Shape shape() {
    return shape;
  }

  /** Offset of channel 0 of a pixel; border pixels have negative or too large indices. */
  int offset(int h, int w) {
    return origin + h * row + w * lanes;
  }
}
