package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageGridTest {
  private static Chart grid(float[] values, int[] shape, List<String> labels, String title) {
    return ImageGrid.of(values, shape, values, labels, title);
  }

  private static int pixel(Images images, BufferedImage picture, int n, int i, int j) {
    ImagePicture layout = new ImagePicture(images, "t");
    int half = layout.cell() / 2;
    int x = layout.x(n) + j * layout.cell() + half;
    return picture.getRGB(x, layout.y(n) + i * layout.cell() + half) & 0xFFFFFF;
  }

  private static BufferedImage picture(float[] values, int[] shape, String... labels)
      throws IOException {
    Chart chart = grid(values, shape, List.of(labels), "t");
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  @Test
  void greyImagesGoFromBlackToWhite() throws IOException {
    float[] values = {0, 1, 0.2f, 0.8f, 0.4f, 0.6f};
    int[] shape = {2, 1, 1, 3};
    BufferedImage picture = picture(values, shape, "a", "b");
    Images images = Images.of(values, shape, values, List.of("a", "b"));
    int[] expected = {0, 0xFFFFFF, 0x333333, 0xCCCCCC, 0x666666, 0x999999};
    for (int k = 0; k < 6; k++) {
      assertThat(pixel(images, picture, k / 3, 0, k % 3)).isEqualTo(expected[k]);
    }
  }

  @Test
  void threeChannelsAreRedGreenBlue() throws IOException {
    float[] values = {1, 0, 0, 1, 0, 0.2f};
    int[] shape = {1, 3, 1, 2};
    Images images = Images.of(values, shape, values, List.of("a"));
    BufferedImage picture = picture(values, shape, "a");
    assertThat(pixel(images, picture, 0, 0, 0)).isEqualTo(0xFF0000);
    assertThat(pixel(images, picture, 0, 0, 1)).isEqualTo(0x00FF33);
  }

  @Test
  void otherNumbersGoFromTheSmallestToTheLargest() {
    Chart chart = grid(new float[] {-4, 250, Float.NaN}, new int[] {1, 1, 1, 3}, List.of("a"), "t");
    assertThat(chart.text()).contains("black is -4, white is 250");
    Chart equal = grid(new float[] {7, 7}, new int[] {1, 1, 1, 2}, List.of("a"), "t");
    assertThat(equal.text()).contains("all numbers are equal");
  }

  @Test
  void whatLiesBeyondTheScaleIsAsBlackOrWhiteAsItGets() {
    float[] values = {-1, 2, 0.5f};
    int[] shape = {1, 1, 1, 3};
    Images images = Images.of(values, shape, new float[] {0.1f, 1}, List.of("a"));
    assertThat(images.rgb(0, 0, 0)).isZero();
    assertThat(images.rgb(0, 0, 1)).isEqualTo(0xFFFFFF);
    assertThat(images.rgb(0, 0, 2)).isEqualTo(0x808080);
  }

  @Test
  void ofOtherChannelCountsTheFirstIsShown() {
    Chart chart = grid(new float[] {1, 0}, new int[] {1, 2, 1, 1}, List.of("a"), "t");
    assertThat(chart.text()).contains("the first of 2 channels").contains("██");
  }

  @Test
  void theTextHasTwoCharactersAPixelWhereThereIsRoom() {
    float[] values = {0, 0.25f, 0.5f, 0.75f, 1, 0, 1, 0};
    Chart chart = grid(values, new int[] {2, 1, 1, 4}, List.of("cat", "dog"), "pets");
    assertThat(chart.text().split("\n", -1))
        .containsExactly(
            "pets (1, 1, 4)", "black is 0, white is 1", "cat       dog", "  ░░▒▒▓▓  ██  ██");
  }

  @Test
  void largeImagesAreShrunkAndSomeLeftOut() {
    int[] shape = {40, 1, 60, 50};
    Chart chart =
        grid(new float[40 * 3000], shape, Collections.nCopies(40, "a long name of it"), "t");
    String[] lines = chart.text().split("\n", -1);
    assertThat(lines[2]).isEqualTo("the first 12 of 40 images");
    assertThat(lines.length).isLessThan(80);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void hugeImagesAndManyOfThemAreCut() throws IOException {
    Chart wide = grid(new float[3000 * 2], new int[] {1, 1, 2, 3000}, List.of("a"), "t");
    assertThat(ImageIO.read(new ByteArrayInputStream(wide.png())).getWidth()).isLessThan(1100);
    Chart many =
        grid(new float[500 * 4], new int[] {500, 1, 2, 2}, Collections.nCopies(500, "a"), "t");
    assertThat(ImageIO.read(new ByteArrayInputStream(many.png())).getHeight()).isLessThan(4300);
  }

  @Test
  void labelsAreCutToTheirImage() throws IOException {
    String label = "a name\nas long as a novel, and longer";
    int[] shape = {1, 1, 1, 1};
    assertThat(grid(new float[1], shape, List.of(label), "t").text())
        .contains("\na name as lon…\n");
    picture(new float[1], shape, label);
  }

  @Test
  void errorsSayWhatDoesNotFit() {
    assertThatThrownBy(() -> grid(new float[3], new int[] {1, 1, 2, 2}, List.of("a"), "t"))
        .hasMessage("a grid shows images (N, channels, height, width), got 3 numbers in 4 axes");
    assertThatThrownBy(() -> grid(new float[4], new int[] {1, 1, 2, 2}, List.of(), "t"))
        .hasMessage("a grid of 1 images needs as many labels, got 0");
  }
}
