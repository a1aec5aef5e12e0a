package tilde.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * One result in several MIME types, of which {@code text/plain} is always one; a front end shows
 * the richest it can.
 *
 * @param data text types map to {@link String}, binary types such as {@code image/png} to {@code
 *     byte[]}
 */
public record MimeBundle(Map<String, Object> data) {
  public static final String TEXT = "text/plain";
  public static final String PNG = "image/png";
  public static final String HTML = "text/html";

  public MimeBundle {
    if (!(data.get(TEXT) instanceof String)) {
      throw new IllegalArgumentException(
          "a MIME bundle needs a text/plain string, got " + data.keySet());
    }
    data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** A bundle that is only text. */
  public static MimeBundle text(String text) {
    return new MimeBundle(Map.of(TEXT, text));
  }

  /** This bundle with one more representation. */
  public MimeBundle with(String mimeType, Object content) {
    Map<String, Object> more = new LinkedHashMap<>(data);
    more.put(mimeType, Objects.requireNonNull(content));
    return new MimeBundle(more);
  }

  /** The {@code text/plain} representation. */
  public String text() {
    return (String) data.get(TEXT);
  }

  /**
   * What to show for any value: its own bundle if it is {@link Rich}, what a {@link Renderer} makes
   * of it, an array or collection by its elements, anything else by its {@code toString}.
   */
  public static MimeBundle of(Object value) {
    if (value instanceof Rich rich) {
      return rich.mime();
    }
    return renderers(value)
        .flatMap(renderer -> renderer.render(value).stream())
        .findFirst()
        .orElseGet(() -> text(textOf(value)));
  }

  /**
   * One form of any value, and its text. Text is taken for a form that is text, such as {@code
   * show("<b>bold</b>", "text/html")}.
   *
   * @throws IllegalArgumentException if the value has no such form
   */
  public static MimeBundle of(Object value, String mimeType) {
    MimeBundle all = of(value);
    Object form = all.data().get(mimeType);
    if (form == null && value instanceof CharSequence text && isText(mimeType)) {
      form = text.toString();
    }
    if (form == null) {
      form =
          renderers(value)
              .flatMap(renderer -> renderer.render(value, mimeType).stream())
              .findFirst()
              .orElseThrow(() -> hasNot(value, mimeType, all));
    }
    return text(all.text()).with(mimeType, form);
  }

  private static boolean isText(String mimeType) {
    return !mimeType.startsWith("image/") || mimeType.equals("image/svg+xml");
  }

  private static IllegalArgumentException hasNot(Object value, String mimeType, MimeBundle all) {
    return new IllegalArgumentException(
        "show: this "
            + (value == null ? "null" : value.getClass().getSimpleName())
            + " has no form "
            + mimeType
            + ", it has "
            + String.join(", ", all.data().keySet()));
  }

  /** The renderers to ask about a value: values of the commonest types need none. */
  private static Stream<Renderer> renderers(Object value) {
    if (value == null || value instanceof CharSequence || value instanceof Number) {
      return Stream.empty();
    }
    return ServiceLoader.load(Renderer.class, MimeBundle.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }

  static String textOf(Object value) {
    if (value != null && value.getClass().isArray()) {
      return ArrayText.of(value);
    }
    return CollectionText.covers(value) ? CollectionText.of(value) : String.valueOf(value);
  }
}
