package tilde.output;

import java.lang.reflect.Array;

/** How an array reads: by its elements, with gaps where it is long. */
final class ArrayText {
  private ArrayText() {}

  /** As {@code double[2][3] {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}}}. */
  static String of(Object array) {
    int rank = 0;
    Class<?> element = array.getClass();
    StringBuilder sizes = new StringBuilder();
    Object row = array;
    for (; element.isArray(); element = element.getComponentType()) {
      int length = row == null ? 0 : Array.getLength(row);
      sizes.append('[').append(length).append(']');
      row = length > 0 && element.getComponentType().isArray() ? Array.get(row, 0) : null;
      rank++;
    }
    StringBuilder text = new StringBuilder(element.getSimpleName()).append(sizes).append(' ');
    switch (rank) { // at most some eighty elements
      case 1 -> append(text, array, 20, 3);
      case 2 -> append(text, array, 6, 3);
      case 3 -> append(text, array, 2, 1);
      default -> append(text, array, 1, 1);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Object array, int head, int tail) {
    int length = Array.getLength(array);
    boolean gap = length > head + tail + 1;
    text.append('{');
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ", ");
      if (gap && i == head) {
        text.append("..., ");
        i = length - tail;
      }
      Object element = Array.get(array, i);
      // only declared dimensions are entered: an Object[] may hold itself
      if (element != null && array.getClass().getComponentType().isArray()) {
        append(text, element, head, tail);
      } else {
        text.append(element);
      }
    }
    text.append('}');
  }
}
