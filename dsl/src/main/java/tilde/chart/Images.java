package tilde.chart;

import java.util.List;

/**
 * Images and what is written at them.
 *
 * @param values row-major (N, channels, height, width)
 * @param from what is black
 * @param to what is white
 */
record Images(
    float[] values,
    int channels,
    int height,
    int width,
    List<String> labels,
    double from,
    double to) {
  Images {
    labels = labels.stream().map(Text::oneLine).toList();
  }

  static Images of(float[] values, int[] shape, float[] scale, List<String> labels) {
    long numbers = 1;
    for (int size : shape) {
      numbers *= size;
    }
    if (shape.length != 4 || numbers != values.length || numbers == 0) {
      throw new IllegalArgumentException(
          "a grid shows images (N, channels, height, width), got %s numbers in %s axes"
              .formatted(values.length, shape.length));
    }
    if (labels.size() != shape[0]) {
      throw new IllegalArgumentException(
          "a grid of %s images needs as many labels, got %s".formatted(shape[0], labels.size()));
    }
    double least = 0;
    double most = 1;
    if (!unit(scale)) {
      least = Double.POSITIVE_INFINITY;
      most = Double.NEGATIVE_INFINITY;
      for (float value : scale) {
        least = Float.isFinite(value) ? Math.min(least, value) : least;
        most = Float.isFinite(value) ? Math.max(most, value) : most;
      }
    }
    return new Images(values, shape[1], shape[2], shape[3], labels, least, most);
  }

  private static boolean unit(float... values) {
    for (float value : values) {
      if (value < 0 || value > 1) {
        return false;
      }
    }
    return true;
  }

  int count() {
    return labels.size();
  }

  boolean colour() {
    return channels == 3;
  }

  /** The number at a place, from 0 for black to 1 for white; black where it is none. */
  double at(int image, int channel, int i, int j) {
    float value = values[((image * channels + channel) * height + i) * width + j];
    double share = (value - from) / (to - from);
    return Float.isFinite(value) && to > from ? Math.min(1, Math.max(0, share)) : 0;
  }

  /** How bright a place is, from 0 for black to 1 for white (Rec. 601). */
  double brightness(int image, int i, int j) {
    return colour()
        ? 0.299 * at(image, 0, i, j) + 0.587 * at(image, 1, i, j) + 0.114 * at(image, 2, i, j)
        : at(image, 0, i, j);
  }

  /** The colour of a place as RGB. */
  int rgb(int image, int i, int j) {
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      rgb = rgb << 8 | (int) Math.round(255 * at(image, colour() ? c : 0, i, j));
    }
    return rgb;
  }

  /** Such as {@code (1, 28, 28)}. */
  String size() {
    return "(" + channels + ", " + height + ", " + width + ")";
  }

  /** What is black and what is white. */
  String scale() {
    return to > from
        ? "black is %s, white is %s".formatted(Text.number(from), Text.number(to))
        : "all numbers are equal";
  }

  List<String> notes() {
    return colour() || channels == 1
        ? List.of(scale())
        : List.of(scale(), "the first of %s channels".formatted(channels));
  }
}
