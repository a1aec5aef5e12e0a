package tilde.session.clash;

/** A name that clashes with nothing. */
public final class Harmless {
  private Harmless() {}

  /** A word that is ambiguous beside the notebooks' own {@code display}. */
  public static String display(Object value) {
    return "clash";
  }
}
