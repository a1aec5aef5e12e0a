package tilde.array;

import tilde.random.Keyed;

/** Values that drop to 0 by chance while the others grow, so that the mean stays. */
public final class Dropping {
  private static final int UNIFORM_BITS = 24;

  private final int number;

  /** What of 24 random bits is below this drops. */
  private final int threshold;

  private final int growth; // 1 / (1 - share), as the bits of a float

  /**
   * @param share the probability to drop
   * @param number of the layer in its network: each draws its own
   */
  public Dropping(double share, int number) {
    this.number = number;
    this.threshold = (int) Math.ceil(share * (1 << UNIFORM_BITS));
    this.growth = Float.floatToRawIntBits((float) (1 / (1 - share)));
  }

  /**
   * {@code to = from / (1 - share)}, or 0 for the values that drop.
   *
   * @param keys what each image draws from; null to let all values pass as they are
   */
  public void apply(Activations from, Keyed[] keys, Activations to) {
    if (keys == null) {
      Pointwise.copy(from, to);
      return;
    }
    for (int n = 0; n < from.count(); n++) {
      Keyed key = keys[n].key(number);
      for (int h = 0; h < from.layout.height; h++) {
        int source = n * from.layout.image + from.layout.offset(h, 0);
        int target = n * to.layout.image + to.layout.offset(h, 0);
        row(from, source, key, h, to, target);
      }
    }
  }

  private void row(Activations from, int source, Keyed key, int h, Activations to, int target) {
    Layout at = from.layout;
    int channels = at.shape().channels();
    for (int w = 0; w < at.width; w++) {
      for (int c = 0; c < channels; c++) {
        // Counted row-major, channel first, so that no layout decides what drops.
        long counter = ((long) c * at.height + h) * at.width + w;
        int drawn = (int) (key.bits(counter) >>> (Long.SIZE - UNIFORM_BITS));
        // A branch would be guessed wrong half of the time: all bits are kept or none.
        int kept = threshold - 1 - drawn >> (Integer.SIZE - 1);
        float factor = Float.intBitsToFloat(growth & kept);
        to.data[target + w * at.lanes + c] = from.data[source + w * at.lanes + c] * factor;
      }
    }
  }
}
