package tilde.layer;

import tilde.array.Shape;

/** Checks of layer settings, so that all of them complain alike. */
final class Settings {
  private Settings() {}

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
}
