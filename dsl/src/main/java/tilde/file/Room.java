package tilde.file;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether numbers fit into an array and into the memory of this Java. */
public final class Room {
  /** The most elements of an array. */
  public static final int LONGEST = Integer.MAX_VALUE - 8;

  private Room() {}

  /**
   * The size of a float array, checked.
   *
   * @param file what the user calls the file
   * @param numbers how many it would hold
   * @param fix what to do when it does not fit, such as "read it with stream()"
   */
  public static int floats(String file, long numbers, String fix) {
    return floats(file, numbers, fix, Runtime.getRuntime().maxMemory());
  }

  static int floats(String file, long numbers, String fix, long memory) {
    if (numbers > LONGEST || numbers * Float.BYTES > memory) {
      throw FileFormatException.of(
          file,
          "expected at most %s numbers, which an array and the memory of this Java hold, got %s: %s"
              .formatted(
                  String.format(Locale.ROOT, "%,d", Math.min(LONGEST, memory / Float.BYTES)),
                  String.format(Locale.ROOT, "%,d", numbers),
                  fix));
    }
    return (int) numbers;
  }

  /**
   * Reads what may need more memory than there is, though every size in the file was sound: packed
   * data, or many parts that each would fit.
   *
   * @param fix what to do then
   */
  public static <T> T within(String file, String fix, Supplier<T> read) {
    try {
      return read.get();
    } catch (OutOfMemoryError full) {
      throw FileFormatException.of(
          file,
          "expected no more than fits into the memory of this Java, %s MB, got more: %s"
              .formatted(Runtime.getRuntime().maxMemory() >> 20, fix),
          full);
    }
  }

  /**
   * The product of sizes, checked for each and for overflow.
   *
   * @param where makes the error of a problem
   */
  public static long product(Function<String, FileFormatException> where, long... sizes) {
    long product = 1;
    boolean empty = false;
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw where.apply("expected sizes from 0 to 2147483647, got " + size);
      }
      empty |= size == 0;
      if (product > Long.MAX_VALUE / Math.max(size, 1)) {
        throw where.apply("expected sizes whose product is below 2^63, got larger ones");
      }
      product *= Math.max(size, 1);
    }
    return empty ? 0 : product;
  }
}
