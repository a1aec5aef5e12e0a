package tilde.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a model is right as often as it says: samples sorted into bins by the probability of the
 * class it says, its confidence; bin i holds those above i/15 up to (i+1)/15.
 */
public record Calibration(List<Bin> bins) {
  private static final int BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Some samples of like confidence.
   *
   * @param confidence their mean probability of the class said; NaN without samples
   * @param accuracy the share of them that is right; NaN without samples
   */
  public record Bin(double confidence, double accuracy, int count) {}

  /**
   * @param confidences the probability of the class said, for each sample
   * @param right whether it is right
   */
  static Calibration of(double[] confidences, boolean[] right) {
    double[] sums = new double[BINS];
    int[] hits = new int[BINS];
    int[] counts = new int[BINS];
    for (int n = 0; n < confidences.length; n++) {
      int bin = Math.max(0, (int) Math.ceil(confidences[n] * BINS) - 1);
      sums[bin] += confidences[n];
      hits[bin] += right[n] ? 1 : 0;
      counts[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      bins.add(new Bin(sums[b] / counts[b], (double) hits[b] / counts[b], counts[b]));
    }
    return new Calibration(bins);
  }

  /** The expected calibration error: the mean of |accuracy - confidence| over all samples. */
  public double error() {
    double sum = 0;
    int samples = 0;
    for (Bin bin : bins) {
      if (bin.count > 0) {
        sum += bin.count * Math.abs(bin.accuracy - bin.confidence);
        samples += bin.count;
      }
    }
    return sum / samples;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "calibration error %.4f over %d bins", error(), bins.size());
  }
}
