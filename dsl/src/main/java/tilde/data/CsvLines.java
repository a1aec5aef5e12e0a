package tilde.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tilde.file.BinaryReader;
import tilde.file.FileFormatException;

/**
 * The fields of a CSV file, RFC 4180: a field may stand in quotes, and then hold separators, line
 * ends, and quotes written twice. Lines without anything are passed over.
 */
final class CsvLines implements Closeable {
  private static final int LONGEST_FIELD = 1 << 16;
  private static final int MOST_FIELDS = 1 << 20;
  private static final int BYTE_ORDER_MARK = 0xfeff;
  private static final int END = -1;

  private final String name;
  private final Reader in;
  private final char separator;
  private final StringBuilder field = new StringBuilder();
  private long line = 1; // where the reader is
  private long start = 1; // of the fields given last
  private int ahead;

  private CsvLines(String name, Reader in, char separator) {
    this.name = name;
    this.in = in;
    this.separator = separator;
    ahead = read();
    if (ahead == BYTE_ORDER_MARK) {
      ahead = read();
    }
  }

  static CsvLines open(Path file, char separator) {
    BinaryReader.length(file); // says what is wrong if there is no such file
    try {
      Reader in =
          new InputStreamReader(
              new FileInputStream(file.toFile()), StandardCharsets.UTF_8.newDecoder());
      return new CsvLines("" + file, new BufferedReader(in), separator);
    } catch (IOException e) {
      throw FileFormatException.of("" + file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The fields of the next line that has any; empty at the end. */
  Optional<List<String>> next() {
    while (ahead == '\n' || ahead == '\r') {
      lineEnd();
    }
    start = line;
    if (ahead == END) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    fields.add(field(0));
    while (ahead == separator) {
      if (fields.size() == MOST_FIELDS) {
        throw error(MOST_FIELDS, "expected at most " + MOST_FIELDS + " columns, got more");
      }
      advance();
      fields.add(field(fields.size()));
    }
    if (ahead != END) {
      lineEnd();
    }
    return Optional.of(fields);
  }

  /** A problem of a column, counted from 0, of the fields given last. */
  FileFormatException error(int column, String problem) {
    return FileFormatException.at(name, start, column + 1, problem);
  }

  private String field(int column) {
    field.setLength(0);
    return ahead == '"' ? quoted(column) : plain(column);
  }

  private boolean atEndOfField() {
    return ahead == separator || ahead == '\n' || ahead == '\r' || ahead == END;
  }

  private String plain(int column) {
    while (!atEndOfField()) {
      if (ahead == '"') {
        throw error(column, "expected a quote only around a whole field, got one inside");
      }
      append(column);
    }
    return field.toString().strip();
  }

  private String quoted(int column) {
    advance();
    while (true) {
      if (ahead == END) {
        throw error(column, "expected a closing quote, got the end of the file");
      }
      if (ahead == '"') {
        advance();
        if (ahead != '"') {
          break;
        }
      } else if (ahead == '\n') {
        line++;
      }
      append(column);
    }
    if (!atEndOfField()) {
      throw error(
          column,
          "expected a separator or the line's end after a closing quote, got '%c'"
              .formatted(ahead));
    }
    return field.toString();
  }

  private void append(int column) {
    if (field.length() == LONGEST_FIELD) {
      throw error(column, "expected a field of at most " + LONGEST_FIELD + " characters, got more");
    }
    field.append((char) ahead);
    advance();
  }

  private void lineEnd() {
    boolean pair = ahead == '\r';
    advance();
    if (pair && ahead == '\n') {
      advance();
    }
    line++;
  }

  private void advance() {
    ahead = read();
  }

  private int read() {
    try {
      return in.read();
    } catch (CharacterCodingException e) {
      throw FileFormatException.of(
          name,
          "expected text in UTF-8, got other bytes at or after line %s: save it as UTF-8"
              .formatted(line),
          e);
    } catch (IOException e) {
      throw FileFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw FileFormatException.of(name, "cannot be closed: " + e.getMessage(), e);
    }
  }
}
