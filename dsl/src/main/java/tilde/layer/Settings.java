package tilde.layer;

import tilde.array.Shape;

/** Checks of layer settings, so that all of them complain alike. */
final class Settings {
  /** More than any image has pixels in a row, and small enough that products stay in an int. */
  private static final int MOST_PIXELS = 10_000;

  private Settings() {}

  static void pixels(String layer, String setting, int value) {
    atLeastOne(layer, setting, value);
    if (value > MOST_PIXELS) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at most " + MOST_PIXELS + ", got " + value);
    }
  }

  /** Checks the number of weights of a layer, which is an array of the engine. */
  static void weights(long count, Shape in) {
    if (count > Integer.MAX_VALUE / 2) {
      throw new ShapeMismatch(
          "would need "
              + count
              + " weights for "
              + in
              + ": make the input smaller first, e.g. with maxPool(2)");
    }
  }

  /** The shape of an output, which has to fit into an array of the engine. */
  static Shape output(int channels, long height, long width, Shape in) {
    if (height > Integer.MAX_VALUE
        || width > Integer.MAX_VALUE
        || (double) channels * height * width > Integer.MAX_VALUE / 8.0) {
      throw new ShapeMismatch(
          "would give an output of "
              + (channels + " x " + height + " x " + width + " for " + in)
              + ", which is too large: use fewer filters, less padding or a smaller stride");
    }
    return Shape.of(channels, (int) height, (int) width);
  }

  static void atLeastOne(String layer, String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          layer + ": " + setting + " must be at least 1, got " + value);
    }
  }

  static void image(Shape in) {
    if (!in.isImage()) {
      throw new ShapeMismatch(
          "needs (channels, height, width), got "
              + in
              + ": give it images, e.g. net(1, 28, 28), or put it before flatten and dense");
    }
  }

  /** A hint for images that seem to be (height, width, channels); else empty. */
  static String channelsLast(Shape in) {
    boolean last = in.width() <= 4 && in.channels() > 4 && in.height() > 4;
    return last ? "; if the channels are last, put them first: x.transpose(0, 3, 1, 2)" : "";
  }
}
