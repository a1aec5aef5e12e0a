package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static final float[] BATCHES = {2.4f, 1.8f, 1.3f, 0.9f, 0.7f, 0.4f, 0.3f, 0.2f};
  private static final double[] EPOCHS = {2.1, 1.1, 0.55, 0.25};
  private static final double[] VALIDATION = {1.7, 0.9, 0.6, 0.5};
  private static final double[] NONE = {};
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

    BufferedImage epochs = picture(LossCurve.of(new float[0], EPOCHS, NONE, "Loss"));
    assertThat(paleBlue(epochs)).isLessThan(paleBlue(without) - 200);
  }

  @Test
  void aFallingLossFallsInThePicture() throws IOException {
    BufferedImage image = picture(LossCurve.of(new float[0], EPOCHS, NONE, ""));
    int first = firstRow(image, LossCurve.TRAINING.getRGB(), 0, LossCurve.WIDTH / 2);
    int last = firstRow(image, LossCurve.TRAINING.getRGB(), LossCurve.WIDTH - 60, LossCurve.WIDTH);
    assertThat(last - first).isGreaterThan(LossCurve.HEIGHT / 3);
  }

  /** The line falls from (1, 4) to (5, 0), a dot column being 5/119 wide and a dot row 4.2/47. */
  @Test
  void theTextIsAPlotWithAxes() {
    double[] training = {4, 3, 2, 1, 0};
    double[] validation = {3, 2, 1, 0.5, 0.25};
    String text = LossCurve.of(new float[10], training, validation, "Straight").text();
    String blank = "\u2800";
    assertThat(text.replace(blank, " "))
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
  void theTextFitsATerminal() {
    double[] huge = {-3e38, 1.2345e38, -1e-30};
    String text = LossCurve.of(new float[0], huge, huge, "x".repeat(200)).text();
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
  void beforeTheFirstEpochEndsTheBatchesAreCounted() {
    String text = LossCurve.of(BATCHES, NONE, NONE, "Loss").text();
    assertThat(text).contains("batch").doesNotContain("epoch").contains("training, by batch 0.2");
    assertThat(LossCurve.of(BATCHES, EPOCHS, NONE, "Loss").text()).contains("epoch");
  }

  @Test
  void theTitleSaysWhatIsMissing() throws IOException {
    assertTitle(LossCurve.of(new float[0], NONE, NONE, "Loss"), "Loss (nothing to draw)");
    assertTitle(LossCurve.of(new float[] {1}, NONE, NONE, "Loss"), "Loss (a single value)");
    assertTitle(
        LossCurve.of(
            new float[] {1, Float.NaN, 2, Float.POSITIVE_INFINITY},
            new double[] {1, NAN},
            new double[] {1, 1e300},
            "Loss"),
        "Loss (4 NaN or infinite left out)");
    assertTitle(
        LossCurve.of(new float[0], new double[] {NAN, NAN}, NONE, "Loss"),
        "Loss (nothing to draw, 2 NaN or infinite left out)");
    assertTitle(LossCurve.of(BATCHES, EPOCHS, VALIDATION, "Loss"), "Loss");
    assertTitle(
        LossCurve.of(BATCHES, new double[] {NAN}, NONE, "x".repeat(90)),
        "x".repeat(50) + "… (1 NaN or infinite left out)");
  }

  @Test
  void constantAndTinyAndHugeLossesArePainted() throws IOException {
    for (double scale : new double[] {0.5, 0, -1, 1e-40, 3e38}) {
      double[] constant = {scale, scale, scale};
      BufferedImage image = picture(LossCurve.of(new float[] {1}, constant, NONE, "constant"));
      assertThat(count(image, LossCurve.TRAINING.getRGB())).isGreaterThan(100);
      double[] rising = {scale, scale * 0.5, -scale};
      assertThat(picture(LossCurve.of(new float[0], rising, rising, ""))).isNotNull();
    }
  }

  @Test
  void aMillionBatchesKeepTheirExtremes() throws IOException {
    float[] batches = new float[1_000_000];
    Arrays.fill(batches, 1);
    batches[654_321] = 10;
    Points thinned = Points.of(toDouble(batches), 1).thinned(1000);
    assertThat(thinned.size()).isLessThanOrEqualTo(2002);
    assertThat(thinned.y()).contains(10);
    assertThat(thinned.x()).contains(654_322).startsWith(1).endsWith(1_000_000).isSorted();
    assertThat(picture(LossCurve.of(batches, EPOCHS, NONE, "long"))).isNotNull();
  }

  @Property
  void anyNumbersHaveAText(
      @ForAll @Size(max = 50) float[] batches,
      @ForAll @Size(max = 10) double[] epochs,
      @ForAll @Size(max = 10) double[] validation,
      @ForAll String title) {
    Chart chart = LossCurve.of(batches, epochs, validation, title);
    assertThat(chart.toString()).hasSizeLessThanOrEqualTo(80);
    assertThat(chart.text().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Property(tries = 60)
  void anyNumbersHaveAPicture(
      @ForAll @Size(max = 50) float[] batches,
      @ForAll @Size(max = 10) double[] epochs,
      @ForAll @Size(max = 10) double[] validation)
      throws IOException {
    BufferedImage image = picture(LossCurve.of(batches, epochs, validation, "any"));
    assertThat(image.getWidth()).isEqualTo(LossCurve.WIDTH);
  }

  private static void assertTitle(Chart chart, String title) throws IOException {
    assertThat(chart.text().lines().findFirst()).hasValue(title);
    assertThat(picture(chart)).isNotNull();
  }

  private static double[] toDouble(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  private static BufferedImage picture(Chart chart) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  private static long count(BufferedImage image, int rgb) {
    return pixels(image).filter(pixel -> pixel == rgb).count();
  }

  /** Pixels of the faint batch line, somewhere between its blend with white and white. */
  private static long paleBlue(BufferedImage image) {
    return pixels(image).filter(rgb -> (rgb & 0xFF) - (rgb >> 16 & 0xFF) > 30).count();
  }

  private static IntStream pixels(BufferedImage image) {
    int w = image.getWidth();
    int h = image.getHeight();
    return Arrays.stream(image.getRGB(0, 0, w, h, null, 0, w));
  }

  private static int firstRow(BufferedImage image, int rgb, int fromX, int toX) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = fromX; x < toX; x++) {
        if (image.getRGB(x, y) == rgb) {
          return y;
        }
      }
    }
    throw new AssertionError("no pixel of this colour");
  }
}
