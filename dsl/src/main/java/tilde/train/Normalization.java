package tilde.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tilde.array.Doubles;
import tilde.array.Shape;

/**
 * The mean and the standard deviation of each channel of some samples, or of each feature of
 * vectors. A model applies them to all that enters it: {@code (x - mean) / std}.
 *
 * @param mean (C)
 * @param std (C), of the samples themselves (divided by N); 1 for a channel that never changes
 */
public record Normalization(double[] mean, double[] std) {
  private static final int MOST_SHOWN = 4;

  public Normalization {
    mean = mean.clone();
    std = std.clone();
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "a normalization needs as many means as deviations, got %s and %s"
              .formatted(mean.length, std.length));
    }
    for (int c = 0; c < mean.length; c++) {
      if (!Double.isFinite(mean[c]) || !Double.isFinite(std[c]) || std[c] <= 0) {
        throw new IllegalArgumentException(
            ("channel %s has mean %s and standard deviation %s, expected finite numbers and a"
                    + " deviation above 0: give a channel that never changes 1")
                .formatted(c, mean[c], std[c]));
      }
    }
  }

  /**
   * The statistics of these samples. Each is read once; the means and sums of squares of the
   * samples are merged in their order, in double (Chan, Golub and LeVeque, "Updating formulae and a
   * pairwise algorithm for computing sample variances", 1979).
   */
  public static Normalization of(Examples data) {
    Shape shape = data.shape();
    int channels = shape.channels();
    int plane = shape.size() / channels;
    double[] mean = new double[channels];
    double[] squares = new double[channels]; // of the distances from the mean
    float[] x = new float[shape.size()];
    for (int n = 0; n < data.size(); n++) {
      data.read(n, x, 0);
      for (int c = 0; c < channels; c++) {
        double own = mean(x, c * plane, plane);
        double distance = own - mean[c];
        mean[c] += distance / (n + 1);
        squares[c] += squares(x, c * plane, plane, own);
        squares[c] += distance * distance * plane * n / (n + 1);
      }
    }
    double[] std = new double[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = StrictMath.sqrt(squares[c] / ((double) data.size() * plane));
      std[c] = deviation == 0 ? 1 : deviation;
    }
    return new Normalization(mean, std);
  }

  private static double mean(float[] x, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += x[i];
    }
    return sum / length;
  }

  private static double squares(float[] x, int from, int length, double mean) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += (x[i] - mean) * (x[i] - mean);
    }
    return sum;
  }

  @Override
  public double[] mean() {
    return mean.clone();
  }

  @Override
  public double[] std() {
    return std.clone();
  }

  /** Checks that a model already trained with those statistics, or with none, may get these. */
  void checkKnown(Optional<Normalization> known) {
    if (!Optional.of(this).equals(known)) {
      throw new IllegalArgumentException(
          "the data is to be normalised by "
              + this
              + ", but this model was first trained with "
              + known.map(Normalization::toString).orElse("data that was not normalised")
              + ": pass the data without normalize(), "
              + (known.isPresent() ? "the model applies its own" : "as in that training"));
    }
  }

  /** Checks that there is a mean and a deviation for each channel of such samples. */
  public void checkChannels(Shape samples) {
    if (mean.length != samples.channels()) {
      throw new IllegalArgumentException(
          "the model takes samples of "
              + samples.channels()
              + " channels, got statistics of "
              + mean.length
              + ": take those of a model or dataset for such samples");
    }
  }

  /** Normalises the {@code size} numbers of the sample that begins at {@code at}. */
  void apply(float[] x, int at, int size) {
    int plane = size / mean.length;
    for (int c = 0; c < mean.length; c++) {
      for (int i = at + c * plane; i < at + (c + 1) * plane; i++) {
        x[i] = (float) ((x[i] - mean[c]) / std[c]);
      }
    }
  }

  /** What the loss changes by the raw samples, of what it changes by the normalised ones. */
  void chain(float[] dx, int size) {
    int plane = size / mean.length;
    for (int i = 0; i < dx.length; i++) {
      dx[i] = (float) (dx[i] / std[i / plane % std.length]);
    }
  }

  /** A batch (N, channels, ...), normalised in double precision. */
  public Doubles apply(Doubles x) {
    Doubles normalised = x.copy();
    int plane = x.length() / (x.size(0) * mean.length);
    for (int i = 0; i < x.length(); i++) {
      int c = i / plane % mean.length;
      normalised.set(i, (x.get(i) - mean[c]) / std[c]);
    }
    return normalised;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalization that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  /** Such as {@code mean (0.48, 0.45), std (0.22, 0.23)}. */
  @Override
  public String toString() {
    return "mean " + text(mean) + ", std " + text(std);
  }

  private static String text(double... values) {
    return Arrays.stream(values)
        .limit(MOST_SHOWN)
        .mapToObj(value -> String.format(Locale.ROOT, "%.4g", value))
        .collect(Collectors.joining(", ", "(", values.length > MOST_SHOWN ? ", ...)" : ")"));
  }
}
