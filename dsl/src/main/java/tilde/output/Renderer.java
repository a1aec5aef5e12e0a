package tilde.output;

import java.util.Optional;

/**
 * Shows values of types that know nothing of {@link Rich}, such as pictures; found as a service.
 */
public interface Renderer {
  /** Every form in which {@code value} is shown, if this is a type it knows. */
  Optional<MimeBundle> render(Object value);

  /** A form that is made on request only, such as SVG, if it can make that of {@code value}. */
  default Optional<Object> render(Object value, String mimeType) {
    return Optional.empty();
  }
}
