package tilde.compare;

import tilde.notebook.Cell;

/**
 * How far outputs may be from the stored ones.
 *
 * @param relative for numbers, as a share of the stored number
 * @param absolute for numbers, whatever their size; the larger of both counts
 * @param picture the share of pixels that may look different
 */
public record Tolerance(double relative, double absolute, double picture) {
  /** A millionth of a number, next to nothing near zero, and one pixel in a thousand. */
  public static final Tolerance DEFAULT = new Tolerance(1e-6, 1e-12, 1e-3);

  public Tolerance {
    check("relative tolerance", relative);
    check("absolute tolerance", absolute);
    check("picture tolerance", picture);
  }

  private static void check(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("a " + name + " of 0 or more is needed, got " + value);
    }
  }

  /** What holds for a cell: its metadata may say {@code "tilde": {"tolerance": 0.01}}. */
  public Tolerance of(Cell cell) {
    return new Tolerance(
        cell.setting("tolerance").orElse(relative),
        cell.setting("absolute_tolerance").orElse(absolute),
        cell.setting("picture_tolerance").orElse(picture));
  }

  boolean allows(double stored, double now) {
    return stored == now
        || Math.abs(stored - now) <= Math.max(relative * Math.abs(stored), absolute);
  }
}
