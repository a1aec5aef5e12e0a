package tilde.array;

/**
 * True convolution of two arrays of rank 2 (MATH.md, part A), as a layer with one image, one
 * channel and one filter would compute it: {@code y[e,f] = sum_a sum_b w[a,b] x[e-a, f-b]}.
 */
public final class ArrayConvolution {
  private ArrayConvolution() {}

  /**
   * A part of a convolution.
   *
   * @param values row-major, height x width
   */
  public record Result(float[] values, int height, int width) {}

  /**
   * The part of {@code x * w} that {@code mode} keeps: FULL the whole support, (xh+kh-1) x
   * (xw+kw-1); SAME as large as x, cut at (kh-1)/2 and (kw-1)/2 rounded down; VALID where the
   * smaller array lies wholly inside the larger one, whichever of the two that is.
   *
   * @param x row-major, xh x xw
   * @param w row-major, kh x kw
   * @throws IllegalArgumentException when a size is below 1 or does not fit the values, or for
   *     VALID when neither array contains the other
   */
  public static Result convolve(
      float[] x, int xh, int xw, float[] w, int kh, int kw, Mode mode, Engine engine) {
    check("conv", "x", x, xh, xw);
    check("conv", "w", w, kh, kw);
    if (mode != Mode.VALID || kh <= xh && kw <= xw) {
      return inside(x, xh, xw, w, kh, kw, mode, engine);
    }
    if (xh <= kh && xw <= kw) {
      return inside(w, kh, kw, x, xh, xw, mode, engine); // x * w = w * x
    }
    throw new IllegalArgumentException(
        ("conv: VALID slides the smaller array inside the larger, but neither of x %s and w %s"
                + " contains the other: use SAME or FULL, or pad one of them")
            .formatted(Sizes.text(xh, xw), Sizes.text(kh, kw)));
  }

  /**
   * {@link #convolve} with the flipped w: {@code y[e,f] = sum_a sum_b w[a,b] x[e+a, f+b]}, cut
   * alike. It is what other frameworks call convolution.
   */
  public static Result crossCorrelate(
      float[] x, int xh, int xw, float[] w, int kh, int kw, Mode mode, Engine engine) {
    check("crossCorrelation", "w", w, kh, kw);
    return convolve(x, xh, xw, Blocks.flipLastTwo(w, kh, kw), kh, kw, mode, engine);
  }

  private static Result inside(
      float[] x, int xh, int xw, float[] w, int kh, int kw, Mode mode, Engine engine) {
    ConvGeometry g =
        new ConvGeometry(Shape.of(1, xh, xw), 1, kh, kw, 1, 1, mode.padding(kh, kw, 1));
    Activations image = new Activations(Layout.ofInput(g.in(), g.readsBeyondInput()), 1);
    Activations y = new Activations(Layout.of(g.out(), Border.NONE), 1);
    Convolution convolution = new Convolution(g, engine, image.layout, y.layout, y.layout, null);
    image.read(0, x, 0);
    convolution.forward(image, convolution.packing().pack(w), new float[y.layout.lanes], y);
    float[] values = new float[g.out().size()];
    y.write(0, values, 0);
    return new Result(values, g.outHeight(), g.outWidth());
  }

  private static void check(String what, String name, float[] values, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "%s: %s has shape %s, both sizes must be at least 1"
              .formatted(what, name, Sizes.text(height, width)));
    }
    if (values.length != (long) height * width) {
      throw new IllegalArgumentException(
          "%s: %s of shape %s needs %d values, got %d"
              .formatted(
                  what, name, Sizes.text(height, width), (long) height * width, values.length));
    }
  }
}
