package tilde.onnx;

import tilde.Net;
import tilde.array.Border;
import tilde.array.Shape;
import tilde.layer.Conv;
import tilde.layer.Dense;
import tilde.layer.Layer;
import tilde.layer.Window;

/** Compares the layer beside a body with the one that a residual layer has there. */
final class Projections {
  private Projections() {}

  /** Whether the only layer of {@code found} does what {@code expected} does. */
  static boolean isThat(Conv expected, Net found, Shape in) {
    Layer layer = found.layers().get(0);
    if (layer instanceof Dense dense) {
      return !in.isImage() && dense.units() == expected.filters();
    }
    if (!(layer instanceof Conv conv) || conv.filters() != expected.filters()) {
      return false;
    }
    Window window = conv.window();
    return window.kh() == 1
        && window.kw() == 1
        && window.padding().around(1, 1, 1).equals(Border.NONE)
        && (window.stride() == expected.window().stride() || in.height() == 1 && in.width() == 1);
  }
}
