package tilde.array;

/** How many rows and columns of zeros are read around an image, beyond its four edges. */
public record Border(int top, int bottom, int left, int right) {
  public static final Border NONE = new Border(0, 0, 0, 0);

  public Border {
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "padding (top, bottom, left, right) must not be negative, got ("
              + (top + ", " + bottom + ", " + left + ", " + right + ")"));
    }
  }
}
