package tilde.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.QuickChart;
import org.knowm.xchart.XYChart;
import tilde.output.MimeBundle;

class PictureRendererTest {
  private static BufferedImage png(MimeBundle bundle) throws IOException {
    return ImageIO.read(new ByteArrayInputStream((byte[]) bundle.data().get(MimeBundle.PNG)));
  }

  private static XYChart xchart() {
    return QuickChart.getChart("Growth", "x", "y", "s", new double[] {1, 2}, new double[] {3, 4});
  }

  @Test
  void aPictureIsShownAsItIs() throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(1, 1, 0x123456);
    MimeBundle bundle = MimeBundle.of(picture);
    assertThat(bundle.text()).isEqualTo("picture of 3 x 2 pixels");
    assertThat(png(bundle).getRGB(1, 1)).isEqualTo(0xff123456);
  }

  @Test
  void aChartOfXChartIsShownAsAPicture() throws IOException {
    MimeBundle bundle = MimeBundle.of(xchart());
    assertThat(bundle.data()).containsOnlyKeys(MimeBundle.TEXT, MimeBundle.PNG);
    assertThat(bundle.text()).isEqualTo("XYChart \"Growth\"");
    assertThat(png(bundle).getWidth()).isGreaterThan(100);
  }

  @Test
  void svgWithoutItsLibraryIsRefusedWithTheCure() {
    assertThatThrownBy(() -> MimeBundle.of(xchart(), "image/svg+xml"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VectorGraphics2D");
  }
}
