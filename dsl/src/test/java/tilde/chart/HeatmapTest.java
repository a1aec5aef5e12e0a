package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class HeatmapTest {
  private static final int WHITE = 0xFFFFFF;
  private static final int RED = 0xB2182B; // the ends and middles of ColorBrewer's RdBu
  private static final int PALE_RED = 0xEF8A62;
  private static final int BLUE = 0x2166AC;
  private static final int PALE_BLUE = 0x67A9CF;
  private static final int GREY = 0xA0A0A0;

  @Test
  void cellsHaveTheColoursOfTheirValues() throws IOException {
    float[] values = {0, 1, -1, 0.5f, -0.5f, Float.NaN, Float.NEGATIVE_INFINITY, -0f};
    int[][] colours = {{WHITE, RED, BLUE, PALE_RED}, {PALE_BLUE, GREY, GREY, WHITE}};
    Painted painted = paint(values, 2, 4);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 4; column++) {
        painted.assertCell(0, row, column, colours[row][column]);
      }
    }
  }

  @Test
  void theScaleIsSymmetricAroundZero() throws IOException {
    Painted painted = paint(new float[] {4, 2, -2, 0}, 4);
    painted.assertCell(0, 0, 0, RED);
    painted.assertCell(0, 0, 1, PALE_RED);
    painted.assertCell(0, 0, 2, PALE_BLUE);
    painted.assertCell(0, 0, 3, WHITE);
  }

  @Test
  void allPanelsShareOneScale() throws IOException {
    Painted painted = paint(new float[] {8, 8, 4, 4, -4, -4}, 3, 1, 2);
    painted.assertCell(0, 0, 1, RED);
    painted.assertCell(1, 0, 0, PALE_RED);
    painted.assertCell(2, 0, 1, PALE_BLUE);
  }

  @Test
  void zerosAreWhiteAndConstantsAreFull() throws IOException {
    paint(new float[4], 2, 2).assertCell(0, 1, 1, WHITE);
    paint(new float[] {3, 3}, 2).assertCell(0, 0, 1, RED);
    paint(new float[] {-1e-45f}, 1).assertCell(0, 0, 0, BLUE);
    paint(new float[] {Float.NaN}, 1).assertCell(0, 0, 0, GREY);
  }

  /** Nearest neighbour: all pixels of a cell are alike, and panels stand where the layout says. */
  @Property(tries = 60)
  void everyCellIsACrispSquare(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 7) Integer> sizes,
      @ForAll long seed)
      throws IOException {
    int[] shape = toInts(sizes);
    float[] values = random(size(shape), seed);
    Painted painted = paint(values, shape);
    Panels panels = painted.panels;
    for (int panel = 0; panel < painted.layout.count(); panel++) {
      for (int row = 0; row < panels.height(); row++) {
        for (int column = 0; column < panels.width(); column++) {
          if (panels.has(panel, row, column)) {
            double value = panels.at(panel, row, column);
            painted.assertCell(panel, row, column, Diverging.rgb(value, panels.stats().limit()));
          }
        }
      }
    }
  }

  @Property(tries = 300)
  void anyShapeHasATextWithinATerminal(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 12) Integer> sizes,
      @ForAll long seed,
      @ForAll String title) {
    int[] shape = toInts(sizes);
    Chart chart = Heatmap.of(random(size(shape), seed), shape, title);
    assertThat(chart.toString()).hasSizeLessThanOrEqualTo(80);
    assertThat(chart.text().lines())
        .hasSizeLessThanOrEqualTo(64)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void theTextShowsSignsAndShades() {
    float[] values = {0, 0.2f, 0.3f, 0.6f, 1, -0.2f, -0.3f, -0.6f, -1, Float.NaN};
    assertThat(Heatmap.of(values, new int[] {2, 5}, "w").text())
        .isEqualTo(
            """
            w (2,5)
            min -1, max 1, norm 1.73
            1 of 10 NaN or infinite, shown as ?
             ·+░+▒+▓+█
            -░-▒-▓-█ ?
            -█ is -1  -▓ -▒ -░  · is 0  +░ +▒ +▓  +█ is 1\
            """);
  }

  @Test
  void theTextSetsPanelsSideBySide() {
    float[] values = {1, -1, 1, -1, 0, 1, 1, 0};
    assertThat(Heatmap.of(values, new int[] {2, 1, 2, 2}, "conv1.w").text())
        .isEqualTo(
            """
            conv1.w (2,1,2,2)
            min -1, max 1, norm 2.45
            0,0   1,0
            +█-█   ·+█
            +█-█  +█ ·
            -█ is -1  -▓ -▒ -░  · is 0  +░ +▒ +▓  +█ is 1\
            """);
  }

  @Test
  void theLineTellsShapeAndRange() {
    assertThat(Heatmap.of(new float[] {3, 0, 0, -4}, new int[] {2, 2}, "dense1.w"))
        .hasToString("dense1.w (2,2): min -4, max 3, norm 5");
    assertThat(Heatmap.of(new float[] {3, 0, 0, -4}, new int[] {2, 2}, "x".repeat(90)).toString())
        .hasSize(80)
        .endsWith("x… (2,2): min -4, max 3, norm 5");
  }

  @Test
  void anEmptyArrayIsAnEmptyPicture() throws IOException {
    for (int[] shape : new int[][] {{0}, {0, 3}, {3, 0}, {0, 2, 2}, {2, 0, 2, 2}, {2, 2, 2, 0}}) {
      Chart chart = Heatmap.of(new float[0], shape, "none");
      assertThat(chart.text()).contains("nothing to show").contains("min 0, max 0, norm 0");
      assertThat(picture(chart).getWidth()).isGreaterThanOrEqualTo(440);
    }
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    assertThat(linesOf(100, 3, 3)).contains("the first 64 of 100 panels");
    assertThat(linesOf(32, 3, 2, 2)).contains("the first 63 of 96 panels"); // 21 whole filters
    assertThat(linesOf(2, 3000)).contains("the first 1024 of 3000 columns");
    assertThat(linesOf(1100, 2)).contains("the first 1024 of 1100 rows");
    assertThat(linesOf(8, 1, 3, 3)).hasSize(2);
    assertThat(Heatmap.of(new float[200], new int[] {2, 100}, "w").text())
        .contains("the first 39 of 100 columns");
  }

  @Test
  void channelsOfAFilterStandSideBySide() {
    assertThat(layout(4, 3, 5, 5).columns()).isEqualTo(3);
    assertThat(layout(16, 8, 3, 3).columns()).isEqualTo(8);
    assertThat(layout(32, 3, 3, 3).columns() % 3).isZero();
    assertThat(layout(8, 1, 3, 3).columns()).isEqualTo(4);
    assertThat(layout(64, 3, 3).columns()).isEqualTo(8);
  }

  @Test
  void aVectorIsARowThatWraps() {
    assertThat(layout(10).shownHeight()).isEqualTo(1);
    assertThat(layout(32).shownHeight()).isEqualTo(1);
    assertThat(layout(33).shownHeight()).isEqualTo(2);
    assertThat(layout(33).shownWidth()).isEqualTo(32);
  }

  @Test
  void largePanelsStayWithinReason() throws IOException {
    Chart chart = Heatmap.of(new float[40 * 300 * 300], new int[] {40, 300, 300}, "maps");
    BufferedImage image = picture(chart);
    assertThat(image.getWidth()).isLessThan(2300);
    assertThat(image.getHeight()).isLessThan(2300);
  }

  @Test
  void wrongShapesAreRefused() {
    assertFails(4).hasMessage("a heatmap of shape (4) needs 4 values, got 6: check the shape");
    assertFails()
        .hasMessage(
            "a heatmap shows arrays of rank 1 to 4, got rank 0, shape (): show a slice of it");
    assertFails(1, 1, 1, 2, 3)
        .hasMessage(
            "a heatmap shows arrays of rank 1 to 4, got rank 5, shape (1,1,1,2,3):"
                + " show a slice of it");
    assertFails(-2, -3)
        .hasMessage("a heatmap of shape (-2,-3) is impossible: no size can be negative");
    int max = Integer.MAX_VALUE;
    assertFails(max, max, max, max).hasMessageContaining("values, got 6: check the shape");
  }

  @Test
  void changingTheArrayAfterwardsChangesNothing() {
    float[] values = {1, 2};
    Chart chart = Heatmap.of(values, new int[] {2}, "x");
    byte[] before = chart.png();
    values[0] = 7;
    assertThat(chart.png()).isEqualTo(before);
  }

  private static AbstractThrowableAssert<?, ?> assertFails(int... shape) {
    return assertThatThrownBy(() -> Heatmap.of(new float[6], shape, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] toInts(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<String> linesOf(int... shape) {
    return Heatmap.titleLines(Panels.of(new float[size(shape)], shape), "w");
  }

  private static HeatmapLayout layout(int... shape) {
    return HeatmapLayout.of(Panels.of(new float[size(shape)], shape));
  }

  private static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static BufferedImage picture(Chart chart) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  private static Painted paint(float[] values, int... shape) throws IOException {
    Panels panels = Panels.of(values, shape);
    HeatmapLayout layout = HeatmapLayout.of(panels);
    int top = Heatmap.picture(panels, "x").top();
    return new Painted(panels, layout, top, picture(Heatmap.of(values, shape, "x")));
  }

  /** A decoded picture and where its cells are. */
  private record Painted(Panels panels, HeatmapLayout layout, int top, BufferedImage image) {
    void assertCell(int panel, int row, int column, int rgb) {
      int x = HeatmapPicture.MARGIN + layout.x(panel) + column * layout.cell();
      int y = top + layout.y(panel) + row * layout.cell();
      for (int dy = 0; dy < layout.cell(); dy++) {
        for (int dx = 0; dx < layout.cell(); dx++) {
          assertThat(image.getRGB(x + dx, y + dy) & 0xFFFFFF).isEqualTo(rgb);
        }
      }
    }
  }
}
