package tilde.output;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * How a collection of the JDK reads: as its {@code toString}, but arrays by their elements, and
 * cut.
 */
final class CollectionText {
  private static final int MOST = 100; // elements

  private CollectionText() {}

  /** Whether this is a collection whose text is that of its elements. */
  static boolean covers(Object value) {
    return (value instanceof Collection || value instanceof Map)
        && value.getClass().getName().startsWith("java.util.");
  }

  /** As {@code [1, 2]} or {@code {a=1}}. */
  static String of(Object collection) {
    if (collection instanceof Map<?, ?> map) {
      return "{" + elements(map.entrySet(), collection) + "}";
    }
    return "[" + elements((Collection<?>) collection, collection) + "]";
  }

  private static String elements(Collection<?> elements, Object self) {
    StringBuilder text = new StringBuilder();
    Iterator<?> all = elements.iterator();
    for (int i = 0; all.hasNext(); i++) {
      text.append(i == 0 ? "" : ", ");
      if (i == MOST) {
        return text.append("... ").append(elements.size()).append(" in all").toString();
      }
      Object element = all.next();
      if (self instanceof Map && element instanceof Map.Entry<?, ?> entry) {
        text.append(text(entry.getKey(), self)).append('=').append(text(entry.getValue(), self));
      } else {
        text.append(text(element, self));
      }
    }
    return text.toString();
  }

  private static String text(Object element, Object self) {
    if (element == self) {
      return "(this)"; // as AbstractCollection says it, shorter
    }
    return MimeBundle.textOf(element);
  }
}
