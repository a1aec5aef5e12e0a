package tilde.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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
   * What to show for any value: its own bundle if it is {@link Rich}, an array by its elements,
   * anything else by its {@code toString}.
   */
  public static MimeBundle of(Object value) {
    if (value instanceof Rich rich) {
      return rich.mime();
    }
    boolean array = value != null && value.getClass().isArray();
    return text(array ? ArrayText.of(value) : String.valueOf(value));
  }
}
