package tilde.session.clash;

/** A name that a package for users must not have: it is ambiguous beside {@code java.util.*}. */
public final class List {
  private List() {}
}
