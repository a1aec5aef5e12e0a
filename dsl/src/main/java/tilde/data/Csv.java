package tilde.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tilde.file.FileFormatException;

/**
 * Tables of numbers in text files: a sample a line, a feature a column. Columns are called by the
 * name that the first line gives them, or by their number from 0 on.
 *
 * @param separator what stands between fields
 * @param header whether the first line holds names
 * @param skipped columns that are left out
 */
public record Csv(Path file, char separator, boolean header, List<String> skipped) {
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,5}"); // below Classes.MOST

  public Csv {
    skipped = List.copyOf(skipped);
  }

  /** A file with commas, and names in its first line. */
  public Csv(Path file) {
    this(file, ',', true, List.of());
  }

  /**
   * Numbers in rows.
   *
   * @param features all features of a sample, then those of the next
   * @param columns how many features a sample has
   * @param targets all targets of a sample, then those of the next
   */
  public record Rows(float[] features, int columns, float[] targets) {}

  /**
   * Reads samples with a class. Whole numbers from 0 on are the class itself; other texts become
   * classes in the order of their characters.
   *
   * @param label the column of the class
   * @param classNames the classes in their order, which are then the only ones; none for any
   */
  public Labelled labelled(String label, List<String> classNames) {
    List<String> texts = new ArrayList<>();
    Map<String, String> known = new HashMap<>(); // one text for all samples of a class
    CsvTable table =
        CsvTable.read(
            this,
            List.of(label),
            (lines, column, text) -> {
              checkClass(lines, column, text, classNames);
              texts.add(known.computeIfAbsent(text, t -> t));
              if (known.size() > Classes.MOST) {
                throw lines.error(
                    column,
                    "expected at most %s classes, got more: is this column a class?"
                        .formatted(Classes.MOST));
              }
            });
    Set<String> found = known.keySet();
    boolean numbered =
        classNames.isEmpty() && found.stream().allMatch(text -> WHOLE.matcher(text).matches());
    if (numbered) {
      int[] labels = texts.stream().mapToInt(Integer::parseInt).toArray();
      int highest = found.stream().mapToInt(Integer::parseInt).max().orElseThrow();
      return labelled(table, labels, Samples.numbered(highest + 1));
    }
    if (classNames.isEmpty() && found.stream().allMatch(text -> FRACTION.matcher(text).matches())) {
      throw FileFormatException.of(
          "" + file,
          "expected classes in the column \"%s\", whole numbers from 0 on or texts, got numbers such as %s: are these target values? loadValues(\"%s\") reads them"
              .formatted(label, texts.get(0), label));
    }
    List<String> names = classNames.isEmpty() ? List.copyOf(new TreeSet<>(found)) : classNames;
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    return labelled(table, texts.stream().mapToInt(index::get).toArray(), names);
  }

  private static Labelled labelled(CsvTable table, int[] labels, List<String> names) {
    return new Labelled(new Held(table.features(), List.of(table.columns())), labels, names);
  }

  private static void checkClass(CsvLines lines, int column, String text, List<String> classNames) {
    if (text.isEmpty()) {
      throw lines.error(column, "expected a class, got an empty field");
    }
    if (!classNames.isEmpty() && !classNames.contains(text)) {
      throw lines.error(column, "expected a class of %s, got \"%s\"".formatted(classNames, text));
    }
  }

  /** Reads samples with target values from these columns. */
  public Rows rows(List<String> targets) {
    Floats values = new Floats("" + file);
    CsvTable table =
        CsvTable.read(
            this,
            targets,
            (lines, column, text) -> values.add(CsvTable.number(lines, column, text)));
    return new Rows(table.features(), table.columns(), values.all());
  }
}
