package tilde.data;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;

/**
 * What the header of a {@code .npy} file says: a Python dictionary of three entries.
 *
 * @param numbers how each number is written
 * @param columnsFirst whether the first index moves fastest, as in Fortran
 */
record NpyHeader(Numbers numbers, ByteOrder order, boolean columnsFirst, long... shape) {
  private static final int MOST_AXES = 32; // NumPy's own limit

  /** Reads the header that starts at this offset. */
  static NpyHeader parse(BinaryReader file, long offset, byte... header) {
    return new Parser(file, offset, new String(header, StandardCharsets.ISO_8859_1)).header();
  }

  private static final class Parser {
    private final BinaryReader file;
    private final long offset;
    private final String text;
    private int at;
    private Numbers numbers;
    private ByteOrder order;
    private Boolean columnsFirst;
    private long[] shape;

    Parser(BinaryReader file, long offset, String text) {
      this.file = file;
      this.offset = offset;
      this.text = text;
    }

    NpyHeader header() {
      expect('{');
      while (!next('}')) {
        String key = quoted();
        expect(':');
        switch (key) {
          case "descr" -> type();
          case "fortran_order" -> columnsFirst = truth();
          case "shape" -> shape = shape();
          default -> throw error("expected descr, fortran_order or shape, got " + key);
        }
        if (!next(',')) {
          expect('}');
          break;
        }
      }
      skipSpace();
      if (at < text.length()) {
        throw error("expected the header's end, got " + got());
      }
      if (numbers == null || columnsFirst == null || shape == null) {
        throw error("expected all of descr, fortran_order and shape, got fewer");
      }
      return new NpyHeader(numbers, order, columnsFirst, shape);
    }

    private void type() {
      skipSpace();
      int start = at;
      if (at < text.length() && text.charAt(at) == '[') {
        throw error(
            "expected one number for each element, got a structured array: save its fields one by"
                + " one");
      }
      String type = quoted();
      at = start; // where a problem is, until there is none
      order =
          switch (type.isEmpty() ? ' ' : type.charAt(0)) {
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '<', '|' -> ByteOrder.LITTLE_ENDIAN;
            default ->
                throw error("expected a type that starts with <, > or |, got '" + type + "'");
          };
      String kind = type.substring(1);
      numbers =
          Numbers.named(kind)
              .orElseThrow(
                  () ->
                      error(
                          "expected numbers f4, f8, i1 to i8, u1 to u8 or b1, got '"
                              + type
                              + (kind.startsWith("U") || kind.startsWith("S")
                                  ? "', texts: number them, np.unique(y, return_inverse=True)"
                                  : "': convert them in NumPy with astype('float32')")));
      at = start + type.length() + 2;
    }

    private boolean truth() {
      skipSpace();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw error("expected True or False, got " + got());
    }

    private long[] shape() {
      List<Long> sizes = new ArrayList<>();
      expect('(');
      while (!next(')')) {
        sizes.add(size());
        if (sizes.size() > MOST_AXES) {
          throw error("expected at most " + MOST_AXES + " axes, got more");
        }
        if (!next(',')) {
          expect(')');
          break;
        }
      }
      return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private long size() {
      skipSpace();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == from || at - from > 18) {
        throw error("expected a size in the shape, got " + text.substring(from, at) + got());
      }
      long size = Long.parseLong(text.substring(from, at));
      if (size > Integer.MAX_VALUE) {
        throw error("expected a size of at most 2147483647, got " + size);
      }
      if (at < text.length() && text.charAt(at) == 'L') {
        at++; // Python 2 wrote 3L
      }
      return size;
    }

    private String quoted() {
      skipSpace();
      if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end > 0) {
          String inside = text.substring(at + 1, end);
          at = end + 1;
          return inside;
        }
      }
      throw error("expected a word in quotes, got " + got());
    }

    private boolean next(char c) {
      skipSpace();
      boolean there = at < text.length() && text.charAt(at) == c;
      if (there) {
        at++;
      }
      return there;
    }

    private void expect(char c) {
      if (!next(c)) {
        throw error("expected " + c + " in the header, got " + got());
      }
    }

    private void skipSpace() {
      while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private String got() {
      return at < text.length() ? "'" + text.charAt(at) + "'" : "its end";
    }

    private FileFormatException error(String problem) {
      return file.error(offset + Math.min(at, text.length()), problem);
    }
  }
}
