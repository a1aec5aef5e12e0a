package tilde;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tilde.data.Csv;
import tilde.data.Held;

/** A table in a text file, to be read; columns have names, or numbers from 0 on. */
public final class CsvFile {
  private final Csv csv;
  private final List<String> classNames; // none for those of the file

  CsvFile(Csv csv, List<String> classNames) {
    this.csv = csv;
    this.classNames = classNames;
  }

  /** What stands between fields, if not a comma: {@code ';'} or {@code '\t'}. */
  public CsvFile separator(char separator) {
    if ("\"\r\n".indexOf(separator) >= 0) {
      throw new IllegalArgumentException(
          "separator: expected a character such as ';', got a quote or a line end");
    }
    return new CsvFile(new Csv(csv.file(), separator, csv.header(), csv.skipped()), classNames);
  }

  /** The first line is a sample already; columns are called "0", "1", ... */
  public CsvFile noHeader() {
    return new CsvFile(new Csv(csv.file(), csv.separator(), false, csv.skipped()), classNames);
  }

  /** Without these columns. */
  public CsvFile skip(String... columns) {
    List<String> all = new ArrayList<>(csv.skipped());
    all.addAll(Arrays.asList(columns));
    return new CsvFile(new Csv(csv.file(), csv.separator(), csv.header(), all), classNames);
  }

  /** With these classes in this order, and no others. */
  public CsvFile classes(String... names) {
    return new CsvFile(csv, List.of(names));
  }

  /**
   * Reads samples with a class. Where the column holds whole numbers from 0 on, they are the
   * classes; other texts are sorted.
   *
   * @param column that of the class
   */
  public Dataset load(String column) {
    return Dataset.of(csv.labelled(column, classNames));
  }

  /** Reads samples with a class in the column of this number, from 0 on. */
  public Dataset load(int column) {
    return load("" + column);
  }

  /** Reads samples with target values, for regression, in these columns. */
  public Dataset loadValues(String... columns) {
    if (columns.length == 0) {
      throw new IllegalArgumentException("loadValues: expected at least one column, got none");
    }
    Csv.Rows rows = csv.rows(List.of(columns));
    int count = rows.features().length / rows.columns();
    Tensor targets = Tensor.wrap(rows.targets(), count, columns.length);
    return new Dataset(
        new Held(rows.features(), List.of(rows.columns())), Answers.ofValues(count, targets));
  }
}
