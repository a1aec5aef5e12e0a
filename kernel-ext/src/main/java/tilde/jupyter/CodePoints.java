package tilde.jupyter;

/** Jupyter counts places in a text in characters of Unicode, Java in halves of some of them. */
final class CodePoints {
  private CodePoints() {}

  /** Java's place for Jupyter's {@code position}; one past either end is that end. */
  static int toIndex(String text, int position) {
    int characters = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.max(0, Math.min(position, characters)));
  }

  /** Jupyter's place for Java's {@code index}. */
  static int toPosition(String text, int index) {
    return text.codePointCount(0, index);
  }
}
