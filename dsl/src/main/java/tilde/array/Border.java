package tilde.array;

/** How many rows and columns of zeros are read around an image, beyond its four edges. */
public record Border(int top, int bottom, int left, int right) {
  public static final Border NONE = new Border(0, 0, 0, 0);

  private static final int MOST = 100_000_000;

  public Border {
    if (Math.max(Math.max(top, bottom), Math.max(left, right)) > MOST) {
      throw new IllegalArgumentException(
          "padding must be at most "
              + MOST
              + " on each side, got (%d, %d, %d, %d)".formatted(top, bottom, left, right));
    }
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "padding (top, bottom, left, right) must not be negative, got ("
              + (top + ", " + bottom + ", " + left + ", " + right + ")"));
    }
  }

  /** What is read by either of two. */
  public Border and(Border other) {
    return new Border(
        Math.max(top, other.top),
        Math.max(bottom, other.bottom),
        Math.max(left, other.left),
        Math.max(right, other.right));
  }
}
