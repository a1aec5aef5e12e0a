package tilde.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * A picture as numbers in 0..1.
 *
 * @param x channel by channel, row by row: grey, or red, green and blue
 */
record Pixels(float[] x, int channels, int height, int width) {
  private static final float WHITE = 255;

  /** The shares of red, green and blue in grey, those of ITU-R 601 as in other libraries. */
  private static final float[] GREY = {0.299f, 0.587f, 0.114f};

  /** The pixels of a decoded picture; what is transparent lies on white. */
  static Pixels of(BufferedImage image, boolean grey) {
    int height = image.getHeight();
    int width = image.getWidth();
    int size = height * width;
    float[] x = new float[(grey ? 1 : 3) * size];
    float[] row = new float[3 * width]; // red, green, blue of each pixel
    for (int i = 0; i < height; i++) {
      read(image, i, row);
      for (int j = 0; j < width; j++) {
        float red = row[3 * j];
        float green = row[3 * j + 1];
        float blue = row[3 * j + 2];
        int at = i * width + j;
        if (!grey) {
          x[at] = red;
          x[size + at] = green;
          x[2 * size + at] = blue;
        } else if (red == green && green == blue) {
          x[at] = red; // grey stays what it was, to the last bit
        } else {
          x[at] = GREY[0] * red + GREY[1] * green + GREY[2] * blue;
        }
      }
    }
    return new Pixels(x, grey ? 1 : 3, height, width);
  }

  private static void read(BufferedImage image, int i, float[] row) {
    ColorModel colors = image.getColorModel();
    if (colors instanceof ComponentColorModel) {
      // not by getRGB, which changes the brightness of grey and applies colour profiles
      samples(image.getRaster(), colors, i, row);
    } else {
      int[] packed = image.getRGB(0, i, image.getWidth(), 1, null, 0, image.getWidth());
      for (int j = 0; j < packed.length; j++) {
        float alpha = (packed[j] >>> 24) / WHITE;
        for (int c = 0; c < 3; c++) {
          row[3 * j + c] = onWhite((packed[j] >>> (16 - 8 * c) & 0xff) / WHITE, alpha);
        }
      }
    }
  }

  private static void samples(Raster raster, ColorModel colors, int i, float[] row) {
    int bands = raster.getNumBands();
    int inks = colors.getNumColorComponents(); // 1 or 3
    int[] values = raster.getPixels(0, i, raster.getWidth(), 1, (int[]) null);
    for (int j = 0; j < raster.getWidth(); j++) {
      float alpha = colors.hasAlpha() ? share(values[j * bands + inks], colors, inks) : 1;
      for (int c = 0; c < 3; c++) {
        int band = inks == 1 ? 0 : c;
        row[3 * j + c] = onWhite(share(values[j * bands + band], colors, band), alpha);
      }
    }
  }

  private static float share(int value, ColorModel colors, int band) {
    return value / (float) ((1 << colors.getComponentSize(band)) - 1);
  }

  private static float onWhite(float value, float alpha) {
    return alpha == 1 ? value : alpha * value + (1 - alpha);
  }

  /**
   * The picture in another size: each pixel is a mean of those it covers, weighted by their
   * distance from its middle, or lies between pixels where the picture grows. What others call
   * bilinear with antialiasing.
   */
  Pixels resize(int newHeight, int newWidth) {
    if (newHeight == height && newWidth == width) {
      return this;
    }
    Weights across = Weights.of(width, newWidth);
    Weights down = Weights.of(height, newHeight);
    float[] narrow = new float[channels * height * newWidth];
    for (int r = 0; r < channels * height; r++) {
      for (int j = 0; j < newWidth; j++) {
        narrow[r * newWidth + j] = across.sum(x, r * width, 1, j);
      }
    }
    float[] resized = new float[channels * newHeight * newWidth];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < newHeight; i++) {
        for (int j = 0; j < newWidth; j++) {
          resized[(c * newHeight + i) * newWidth + j] =
              down.sum(narrow, c * height * newWidth + j, newWidth, i);
        }
      }
    }
    return new Pixels(resized, channels, newHeight, newWidth);
  }

  /** For each new place, the old ones it is made of and their shares, which add up to 1. */
  private record Weights(int[] from, double[][] shares) {

    static Weights of(int size, int newSize) {
      double scale = (double) size / newSize;
      double reach = Math.max(scale, 1);
      int[] from = new int[newSize];
      double[][] shares = new double[newSize][];
      for (int i = 0; i < newSize; i++) {
        double middle = (i + 0.5) * scale;
        from[i] = (int) Math.max(middle - reach + 0.5, 0);
        int to = (int) Math.min(middle + reach + 0.5, size);
        double[] share = new double[to - from[i]];
        double sum = 0;
        for (int k = 0; k < share.length; k++) {
          share[k] = Math.max(1 - Math.abs(from[i] + k + 0.5 - middle) / reach, 0);
          sum += share[k];
        }
        for (int k = 0; k < share.length; k++) {
          share[k] /= sum;
        }
        shares[i] = share;
      }
      return new Weights(from, shares);
    }

    float sum(float[] x, int at, int stride, int place) {
      double sum = 0;
      for (int k = 0; k < shares[place].length; k++) {
        sum += shares[place][k] * x[at + (from[place] + k) * stride];
      }
      // the last bit of a sum of shares must not lead out of 0..1
      return (float) Math.min(Math.max(sum, 0), 1);
    }
  }
}
