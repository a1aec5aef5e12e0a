package tilde.layer;

import tilde.array.Border;
import tilde.array.Mode;

/** The zeros around the input of a convolution. */
public sealed interface Padding {
  /** The zeros on each side, for a kernel of this size. */
  Border around(int kh, int kw, int dilation);

  /** The call of the DSL that sets it; empty for the default. */
  String dsl();

  /** As many zeros as keep the valid, same or full part. */
  record Part(Mode mode) implements Padding {
    @Override
    public Border around(int kh, int kw, int dilation) {
      return mode.padding(kh, kw, dilation);
    }

    @Override
    public String dsl() {
      return switch (mode) {
        case VALID -> "";
        case SAME -> ".same()";
        case FULL -> ".full()";
      };
    }
  }

  /** Numbers of zeros given by hand. */
  record Explicit(Border zeros) implements Padding {
    @Override
    public Border around(int kh, int kw, int dilation) {
      return zeros;
    }

    @Override
    public String dsl() {
      return ".padding("
          + (zeros.top() + ", " + zeros.bottom() + ", " + zeros.left() + ", " + zeros.right())
          + ")";
    }
  }
}
