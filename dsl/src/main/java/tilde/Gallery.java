package tilde;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tilde.array.Shape;
import tilde.chart.Chart;
import tilde.chart.ImageGrid;
import tilde.data.Augmentation;
import tilde.loss.Targets;
import tilde.train.Batch;
import tilde.train.Examples;

/** The images of a dataset as they come out of it. */
final class Gallery {
  private static final int MOST_NUMBERS = 3; // of a target
  private static final double LEAST_SHARE = 0.005; // of a class that is named

  private Gallery() {}

  /**
   * @param changes what training does to the samples
   */
  static Chart of(Examples data, List<String> classNames, Augmentation changes, int count) {
    Shape shape = data.shape();
    if (count < 1 || count > data.size()) {
      throw new IllegalArgumentException(
          "expected 1 to "
              + data.size()
              + " samples to show, got "
              + count
              + ": this dataset has no more");
    }
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "show needs images (channels, height, width), these samples have shape "
              + shape
              + ": reshape them first, e.g. map(x -> x.reshape(1, 8, 8))");
    }
    Batch batch = Batch.first(data, count);
    List<String> labels =
        IntStream.range(0, count)
            .mapToObj(i -> label(batch.targets(), batch.target(i), classNames))
            .toList();
    int[] all = new int[] {count, shape.channels(), shape.height(), shape.width()};
    String title = count + " of " + data.size() + " samples";
    boolean asTheyAre = changes.equals(Augmentation.NONE);
    float[] given = Batch.first(data.augmentedBy(null), count).x();
    return ImageGrid.of(batch.x(), all, given, labels, title + (asTheyAre ? "" : ", " + changes));
  }

  private static String label(Targets targets, int n, List<String> classNames) {
    return switch (targets.kind()) {
      case LABELS -> classNames.get(targets.label(n));
      case DISTRIBUTIONS ->
          IntStream.range(0, targets.classes())
              .boxed()
              .filter(k -> targets.target(n, k) >= LEAST_SHARE)
              .sorted(Comparator.comparingDouble(k -> -targets.target(n, k)))
              .limit(2)
              .map(k -> share(targets.target(n, k), classNames.get(k)))
              .collect(Collectors.joining(", "));
      case VALUES ->
          IntStream.range(0, Math.min(MOST_NUMBERS, targets.classes()))
                  .mapToObj(k -> String.format(Locale.ROOT, "%.3g", targets.target(n, k)))
                  .collect(Collectors.joining(", "))
              + (targets.classes() > MOST_NUMBERS ? ", ..." : "");
    };
  }

  private static String share(float share, String name) {
    return share > 1 - LEAST_SHARE
        ? name
        : String.format(Locale.ROOT, "%.0f %% %s", 100 * share, name);
  }
}
