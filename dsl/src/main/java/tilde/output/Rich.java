package tilde.output;

/** A value that knows how to show itself richer than by {@code toString}. */
public interface Rich {
  /** Every form in which this value can be shown. */
  MimeBundle mime();
}
