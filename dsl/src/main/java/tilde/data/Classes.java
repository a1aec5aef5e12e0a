package tilde.data;

/** How many classes make sense. */
final class Classes {
  /** More is a label that is none. */
  static final int MOST = 100_000;

  private Classes() {}
}
