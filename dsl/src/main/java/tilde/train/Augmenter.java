package tilde.train;

import tilde.random.Keyed;

/**
 * What training does to samples as they enter, before they are normalised. It draws anew in each
 * epoch, from (seed, epoch, sample) alone.
 *
 * @param mixup how samples are mixed at last; null for not at all
 */
public record Augmenter(Change change, Mixup mixup) {

  /** Changes one sample. */
  @FunctionalInterface
  public interface Change {
    /** Changes the sample that begins at {@code at} of {@code x}; safe for several threads. */
    void apply(Keyed key, float[] x, int at);
  }
}
