package tilde.data;

import java.util.List;
import tilde.random.Keyed;

/**
 * Adds to each number a normal one of its own; nothing is cut off.
 *
 * @param deviation of what is added, in the unit of the numbers
 */
record Noise(double deviation) implements ImageStep {
  Noise {
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          ("augment: noise expected a standard deviation above 0, got %s: for pixels in 0..1 a"
                  + " usual number is 0.05")
              .formatted(deviation));
    }
  }

  /** Any samples will do. */
  @Override
  public void check(List<Integer> shape) {}

  @Override
  public float[] apply(Keyed key, List<Integer> shape, float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (x[i] + deviation * key.normal(i));
    }
    return x;
  }

  @Override
  public String dsl() {
    return "noise(" + deviation + ")";
  }
}
