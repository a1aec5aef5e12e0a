package tilde.chart;

import java.awt.Color;

/** Colours for signed numbers: blue below zero, white at zero, red above; grey for no number. */
final class Diverging {
  static final int NO_NUMBER = 0xA0A0A0;
  // Half way and full, after Cynthia Brewer's red-blue scale (ColorBrewer, RdBu).
  private static final int[][] RED = {{255, 255, 255}, {239, 138, 98}, {178, 24, 43}};
  private static final int[][] BLUE = {{255, 255, 255}, {103, 169, 207}, {33, 102, 172}};

  private Diverging() {}

  /**
   * The colour of {@code value} on a scale that is full at plus and minus {@code limit}, as RGB.
   * Everything is white on a scale of limit 0.
   */
  static int rgb(double value, double limit) {
    if (!Double.isFinite(value)) {
      return NO_NUMBER;
    }
    double strength = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
    int[][] stops = value < 0 ? BLUE : RED;
    int from = strength < 0.5 ? 0 : 1;
    double share = 2 * strength - from;
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      rgb =
          rgb << 8
              | (int) Math.round(stops[from][c] + share * (stops[from + 1][c] - stops[from][c]));
    }
    return rgb;
  }

  /** The same as a colour to paint with. */
  static Color color(double value, double limit) {
    return new Color(rgb(value, limit));
  }
}
