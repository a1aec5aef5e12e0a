package tilde.data;

import java.util.List;
import tilde.random.Keyed;

/** One way to change a sample at random. What it draws comes from the key alone. */
interface ImageStep {
  /**
   * The numbers after the change.
   *
   * @param shape of the sample, (channels, height, width) unless this step takes all
   * @param x row-major; not to be used any more
   */
  float[] apply(Keyed key, List<Integer> shape, float[] x);

  /**
   * Checks that this step can change samples of this shape.
   *
   * @throws IllegalArgumentException if it cannot
   */
  default void check(List<Integer> shape) {
    if (shape.size() != 3) {
      throw new IllegalArgumentException(
          ("augment: %s needs images (channels, height, width), these samples have shape %s:"
                  + " leave it out, or reshape them")
              .formatted(dsl(), Sizes.times(shape)));
    }
  }

  /** The word of the DSL that makes this step, such as {@code shift(2)}. */
  String dsl();
}
