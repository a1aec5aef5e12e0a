package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tilde.chart.LossCurve.Curve;

class LossCurveTest {
  private static final Curve BATCHES = batches(4, 2.4, 1.8, 1.3, 0.9, 0.7, 0.4, 0.3, 0.2);
  private static final Curve EPOCHS = epochs(2.1, 1.1, 0.55, 0.25);
  private static final Curve VALIDATION = epochs(1.7, 0.9, 0.6, 0.5);
  private static final Curve NONE = Curve.NONE;
  private static final double NAN = Double.NaN;

  @Test
  void thePictureShowsBatchesTrainingAndValidation() throws IOException {
    BufferedImage all = picture(LossCurve.of(BATCHES, EPOCHS, VALIDATION, "Loss"));
    assertThat(all.getWidth()).isEqualTo(LossCurve.WIDTH);
    assertThat(all.getHeight()).isEqualTo(LossCurve.HEIGHT);
    assertThat(count(all, LossCurve.TRAINING.getRGB())).isGreaterThan(500);
    assertThat(count(all, LossCurve.VALIDATION.getRGB())).isGreaterThan(500);

    BufferedImage without = picture(LossCurve.of(BATCHES, EPOCHS, NONE, "Loss"));
    assertThat(count(without, LossCurve.TRAINING.getRGB())).isGreaterThan(500);
    assertThat(count(without, LossCurve.VALIDATION.getRGB())).isZero();

    BufferedImage epochs = picture(LossCurve.of(NONE, EPOCHS, NONE, "Loss"));
    assertThat(blue(epochs)).isLessThan(blue(without) - 200);
  }

  @Test
  void aFallingLossFallsInThePicture() throws IOException {
    BufferedImage image = picture(LossCurve.of(NONE, EPOCHS, NONE, ""));
    int first = firstRow(image, LossCurve.TRAINING.getRGB(), 0, LossCurve.WIDTH / 2);
    int last = firstRow(image, LossCurve.TRAINING.getRGB(), LossCurve.WIDTH - 60, LossCurve.WIDTH);
    assertThat(last - first).isGreaterThan(LossCurve.HEIGHT / 3);
  }

  /** The line falls from (1, 4) to (5, 0), a dot column being 5/119 wide and a dot row 4.2/47. */
  @Test
  void theTextIsAPlotWithAxes() {
    Curve training = epochs(4, 3, 2, 1, 0);
    Curve validation = epochs(3, 2, 1, 0.5, 0.25);
    String text = LossCurve.of(NONE, training, validation, "Straight").text();
    assertThat(text.replace('\u2800', ' '))
        .isEqualTo(
            """
            Straight
             4.2 ┤            ⠤⣀
                 │              ⠉⠒⠤⣀
                 │                  ⠉⠑⠢⢄⡀
                 │            ×         ⠈⠑⠢⢄⡀
                 │                          ⠈⠑⠢⢄⡀
                 │                              ⠈⠑⠢⢄⡀
            1.93 ┤                        ×         ⠈⠑⠢⢄⡀
                 │                                      ⠈⠑⠢⢄⣀
                 │                                           ⠉⠒⠤⣀
                 │                                   ×           ⠉⠑⠢⢄⡀
                 │                                               ×   ⠈⠑⠢⠤⣀
               0 ┤                                                        ⠉⠒⠤×
                 └────────────────────────────────────────────────────────────
                  0                          epoch                           5
            ⠤⠒ training 0   × validation 0.25\
            """);
  }

  @Test
  void theTextShowsWhereTheBatchesBegin() {
    Curve batches = batches(4, 2.3, 1.9, 1.5, 1.1, 0.8, 0.8, 0.8, 0.8);
    String text = LossCurve.of(batches, epochs(1.9, 1.1, 0.8, 0.8), NONE, "Loss").text();
    assertThat(text).contains("· batches, first 2.3");
    List<String> rows = text.lines().toList();
    assertThat(rows.get(1)).contains("·"); // the plot's top is just above 2.3
    assertThat(LossCurve.of(NONE, epochs(1.9, 1.1), NONE, "Loss").text()).doesNotContain("·");
  }

  /** 6000 batches: the column means are 1 as each column has as many of 0.5 as of 1.5. */
  @Test
  void manyBatchesAreTheirMeansInTheText() {
    double[] loss = new double[6000];
    Arrays.setAll(loss, i -> 0.5 + i % 2);
    loss[0] = 2.3;
    Points batches = Points.of(batches(3, loss));
    Points means = batches.means(0, 3, 60);
    assertThat(means.size()).isEqualTo(60);
    assertThat(means.x()).isSorted();
    assertThat(Arrays.stream(means.y()).skip(1)).allMatch(y -> Math.abs(y - 1) < 0.02);
    assertThat(batches.first().y()).containsExactly(2.3);
  }

  @Test
  void aContinuedTrainingShowsItsOwnEpochs() throws IOException {
    Curve epochs = new Curve(new double[] {3, 4}, new double[] {2, 1});
    Curve batches = new Curve(new double[] {2.5, 3, 3.5, 4}, new double[] {2.3, 1.7, 1.2, 0.8});
    Chart chart = LossCurve.of(batches, epochs, NONE, "Loss");
    assertThat(xAxis(chart)).matches(" +2 +epoch +4");
    BufferedImage image = picture(chart);
    int left = firstColumn(image, LossCurve.TRAINING.getRGB()); // the marker at 3, the middle
    assertThat(left).isBetween(LossCurve.WIDTH / 2 - 20, LossCurve.WIDTH / 2 + 60);
  }

  @Test
  void anEpochCountHasAllItsDigits() {
    Curve late = new Curve(new double[] {1233, 1234}, new double[] {2, 1});
    assertThat(xAxis(LossCurve.of(NONE, late, NONE, "Loss"))).matches(" +1232 +epoch +1234");
  }

  @Test
  void theTextFitsATerminal() {
    Curve huge = epochs(-3e38, 1.2345e38, -1e-30);
    String text = LossCurve.of(NONE, huge, huge, "x".repeat(200)).text();
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(text.lines()).hasSizeBetween(12, 20);
  }

  @Test
  void theLineTellsTheLastLosses() {
    assertThat(LossCurve.of(BATCHES, EPOCHS, VALIDATION, "Loss"))
        .hasToString("Loss, training 0.25, validation 0.5");
    assertThat(LossCurve.of(BATCHES, NONE, NONE, "Loss")).hasToString("Loss, last batch 0.2");
    assertThat(LossCurve.of(BATCHES, EPOCHS, VALIDATION, "x".repeat(90)).toString())
        .hasSize(80)
        .endsWith("x…, training 0.25, validation 0.5");
  }

  @Test
  void beforeTheFirstEpochEndsTheAxisIsInEpochsToo() throws IOException {
    Chart chart = LossCurve.of(batches(1, 2.3, 1.5, 0.2), NONE, NONE, "Loss");
    assertThat(chart.text()).contains("training, by batch 0.2");
    assertThat(xAxis(chart)).matches(" +0 +epoch +1");
    assertThat(blue(picture(chart))).isGreaterThan(300);
  }

  @Test
  void whatWasNotPassedIsNotCalledMissing() throws IOException {
    Curve lastEpoch = new Curve(new double[] {4}, new double[] {0.5});
    Chart chart = LossCurve.of(BATCHES, EPOCHS, lastEpoch, "Loss");
    assertTitle(chart, "Loss");
    assertThat(chart).hasToString("Loss, training 0.25, validation 0.5");
  }

  @Test
  void nothingHasNoNumbersAtItsAxes() throws IOException {
    Chart nothing = LossCurve.of(NONE, NONE, NONE, "Loss");
    assertThat(nothing.text()).isEqualTo("Loss (nothing to draw)");
    int ink = inkLeftOfThePlot(picture(nothing));
    assertThat(ink).isLessThan(inkLeftOfThePlot(picture(LossCurve.of(NONE, EPOCHS, NONE, "Loss"))));
  }

  @Test
  void theTitleSaysWhatIsMissing() throws IOException {
    assertTitle(LossCurve.of(NONE, NONE, NONE, "Loss"), "Loss (nothing to draw)");
    assertTitle(LossCurve.of(batches(1, 1), NONE, NONE, "Loss"), "Loss (a single value)");
    assertTitle(
        LossCurve.of(
            batches(2, 1, NAN, 2, Double.POSITIVE_INFINITY),
            epochs(1, NAN),
            epochs(1, 1e300),
            "Loss"),
        "Loss (4 NaN or infinite left out)");
    assertTitle(
        LossCurve.of(NONE, epochs(NAN, NAN), NONE, "Loss"),
        "Loss (nothing to draw, 2 NaN or infinite left out)");
    assertTitle(LossCurve.of(BATCHES, EPOCHS, VALIDATION, "Loss"), "Loss");
    assertTitle(
        LossCurve.of(BATCHES, epochs(NAN), NONE, "x".repeat(90)),
        "x".repeat(50) + "… (1 NaN or infinite left out)");
  }

  @Test
  void everyLossNeedsItsPlace() {
    assertThatThrownBy(() -> new Curve(new double[3], new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "loss curve: expected as many positions as losses, got 3 positions and 4 losses: give"
                + " the epoch at which each loss was met");
    for (double at : new double[] {-1, NAN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Curve(new double[] {1, at}, new double[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "loss curve: expected positions from 0 to 2147483647 epochs, got %s: the loss of"
                  + " epoch 3 stands at 3, of the batch in its middle at 2.5",
              at);
    }
  }

  @Test
  void constantAndTinyAndHugeLossesArePainted() throws IOException {
    for (double scale : new double[] {0.5, 0, -1, 1e-40, 3e38}) {
      Curve constant = epochs(scale, scale, scale);
      BufferedImage image = picture(LossCurve.of(batches(3, 1), constant, NONE, "constant"));
      assertThat(count(image, LossCurve.TRAINING.getRGB())).isGreaterThan(100);
      Curve rising = epochs(scale, scale * 0.5, -scale);
      assertThat(picture(LossCurve.of(NONE, rising, rising, ""))).isNotNull();
    }
  }

  @Test
  void aMillionBatchesKeepTheirExtremes() throws IOException {
    double[] loss = new double[1_000_000];
    Arrays.fill(loss, 1);
    loss[654_321] = 10;
    Curve batches = batches(4, loss);
    Points thinned = Points.of(batches).thinned(0, 4, 1000);
    assertThat(thinned.size()).isLessThanOrEqualTo(2002);
    assertThat(thinned.y()).contains(10);
    assertThat(thinned.x()).contains(654_322 * 4e-6).startsWith(4e-6).endsWith(4).isSorted();
    assertThat(picture(LossCurve.of(batches, EPOCHS, NONE, "long"))).isNotNull();
  }

  /** An epoch of large batches keeps them all beside one of very many small ones. */
  @Test
  void thinningGoesByPlaceNotByCount() {
    double[] x = new double[100_010];
    Arrays.setAll(x, i -> i < 100_000 ? (i + 1) / 1e5 : 1 + (i - 99_999) / 10.0);
    Points thinned = Points.of(new Curve(x, new double[x.length])).thinned(0, 2, 100);
    assertThat(thinned.x()).endsWith(1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2);
    assertThat(thinned.size()).isLessThanOrEqualTo(202);
  }

  @Property
  void anyNumbersHaveAText(
      @ForAll @Size(max = 50) double[] batches,
      @ForAll @Size(max = 10) double[] epochs,
      @ForAll @Size(max = 10) double[] validation,
      @ForAll @IntRange(max = Integer.MAX_VALUE - 10) int before,
      @ForAll String title) {
    Chart chart =
        LossCurve.of(
            later(before, batches(10, batches)),
            later(before, epochs(epochs)),
            epochs(validation),
            title);
    assertThat(chart.toString()).hasSizeLessThanOrEqualTo(80);
    assertThat(chart.text().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Property(tries = 60)
  void anyNumbersHaveAPicture(
      @ForAll @Size(max = 50) double[] batches,
      @ForAll @Size(max = 10) double[] epochs,
      @ForAll @Size(max = 10) double[] validation,
      @ForAll @IntRange(max = Integer.MAX_VALUE - 10) int before)
      throws IOException {
    Chart chart =
        LossCurve.of(
            later(before, batches(10, batches)),
            later(before, epochs(epochs)),
            epochs(validation),
            "any");
    assertThat(picture(chart).getWidth()).isEqualTo(LossCurve.WIDTH);
  }

  /** Losses of batches that fill so many epochs. */
  private static Curve batches(int epochs, double... loss) {
    double[] x = new double[loss.length];
    Arrays.setAll(x, i -> (double) epochs * (i + 1) / loss.length);
    return new Curve(x, loss);
  }

  private static Curve epochs(double... loss) {
    return new Curve(IntStream.rangeClosed(1, loss.length).asDoubleStream().toArray(), loss);
  }

  private static Curve later(int epochs, Curve curve) {
    return new Curve(Arrays.stream(curve.x()).map(x -> x + epochs).toArray(), curve.y());
  }

  private static String xAxis(Chart chart) {
    return chart.text().lines().filter(l -> l.contains("epoch")).findFirst().orElseThrow();
  }

  private static void assertTitle(Chart chart, String title) throws IOException {
    assertThat(chart.text().lines().findFirst()).hasValue(title);
    assertThat(picture(chart)).isNotNull();
  }

  private static BufferedImage picture(Chart chart) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  private static long count(BufferedImage image, int rgb) {
    return pixels(image).filter(pixel -> pixel == rgb).count();
  }

  /** Pixels of a thin or faint line, somewhere between its blend with white and white. */
  private static long blue(BufferedImage image) {
    return pixels(image).filter(rgb -> (rgb & 0xFF) - (rgb >> 16 & 0xFF) > 30).count();
  }

  private static IntStream pixels(BufferedImage image) {
    int w = image.getWidth();
    int h = image.getHeight();
    return Arrays.stream(image.getRGB(0, 0, w, h, null, 0, w));
  }

  /** Dark pixels where the numbers of the y axis stand, right of its title. */
  private static int inkLeftOfThePlot(BufferedImage image) {
    int ink = 0;
    for (int x = 30; x < 48; x++) {
      for (int y = 40; y < LossCurve.HEIGHT - 80; y++) {
        ink += (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    return ink;
  }

  private static int firstColumn(BufferedImage image, int rgb) {
    for (int x = 0; x < image.getWidth(); x++) {
      // Above the legend, which has the colour too.
      if (firstRow(image, rgb, x, x + 1) < LossCurve.HEIGHT - 80) {
        return x;
      }
    }
    throw new AssertionError("no pixel of this colour");
  }

  private static int firstRow(BufferedImage image, int rgb, int fromX, int toX) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = fromX; x < toX; x++) {
        if (image.getRGB(x, y) == rgb) {
          return y;
        }
      }
    }
    return image.getHeight();
  }
}
