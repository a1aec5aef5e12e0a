package tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tilde.file.FileFormatException;

/** Pictures of every kind become numbers in 0..1; damaged ones are refused before decoding. */
class PixelsTest {
  @TempDir private Path folder;

  private Pixels read(byte[] file, boolean grey) throws IOException {
    return Picture.read(Files.write(folder.resolve("p"), file)).pixels(grey);
  }

  private void refused(String message, byte... file) {
    assertThatThrownBy(() -> read(file, false))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(folder.resolve("p") + message);
  }

  @ParameterizedTest
  @CsvSource({"png", "bmp"})
  void coloursAreExact(String format) throws IOException {
    BufferedImage image = DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3);
    Pixels pixels = read(DataFiles.picture(image, format), false);
    assertThat(pixels.channels()).isEqualTo(3);
    assertThat(pixels.height()).isEqualTo(2);
    assertThat(pixels.width()).isEqualTo(3);
    float[] red = {0, 1 / 255f, 2 / 255f, 16 / 255f, 17 / 255f, 18 / 255f};
    assertThat(Arrays.copyOf(pixels.x(), 6)).isEqualTo(red);
    assertThat(Arrays.copyOfRange(pixels.x(), 12, 18)).isEqualTo(red);
    assertThat(pixels.x()[6]).isEqualTo(1);
    assertThat(pixels.x()[7]).isEqualTo(254 / 255f);
    float[] grey = read(DataFiles.picture(image, format), true).x();
    assertThat(grey).hasSize(6);
    assertThat(grey[0]).isEqualTo(0.587f);
  }

  /** Java's own conversion would make 188 of a grey of 128. */
  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyKeepsItsBrightness(int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    WritableRaster raster = image.getRaster();
    int white = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
    raster.setSample(0, 0, 0, white / 5);
    raster.setSample(1, 0, 0, white);
    byte[] file = DataFiles.picture(image, "png");
    assertThat(read(file, true).x()).containsExactly(0.2f, 1);
    assertThat(read(file, false).x()).containsExactly(0.2f, 1, 0.2f, 1, 0.2f, 1);
  }

  @Test
  void whatIsTransparentLiesOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0xff000000);
    image.setRGB(2, 0, 0x33000000);
    float[] x = read(DataFiles.picture(image, "png"), true).x();
    assertThat(x).startsWith(1, 0);
    assertThat(x[2]).isBetween(0.7999f, 0.8001f);
  }

  @Test
  void twoColoursAndPalettesAreRead() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
      BufferedImage image = new BufferedImage(2, 1, type);
      image.setRGB(1, 0, 0xffffffff);
      for (String format : new String[] {"png", "bmp"}) {
        assertThat(read(DataFiles.picture(image, format), true).x()).containsExactly(0, 1);
      }
    }
  }

  @Test
  void jpegIsCloseToWhatWasPainted() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x336699);
    }
    Pixels pixels = read(DataFiles.picture(image, "jpeg"), false);
    for (int i = 0; i < 256; i++) {
      assertThat(pixels.x()[i]).isBetween(0.18f, 0.22f);
      assertThat(pixels.x()[256 + i]).isBetween(0.38f, 0.42f);
      assertThat(pixels.x()[512 + i]).isBetween(0.58f, 0.62f);
    }
  }

  @Test
  void otherFilesAreRefused() {
    refused(", offset 0: expected a PNG, JPEG or BMP file, got an empty one");
    refused(
        ", offset 0: expected a PNG, JPEG or BMP file, got one that starts with 47 49 46 38:"
            + " it looks like a GIF or WebP picture: save it as PNG",
        DataFiles.text("GIF8"));
  }

  @Test
  void sizesThatDoNotFitIntoTheFileAreRefused() {
    byte[] png = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "png");
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 90_000);
    refused(
        ", offset 16: expected a picture of 1 to %s pixels, more do not fit into such a file, got"
                .formatted(png.length * 344)
            + " 90000 x 100000",
        png);
    byte[] bmp = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, -5);
    refused(
        ", offset 18: expected a picture of 1 to %s pixels, more do not fit into such a file, got 2"
                .formatted(bmp.length * 1024)
            + " x -5",
        bmp);
    byte[] jpeg = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "jpeg");
    int sizes = 0;
    while (jpeg[sizes] != (byte) 0xff || jpeg[sizes + 1] != (byte) 0xc0) {
      sizes++;
    }
    ByteBuffer.wrap(jpeg).putInt(sizes + 5, -1);
    refused(
        ", offset %s: expected a picture of 1 to %s pixels, more do not fit into such a file, got"
                .formatted(sizes + 5, jpeg.length * 512)
            + " 65535 x 65535",
        jpeg);
  }

  @Test
  void partsThatAreMissingAreNamed() {
    byte[] png = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "png");
    int length = ByteBuffer.wrap(png).getInt(33);
    refused(
        ", offset 33: expected a chunk of %s bytes and its checksum, got 9 bytes until the end"
            .formatted(length),
        Arrays.copyOf(png, 50));
    png[25] = 9;
    refused(", offset 25: expected a colour type of 0, 2, 3, 4 or 6, got another", png);
    png[15] = 9;
    refused(", offset 8: expected the chunk IHDR of 13 bytes, got another", png);
    byte[] bmp = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "bmp");
    bmp[10] = 100;
    refused(
        ", offset 10: expected pixels between 54, where the header ends, and the end of the file,"
            + " got 100",
        bmp);
    refused(
        ", offset 2: expected a segment, which starts with ff, got 00",
        (byte) 0xff,
        (byte) 0xd8,
        (byte) 0);
    refused(
        ", offset 2: expected the sizes of the picture before its pixels, got none",
        (byte) 0xff,
        (byte) 0xd8,
        (byte) 0xff,
        (byte) 0xda,
        (byte) 0,
        (byte) 2);
    refused(
        ", offset 2: expected the sizes of the picture, got too few bytes for them",
        (byte) 0xff,
        (byte) 0xd8,
        (byte) 0xff,
        (byte) 0xc0,
        (byte) 0,
        (byte) 3,
        (byte) 8);
  }

  /** Java would take the memory, and look for another file inside. */
  @Test
  void bitmapsThatPromiseGigabytesAreNotBelieved() {
    byte[] bmp = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "bmp");
    ByteBuffer fields = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(34, -1);
    refused(
        ", offset 34: expected at most %s bytes of pixels, got 4294967295".formatted(bmp.length),
        bmp);
    fields.putInt(30, 5);
    refused(", offset 30: expected pixels, plain or as run lengths, got compression 5", bmp);
  }

  @Test
  void damagedPixelsAreRefused() {
    byte[] png = DataFiles.picture(DataFiles.image(BufferedImage.TYPE_INT_RGB, 2, 3), "png");
    png[43] ^= 0x7f;
    assertThatThrownBy(() -> read(png, false))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(
            folder.resolve("p")
                + ": expected a whole png picture, got one that is damaged or of a"
                + " kind Java does not read: ");
  }
}
