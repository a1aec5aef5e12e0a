package tilde.data;

/** How many classes make sense. */
public final class Classes {
  /** More is a label that is none. */
  public static final int MOST = 100_000;

  private Classes() {}
}
