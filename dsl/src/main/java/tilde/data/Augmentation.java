package tilde.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tilde.random.Keyed;

/**
 * Changes that make other samples of those there are, an immutable value: {@code
 * shift(2).rotate(10).noise(0.05)}. They happen in the order of the words, mixup last, and what
 * they draw comes from a key alone.
 */
public final class Augmentation {
  /** Nothing changes. */
  public static final Augmentation NONE = new Augmentation(List.of(), 0);

  private final List<ImageStep> steps;
  private final double mixup;

  private Augmentation(List<ImageStep> steps, double mixup) {
    this.steps = List.copyOf(steps);
    this.mixup = mixup;
  }

  private Augmentation and(ImageStep step) {
    List<ImageStep> more = new ArrayList<>(steps);
    more.add(step);
    return new Augmentation(more, mixup);
  }

  /** Then moves images by up to so many whole pixels up, down and to the sides. */
  public Augmentation shift(int pixels) {
    return shift(pixels, pixels);
  }

  /** Then moves images by up to so many rows up or down, and so many columns to the sides. */
  public Augmentation shift(int rows, int columns) {
    return and(new Shift("shift", rows, columns));
  }

  /** Then pads images by so many zeros on all sides, and cuts their size out again anywhere. */
  public Augmentation crop(int padding) {
    return and(new Shift("crop", padding, padding));
  }

  /** Then lets left and right of every other image change places. */
  public Augmentation flipHorizontal() {
    return and(new Flip(true));
  }

  /** Then lets top and bottom of every other image change places. */
  public Augmentation flipVertical() {
    return and(new Flip(false));
  }

  /** Then turns images about their centre, by up to so many degrees either way. */
  public Augmentation rotate(double degrees) {
    return and(new Rotate(degrees));
  }

  /** Then adds normal numbers of this standard deviation, in the unit of the samples. */
  public Augmentation noise(double deviation) {
    return and(new Noise(deviation));
  }

  /**
   * Mixes each sample at last with another one of its batch, and what a network should say for them
   * likewise; the share of the sample itself is drawn from the distribution Beta(alpha, alpha).
   */
  public Augmentation mixup(double alpha) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "augment: mixup expected an alpha above 0, got %s: a usual number is 0.2"
              .formatted(alpha));
    }
    return new Augmentation(steps, alpha);
  }

  /** These changes, then others; mixup stays last, with the alpha that was said later. */
  public Augmentation then(Augmentation others) {
    List<ImageStep> both = new ArrayList<>(steps);
    both.addAll(others.steps);
    return new Augmentation(both, others.mixup > 0 ? others.mixup : mixup);
  }

  /** The alpha of mixup; 0 where nothing is mixed. */
  public double mixup() {
    return mixup;
  }

  /**
   * Checks that samples of this shape can be changed so.
   *
   * @throws IllegalArgumentException if they cannot, naming the word
   */
  public void check(List<Integer> shape) {
    steps.forEach(step -> step.check(shape));
  }

  /** Changes the sample that begins at {@code at}, all but mixing. */
  public void apply(Keyed key, List<Integer> shape, float[] samples, int at) {
    if (steps.isEmpty()) {
      return;
    }
    float[] x = Arrays.copyOfRange(samples, at, at + Sizes.product(shape));
    for (int s = 0; s < steps.size(); s++) {
      x = steps.get(s).apply(key.key(s), shape, x);
    }
    System.arraycopy(x, 0, samples, at, x.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Augmentation that && steps.equals(that.steps) && mixup == that.mixup;
  }

  @Override
  public int hashCode() {
    return 31 * steps.hashCode() + Double.hashCode(mixup);
  }

  /** The words that make it. */
  @Override
  public String toString() {
    Stream<String> last = mixup > 0 ? Stream.of("mixup(" + mixup + ")") : Stream.empty();
    String words =
        Stream.concat(steps.stream().map(ImageStep::dsl), last).collect(Collectors.joining("."));
    return words.isEmpty() ? "nothing" : words;
  }
}
