package tilde.random;

/**
 * Random numbers without a stream: each is a hash of a key and a counter, so that a draw does not
 * depend on what was drawn before it, by whom, or on which thread.
 *
 * <p>A key is an immutable value made from a seed and any number of further longs, for example
 * {@code Keyed.of(seed).key(epoch).key(sample)}. Every method that takes a {@code counter} hashes
 * just that counter: equal counters give dependent draws, so give each purpose a key of its own.
 *
 * <p>The bits are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014, with the constants of David Stafford's variant 13, as in {@link
 * java.util.SplittableRandom}): counter {@code c} gives the draw number {@code c} of the stream
 * seeded with the key. Sub-keys are mixed by another function, the 64-bit finaliser of MurmurHash3
 * (Austin Appleby), so that keys and bits never mirror each other. Only integer arithmetic and
 * {@link StrictMath} are used: the bits are equal on every JDK.
 *
 * @param state the mixed key
 */
public record Keyed(long state) {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L; // 2^64 / golden ratio, odd
  private static final long SILVER = 0xd1342543de82ef95L; // another odd multiplier, for sub-keys

  /** The key of a seed; different seeds give different keys. */
  public static Keyed of(long seed) {
    return new Keyed(murmur3(seed + GOLDEN));
  }

  /**
   * A key derived from this one, such as that of an epoch, a sample or a layer; different indices
   * give different keys, and the order of several matters.
   */
  public Keyed key(long index) {
    return new Keyed(murmur3(state + SILVER * (index + 1)));
  }

  /** 64 random bits. */
  public long bits(long counter) {
    return stafford13(state + GOLDEN * (counter + 1));
  }

  /** A number in [0, 1), one of the 2^24 multiples of 2^-24. */
  public float uniform(long counter) {
    return (bits(counter) >>> 40) * 0x1p-24f;
  }

  /** A number in [0, 1), one of the 2^53 multiples of 2^-53. */
  public double uniformDouble(long counter) {
    return (bits(counter) >>> 11) * 0x1p-53;
  }

  /** A draw of the normal distribution of mean 0 and variance 1 by Box and Muller; at most 8.6. */
  public float normal(long counter) {
    long bits = bits(counter);
    double radius = ((bits >>> 11) + 1) * 0x1p-53; // in (0, 1]: the logarithm stays finite
    double angle = (murmur3(bits) >>> 11) * 0x1p-53;
    return (float)
        (StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle));
  }

  /**
   * A whole number in [0, bound) by Lemire's multiply-high; no value is likelier than another by
   * more than 2^-32 of its share.
   *
   * @throws IllegalArgumentException when {@code bound} is not positive
   */
  public int below(long counter, int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "a random number below " + bound + " does not exist: the bound must be at least 1");
    }
    // 63 random bits times the bound, of which the product's bits from 2^63 upwards are kept.
    return (int) Math.multiplyHigh(bits(counter) >>> 1, (long) bound << 1);
  }

  /**
   * The numbers 0 to n-1 in random order, by Fisher and Yates with counters 1 to n-1.
   *
   * @throws IllegalArgumentException when {@code n} is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "a permutation of " + n + " things does not exist: the count must be at least 0");
    }
    int[] order = new int[n];
    for (int i = 1; i < n; i++) {
      int j = below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long stafford13(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static long murmur3(long z) {
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
