package tilde.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss of a training over its epochs. */
public final class LossCurve {
  static final int WIDTH = 720; // pixels
  static final int HEIGHT = 432;
  static final Color TRAINING = new Color(31, 119, 180);
  static final Color BATCHES = new Color(31, 119, 180, 80); // the same, faint
  static final Color VALIDATION = new Color(255, 127, 14);
  private static final int MARKED = 40; // markers of more points would hide their line

  private final String name;
  private final String notes; // what the title says about missing values
  private final int x0; // the x axis runs from here, where the first epoch begins
  private final int x1; // to here, where the last one ends
  private final Points batches;
  private final Points training;
  private final Points validation;

  /**
   * Losses and where they stand.
   *
   * @param x in epochs, rising: epoch e, counted from 1, begins at e - 1 and ends at e; (N)
   * @param y the loss at each x, which may be NaN or infinite; (N)
   */
  public record Curve(double[] x, double[] y) {
    /** No losses. */
    public static final Curve NONE = new Curve(new double[0], new double[0]);

    /**
     * Pairs positions with losses.
     *
     * @throws IllegalArgumentException for arrays of different lengths, or for an x that is not a
     *     number of epochs
     */
    public Curve {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "loss curve: expected as many positions as losses, got "
                + x.length
                + " positions and "
                + y.length
                + " losses: give the epoch at which each loss was met");
      }
      for (double at : x) {
        if (!(at >= 0 && at <= Integer.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "loss curve: expected positions from 0 to "
                  + Integer.MAX_VALUE
                  + " epochs, got "
                  + at
                  + ": the loss of epoch 3 stands at 3, of the batch in its middle at 2.5");
        }
      }
    }
  }

  private LossCurve(Curve batches, Curve training, Curve validation, String name) {
    this.name = name;
    this.batches = Points.of(batches);
    this.training = Points.of(training);
    this.validation = Points.of(validation);
    double[] x =
        Stream.of(batches, training, validation)
            .flatMapToDouble(c -> Arrays.stream(c.x()))
            .toArray();
    x0 = (int) Math.max(0, Math.ceil(Arrays.stream(x).min().orElse(1)) - 1);
    x1 = (int) Math.max(x0 + 1, Math.ceil(Arrays.stream(x).max().orElse(1)));
    notes = notes(all().mapToInt(Points::size).sum(), all().mapToInt(Points::leftOut).sum());
  }

  /**
   * Draws each batch faintly, and lines for the training and the validation loss of each epoch.
   *
   * <p>The x axis runs from the start of the first epoch with a loss to the end of the last. Values
   * that are not finite are left out and the title says so; what was not measured is not passed.
   *
   * @param batches the training loss of each batch
   * @param training the training loss of each epoch
   * @param validation the validation loss of each epoch that has one
   */
  public static Chart of(Curve batches, Curve training, Curve validation, String title) {
    LossCurve curve = new LossCurve(batches, training, validation, title);
    return new Chart(curve.line(), curve.text(), curve::paint);
  }

  private Stream<Points> all() {
    return Stream.of(batches, training, validation);
  }

  private boolean isEmpty() {
    return all().allMatch(points -> points.size() == 0);
  }

  private static String notes(int drawn, int leftOut) {
    String notes = drawn == 0 ? "nothing to draw" : drawn == 1 ? "a single value" : "";
    if (leftOut > 0) {
      notes += (notes.isEmpty() ? "" : ", ") + leftOut + " NaN or infinite left out";
    }
    return notes.isEmpty() ? "" : " (" + notes + ")";
  }

  private String title() {
    return Text.fit(name, notes, Text.COLUMNS);
  }

  private String line() {
    String end = notes;
    if (training.size() > 0) {
      end += ", training " + Text.number(training.last());
    } else if (batches.size() > 0) {
      end += ", last batch " + Text.number(batches.last());
    }
    if (validation.size() > 0) {
      end += ", validation " + Text.number(validation.last());
    }
    return Text.fit(name, end, Text.COLUMNS);
  }

  private String text() {
    if (isEmpty()) {
      return title(); // axes would need numbers, and there are none
    }
    // One braille line only: batches and epochs could not be told apart in it.
    boolean byEpoch = training.size() > 1 || batches.size() == 0;
    Points line = byEpoch ? training : batches;
    // Means hide how high the loss began, so the first batch is a dot of its own.
    Points first = byEpoch ? batches.first() : Points.NONE;
    Points means = byEpoch ? batches.means(x0, x1, TextPlot.WIDTH) : Points.NONE;
    TextPlot plot = new TextPlot(x0, x1, Range.of(Stream.of(line, validation, first, means)));
    plot.line(line);
    plot.marksBehind(first, '·');
    plot.marksBehind(means, '·');
    plot.marks(validation, '×');
    List<String> legend = new ArrayList<>();
    if (line.size() > 0) {
      String what = byEpoch ? "training " : "training, by batch ";
      legend.add("⠤⠒ " + what + Text.number(line.last()));
    }
    if (validation.size() > 0) {
      legend.add("× validation " + Text.number(validation.last()));
    }
    if (first.size() > 0) {
      legend.add("· batches, first " + Text.number(first.last()));
    }
    return title() + "\n" + plot.render("epoch") + "\n" + String.join("   ", legend);
  }

  private BufferedImage paint() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title())
            .xAxisTitle("epoch")
            .yAxisTitle("loss")
            .build();
    style(chart.getStyler());
    addUnseen(chart);
    // In this order, so that the batches lie behind.
    Color faint = training.size() > 0 ? BATCHES : TRAINING;
    add(chart, "training, each batch", batches.thinned(x0, x1, 2 * WIDTH), faint, 1f, false);
    add(chart, "training", training, TRAINING, 2.5f, true);
    add(chart, "validation", validation, VALIDATION, 2.5f, true);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = Pictures.graphics(image);
    chart.paint(g, WIDTH, HEIGHT);
    g.dispose();
    return image;
  }

  private void style(XYStyler styler) {
    Range y = Range.of(all());
    styler
        .setXAxisMin((double) x0)
        .setXAxisMax((double) x1)
        .setYAxisMin(y.from())
        .setYAxisMax(y.to());
    int epochs = x1 - x0;
    // Labels whole epochs only, unless there is just one.
    styler.setXAxisTickMarkSpacingHint(epochs == 1 ? 64 : Math.max(64, 2 * WIDTH / 3 / epochs));
    styler.setAxisTicksVisible(!isEmpty()).setPlotGridLinesVisible(!isEmpty());
    styler.setPlotMargin(0).setAxisTicksLineVisible(false);
    styler.setPlotGridLinesColor(new Color(225, 225, 225));
    styler.setAxisTitleFont(Pictures.font(Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(Pictures.font(Font.PLAIN, 12));
    styler.setLocale(Locale.ROOT);
    styler.setChartTitleFont(Pictures.font(Font.BOLD, 14));
    styler.setChartTitleBoxVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderColor(Color.GRAY);
    styler.setLegendFont(Pictures.font(Font.PLAIN, 12));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
  }

  private static void add(
      XYChart chart, String name, Points points, Color color, float width, boolean epochs) {
    if (points.size() == 0) {
      return;
    }
    XYSeries series = chart.addSeries(name, points.x(), points.y());
    series.setLineColor(color).setLineStyle(new BasicStroke(width));
    series.setMarkerColor(color);
    boolean marked = epochs ? points.size() <= MARKED : points.size() == 1;
    series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  /**
   * XChart needs a series for its axes, and labels each x if they are evenly spaced (its issue
   * 731): three uneven points without a line serve both.
   */
  private void addUnseen(XYChart chart) {
    double y = Range.of(all()).from();
    double[] x = {x0, x0 + (x1 - x0) / 3.0, x1};
    XYSeries unseen = chart.addSeries("axes", x, new double[] {y, y, y});
    unseen.setLineStyle(SeriesLines.NONE).setShowInLegend(false);
    unseen.setMarker(SeriesMarkers.NONE);
  }
}
