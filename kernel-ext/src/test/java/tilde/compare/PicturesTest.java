package tilde.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static byte[] picture(int width, int height, int type, int changed, int shade)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      int value = i < changed ? 100 + shade : 100;
      image.setRGB(i % width, i / width, new Color(value, 100, 100).getRGB());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static byte[] picture(int changed, int shade) throws IOException {
    return picture(20, 10, BufferedImage.TYPE_INT_RGB, changed, shade);
  }

  @Test
  void pixelsCountNotBytes() throws IOException {
    byte[] other = picture(20, 10, BufferedImage.TYPE_INT_ARGB, 0, 0);
    assertThat(other).isNotEqualTo(picture(0, 0));
    assertThat(Pictures.difference(picture(0, 0), other, 0)).isEmpty();
  }

  @Test
  void shadesThatNobodySeesDoNotCount() throws IOException {
    assertThat(Pictures.difference(picture(0, 0), picture(200, 10), 0)).isEmpty();
    assertThat(Pictures.difference(picture(0, 0), picture(200, 90), 0)).isPresent();
  }

  @Test
  void aShareOfThePixelsMayDiffer() throws IOException {
    assertThat(Pictures.difference(picture(0, 0), picture(4, 90), 0.02)).isEmpty();
    assertThat(Pictures.difference(picture(0, 0), picture(5, 90), 0.02))
        .hasValue("2.50 % of the pixels look different, 2.00 % are allowed");
  }

  @Test
  void anotherSizeIsADifference() throws IOException {
    assertThat(
            Pictures.difference(
                picture(0, 0), picture(10, 20, BufferedImage.TYPE_INT_RGB, 0, 0), 1))
        .hasValue("20 x 10 pixels stored, 10 x 20 pixels now");
  }

  @Test
  void whatIsNoPictureIsComparedByItsBytes() throws IOException {
    assertThat(Pictures.difference(new byte[] {1}, new byte[] {1}, 0)).isEmpty();
    assertThat(Pictures.difference(new byte[] {1}, picture(0, 0), 1))
        .hasValueSatisfying(problem -> assertThat(problem).contains("no picture"));
  }
}
