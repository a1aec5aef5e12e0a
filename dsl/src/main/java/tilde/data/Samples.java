package tilde.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Labelled samples of one shape, checked when they enter: one finite number for each element, one
 * label in range for each sample.
 *
 * <p>The numbers in {@code x} are shared, not copied, because they may fill most of the memory:
 * whoever hands them over or asks for them must not change them. Labels are copied.
 *
 * @param x all samples one after the other, row-major, such as (N,1,8,8); only to be read
 * @param shape the shape of one sample, such as (1,8,8)
 * @param labels the class of each sample, an index into the class names
 * @param classNames what the classes are called, in the order of their indices
 */
public record Samples(float[] x, List<Integer> shape, int[] labels, List<String> classNames) {

  /**
   * @throws IllegalArgumentException when there is no sample, a count does not fit the others, a
   *     label is outside the classes or a number is NaN or infinite; the message names the sample
   */
  public Samples {
    Objects.requireNonNull(x, "x");
    shape = List.copyOf(shape);
    labels = labels.clone();
    classNames = List.copyOf(classNames);
    int size = checkedSize(shape);
    checkCounts(x.length, size, shape, labels.length);
    checkLabels(labels, classNames);
    checkFinite(x, size);
  }

  /** Class names "0", "1", ... for classes that have none. */
  public static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /** The number of samples, at least 1. */
  public int size() {
    return labels.length;
  }

  /** How many numbers one sample has. */
  public int sampleSize() {
    return x.length / labels.length;
  }

  /** A copy of the labels, (N). */
  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples that
        && shape.equals(that.shape)
        && classNames.equals(that.classNames)
        && Arrays.equals(labels, that.labels)
        && Arrays.equals(x, that.x);
  }

  @Override
  public int hashCode() {
    return Objects.hash(shape, classNames, Arrays.hashCode(labels), Arrays.hashCode(x));
  }

  /** Counts only, such as {@code 1797 samples of 1x8x8, 10 classes}. */
  @Override
  public String toString() {
    return size() + " samples of " + Sizes.times(shape) + ", " + classNames.size() + " classes";
  }

  private static int checkedSize(List<Integer> shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "the shape of one sample is %s: each size must be at least 1"
                .formatted(Sizes.times(shape)));
      }
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "one sample of shape %s does not fit into an array: it may have at most %s numbers"
                .formatted(Sizes.times(shape), Integer.MAX_VALUE));
      }
    }
    return (int) size;
  }

  private static void checkCounts(int numbers, int size, List<Integer> shape, int labels) {
    if (numbers == 0 && labels == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: expected at least one sample of %s; was everything filtered out?"
              .formatted(Sizes.times(shape)));
    }
    if (numbers % size != 0) {
      throw new IllegalArgumentException(
          ("%s numbers do not make whole samples of %s (%s numbers each),"
                  + " %s are left over: check the shape")
              .formatted(numbers, Sizes.times(shape), size, numbers % size));
    }
    if (numbers / size != labels) {
      throw new IllegalArgumentException(
          "got %s samples of %s but %s labels: give each sample exactly one label"
              .formatted(numbers / size, Sizes.times(shape), labels));
    }
  }

  /**
   * Checks that each label is an index into the class names.
   *
   * @throws IllegalArgumentException naming the first sample for which it is not
   */
  public static void checkLabels(int[] labels, List<String> classNames) {
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0 || labels[n] >= classNames.size()) {
        throw new IllegalArgumentException(
            ("sample %s has label %s, expected 0 to %s because there are %s classes:"
                    + " count labels from 0, or name more classes")
                .formatted(n, labels[n], classNames.size() - 1, classNames.size()));
      }
    }
  }

  /**
   * Checks that there is no NaN and no infinite number.
   *
   * @param x samples one after the other
   * @param size how many numbers one sample has
   * @throws IllegalArgumentException naming the first sample that has one
   */
  public static void checkFinite(float[] x, int size) {
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw notFinite(i / size, i % size, size, x[i]);
      }
    }
  }

  /** Checks likewise the numbers of the one sample that has this number. */
  public static void checkFiniteSample(int sample, float... x) {
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw notFinite(sample, i, x.length, x[i]);
      }
    }
  }

  private static IllegalArgumentException notFinite(int sample, int index, int size, float value) {
    return new IllegalArgumentException(
        ("sample %s holds %s at index %s of its %s numbers, expected finite numbers:"
                + " repair or remove the sample")
            .formatted(sample, value, index, size));
  }
}
