package tilde.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tilde.file.FileFormatException;
import tilde.file.Room;

/**
 * The features of a CSV file.
 *
 * @param features all features of a sample, then those of the next
 * @param columns how many features a sample has
 */
record CsvTable(float[] features, int columns) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,7}");
  private static final int LONGEST_NUMBER = 1000;
  private static final int LONGEST_QUOTE = 40; // of what a file says, in a message
  private static final int MOST_NAMES = 20; // likewise

  /** Takes a field that is no feature. */
  @FunctionalInterface
  interface Answer {
    void take(CsvLines lines, int column, String text);
  }

  /** Reads features, and hands over, line by line, the fields of these columns in their order. */
  static CsvTable read(Csv csv, List<String> answers, Answer answer) {
    return Room.within("" + csv.file(), "take less of it", () -> all(csv, answers, answer));
  }

  private static CsvTable all(Csv csv, List<String> answers, Answer answer) {
    try (CsvLines lines = CsvLines.open(csv.file(), csv.separator())) {
      List<String> first =
          lines
              .next()
              .orElseThrow(() -> lines.error(0, "expected at least one line, got an empty file"));
      Map<String, Integer> names = csv.header() ? names(lines, first) : Map.of();
      int[] answered = places(csv, first, names, answers);
      List<Integer> taken =
          IntStream.concat(
                  IntStream.of(answered), IntStream.of(places(csv, first, names, csv.skipped())))
              .boxed()
              .toList();
      int[] featured =
          IntStream.range(0, first.size()).filter(column -> !taken.contains(column)).toArray();
      if (featured.length == 0) {
        throw lines.error(0, "expected a column besides the answers and what is skipped, got none");
      }
      Floats features = new Floats("" + csv.file());
      Optional<List<String>> row = csv.header() ? lines.next() : Optional.of(first);
      if (row.isEmpty()) {
        throw lines.error(0, "expected a sample below the names, got the end of the file");
      }
      for (; row.isPresent(); row = lines.next()) {
        List<String> fields = row.get();
        if (fields.size() != first.size()) {
          throw lines.error(
              Math.min(fields.size(), first.size()),
              "expected %s columns as in the first line, got %s"
                  .formatted(first.size(), fields.size()));
        }
        for (int column : featured) {
          features.add(number(lines, column, fields.get(column)));
        }
        for (int column : answered) {
          answer.take(lines, column, fields.get(column));
        }
      }
      return new CsvTable(features.all(), featured.length);
    }
  }

  private static Map<String, Integer> names(CsvLines lines, List<String> fields) {
    Map<String, Integer> names = new HashMap<>();
    for (int column = 0; column < fields.size(); column++) {
      String name = fields.get(column);
      // a line of numbers has a 5.1 or repeats itself; whole numbers may be names
      boolean number = name.indexOf('.') >= 0 && NUMBER.matcher(name).matches();
      if (number || names.put(name, column) != null) {
        throw lines.error(
            column,
            "expected names of columns, all different, got %s%s: if the file has no names, say"
                    .formatted(quote(name), number ? "" : " twice")
                + " noHeader() and number the columns from 0");
      }
    }
    return names;
  }

  private static int[] places(
      Csv csv, List<String> first, Map<String, Integer> names, List<String> wanted) {
    List<Integer> places = new ArrayList<>();
    for (String name : wanted) {
      int place =
          names.getOrDefault(name, PLACE.matcher(name).matches() ? Integer.parseInt(name) : -1);
      if (place < 0 || place >= first.size()) {
        throw FileFormatException.of(
            "" + csv.file(),
            "there is no column %s: expected %s"
                .formatted(
                    quote(name),
                    (csv.header()
                            ? "one of " + some(first)
                            : "a number from 0 to " + (first.size() - 1))
                        + otherSeparator(csv, first)));
      }
      places.add(place);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String some(List<String> names) {
    return names.size() <= MOST_NAMES ? "" + names : names.subList(0, MOST_NAMES) + " and more";
  }

  /** What to do if the whole line is one field because it is cut at the wrong character. */
  private static String otherSeparator(Csv csv, List<String> first) {
    String line = first.get(0);
    return Stream.of(';', '\t', ',')
        .filter(c -> first.size() == 1 && c != csv.separator() && line.indexOf(c) >= 0)
        .findFirst()
        .map(c -> "; did you mean separator('%s')?".formatted(c == '\t' ? "\\t" : c))
        .orElse("");
  }

  private static String quote(String text) {
    return '"' + text.substring(0, Math.min(text.length(), LONGEST_QUOTE)) + '"';
  }

  /** The number in a field. */
  static float number(CsvLines lines, int column, String text) {
    String digits = text.strip();
    if (digits.length() > LONGEST_NUMBER || !NUMBER.matcher(digits).matches()) {
      throw lines.error(
          column,
          "expected a number, got %s: correct it, or leave the column out with skip"
              .formatted(digits.isEmpty() ? "an empty field" : quote(digits)));
    }
    float value = Float.parseFloat(digits);
    if (Float.isInfinite(value)) {
      throw lines.error(column, "expected a number of at most 3.4e38, got " + quote(digits));
    }
    return value;
  }
}
