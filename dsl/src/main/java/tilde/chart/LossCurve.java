package tilde.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.stream.IntStream;
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
  private final String xLabel;
  private final double x1; // the x axis runs from 0 to here
  private final Points batches;
  private final Points training;
  private final Points validation;

  private LossCurve(double[] batchLoss, double[] epochLoss, double[] validationLoss, String name) {
    int epochs = Math.max(epochLoss.length, validationLoss.length);
    this.name = name;
    xLabel = epochs > 0 ? "epoch" : "batch";
    x1 = Math.max(1, epochs > 0 ? epochs : batchLoss.length);
    batches = Points.of(batchLoss, Math.max(1, batchLoss.length) / x1);
    training = Points.of(epochLoss, 1);
    validation = Points.of(validationLoss, 1);
    notes = notes(all().mapToInt(Points::size).sum(), all().mapToInt(Points::leftOut).sum());
  }

  /**
   * Draws each batch faintly, and lines for the training and the validation loss of each epoch.
   *
   * <p>Epoch e ends at x = e; the batches are spread evenly over the epochs, or stand at their own
   * number while no epoch has ended. Any array may be empty. Values that are not finite are left
   * out and the title says so.
   *
   * @param batchLoss the training loss of each batch
   * @param epochLoss the training loss of each epoch
   * @param validationLoss the validation loss of each epoch, or nothing
   */
  public static Chart of(
      float[] batchLoss, double[] epochLoss, double[] validationLoss, String title) {
    double[] batches =
        IntStream.range(0, batchLoss.length).mapToDouble(i -> batchLoss[i]).toArray();
    LossCurve curve = new LossCurve(batches, epochLoss, validationLoss, title);
    return new Chart(curve.line(), curve.text(), curve::paint);
  }

  private Stream<Points> all() {
    return Stream.of(batches, training, validation);
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
    // One braille line only: batches and epochs could not be told apart in it.
    boolean byEpoch = training.size() > 1 || batches.size() == 0;
    Points line = byEpoch ? training : batches;
    TextPlot plot = new TextPlot(x1, Range.of(Stream.of(line, validation)));
    plot.line(line);
    plot.marks(validation, '×');
    StringBuilder legend = new StringBuilder();
    if (line.size() > 0) {
      legend.append("⠤⠒ ").append(byEpoch ? "training " : "training, by batch ");
      legend.append(Text.number(line.last()));
    }
    if (validation.size() > 0) {
      legend.append(legend.isEmpty() ? "" : "   ");
      legend.append("× validation ").append(Text.number(validation.last()));
    }
    return title() + "\n" + plot.render(xLabel) + (legend.isEmpty() ? "" : "\n" + legend);
  }

  private BufferedImage paint() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title())
            .xAxisTitle(xLabel)
            .yAxisTitle("loss")
            .build();
    style(chart.getStyler());
    addUnseen(chart);
    // In this order, so that the batches lie behind.
    Color faint = training.size() > 0 ? BATCHES : TRAINING;
    add(chart, "training, each batch", batches.thinned(2 * WIDTH), faint, 1f, false);
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
    styler.setXAxisMin(0.0).setXAxisMax(x1).setYAxisMin(y.from()).setYAxisMax(y.to());
    styler.setXAxisTickMarkSpacingHint((int) Math.max(64, 0.66 * WIDTH / x1)); // whole epochs
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
    XYSeries unseen = chart.addSeries("axes", new double[] {0, x1 / 3, x1}, new double[] {y, y, y});
    unseen.setLineStyle(SeriesLines.NONE).setShowInLegend(false);
    unseen.setMarker(SeriesMarkers.NONE);
  }
}
