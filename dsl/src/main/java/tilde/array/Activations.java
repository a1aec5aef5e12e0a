package tilde.array;

/**
 * The activations, or their gradients, of some images in the engine's layout. The border and the
 * padded channels hold zeros from creation on; kernels write inside only.
 */
public final class Activations {
  final Layout layout;
  final float[] data;
  private final int capacity;
  private int count;

  /** Room for {@code capacity} images, all zero. */
  public Activations(Layout layout, int capacity) {
    this.layout = layout;
    this.capacity = capacity;
    this.count = capacity;
    long size = (long) layout.image * capacity + 2 * Layout.CHANNEL_STEP;
    if (size > Layout.MOST) {
      throw new IllegalArgumentException(
          "%d values of shape %s, with their padding, are more than an array can hold: make them"
                  .formatted(capacity, layout.shape())
              + " smaller first, e.g. with maxPool(2), or use batches of up to 8");
    }
    this.data = new float[(int) size];
  }

  /** The memory, in bytes, of the values of {@code capacity} images. */
  public static long bytes(Layout layout, int capacity) {
    return Float.BYTES * ((long) layout.image * capacity + 2 * Layout.CHANNEL_STEP);
  }

  /** The number of images in use. */
  public int count() {
    return count;
  }

  /** Uses the first {@code images} places from now on. */
  public void count(int images) {
    if (images < 0 || images > capacity) {
      throw new IllegalArgumentException("room for " + capacity + " images, asked for " + images);
    }
    count = images;
  }

  /** The shape of one image. */
  public Shape shape() {
    return layout.shape();
  }

  /** Copies image {@code from} of {@code nchw}, row-major (N, C, H, W), to place {@code n}. */
  public void read(int n, float[] nchw, int from) {
    int channels = shape().channels();
    int plane = layout.height * layout.width;
    int source = from * channels * plane;
    for (int h = 0; h < layout.height; h++) {
      int to = n * layout.image + layout.offset(h, 0);
      if (layout.lanes == 1) {
        System.arraycopy(nchw, source + h * layout.width, data, to, layout.width);
        continue;
      }
      for (int c = 0; c < channels; c++) {
        int at = source + c * plane + h * layout.width;
        for (int w = 0; w < layout.width; w++) {
          data[to + w * layout.lanes + c] = nchw[at + w];
        }
      }
    }
  }

  /**
   * Copies the image at place {@code n} to image {@code to} of {@code nchw}, row-major (N, C, H,
   * W).
   */
  public void write(int n, float[] nchw, int to) {
    int channels = shape().channels();
    int index = to * shape().size();
    for (int c = 0; c < channels; c++) {
      for (int h = 0; h < layout.height; h++) {
        int at = n * layout.image + layout.offset(h, 0) + c;
        for (int w = 0; w < layout.width; w++) {
          nchw[index++] = data[at + w * layout.lanes];
        }
      }
    }
  }

  /** Whether every value of the images in use is a number, neither NaN nor infinite. */
  public boolean isFinite() {
    for (int i = 0; i < count * layout.image; i++) {
      if (!Float.isFinite(data[i])) {
        return false;
      }
    }
    return true;
  }
}
