package tilde.data;

import java.util.List;
import java.util.stream.Collectors;

/** How many numbers samples have. */
final class Sizes {
  private Sizes() {}

  /** The numbers of one sample. */
  static int product(List<Integer> shape) {
    int product = 1;
    for (int size : shape) {
      product *= size;
    }
    return product;
  }

  /**
   * The numbers of all samples together.
   *
   * @throws IllegalArgumentException when no array can hold so many
   */
  static int total(long count, List<Integer> shape) {
    long numbers = Math.multiplyExact(count, (long) product(shape));
    if (numbers > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          ("%s samples of %s do not fit into one array, which holds at most %s numbers: take fewer,"
                  + " or go through them batch by batch, as batches(32) and training do")
              .formatted(count, times(shape), Integer.MAX_VALUE));
    }
    return (int) numbers;
  }

  static String times(List<Integer> shape) {
    return shape.isEmpty()
        ? "one number"
        : shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
