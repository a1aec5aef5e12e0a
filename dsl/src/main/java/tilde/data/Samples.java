package tilde.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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

  /**
   * The samples at {@code indices}, in that order; an index may come more than once.
   *
   * @throws IllegalArgumentException when there is no index, or one is outside the samples
   */
  public Samples pick(int... indices) {
    int size = sampleSize();
    float[] picked = new float[Math.multiplyExact(indices.length, size)];
    int[] pickedLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      int from = indices[i];
      if (from < 0 || from >= size()) {
        throw new IllegalArgumentException(
            "there is no sample %s: %s samples are numbered 0 to %s"
                .formatted(from, size(), size() - 1));
      }
      System.arraycopy(x, from * size, picked, i * size, size);
      pickedLabels[i] = labels[from];
    }
    return new Samples(picked, shape, pickedLabels, classNames);
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
    return size() + " samples of " + times(shape) + ", " + classNames.size() + " classes";
  }

  private static int checkedSize(List<Integer> shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "the shape of one sample is %s: each size must be at least 1".formatted(times(shape)));
      }
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "one sample of shape %s does not fit into an array: it may have at most %s numbers"
                .formatted(times(shape), Integer.MAX_VALUE));
      }
    }
    return (int) size;
  }

  private static void checkCounts(int numbers, int size, List<Integer> shape, int labels) {
    if (numbers == 0 && labels == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: expected at least one sample of %s; was everything filtered out?"
              .formatted(times(shape)));
    }
    if (numbers % size != 0) {
      throw new IllegalArgumentException(
          ("%s numbers do not make whole samples of %s (%s numbers each),"
                  + " %s are left over: check the shape")
              .formatted(numbers, times(shape), size, numbers % size));
    }
    if (numbers / size != labels) {
      throw new IllegalArgumentException(
          "got %s samples of %s but %s labels: give each sample exactly one label"
              .formatted(numbers / size, times(shape), labels));
    }
  }

  private static void checkLabels(int[] labels, List<String> classNames) {
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
        throw new IllegalArgumentException(
            ("sample %s holds %s at index %s of its %s numbers, expected finite numbers:"
                    + " repair or remove the sample")
                .formatted(i / size, x[i], i % size, size));
      }
    }
  }

  private static String times(List<Integer> shape) {
    return shape.isEmpty()
        ? "one number"
        : shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
