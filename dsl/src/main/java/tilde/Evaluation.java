package tilde;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tilde.output.MimeBundle;
import tilde.output.Rich;
import tilde.train.Calibration;
import tilde.train.Counts;
import tilde.train.Details;

/**
 * How well a model does on a dataset. What can be asked depends on what the loss is for: after
 * {@code softmaxCE} and {@code hinge} all about classes; after {@code sigmoidCE} precision, recall
 * and F1 of each label; after {@code mse} the errors. A share of nothing, 0/0, is 0; a mean over
 * classes leaves out those that neither occur nor are said, as scikit-learn does.
 */
public final class Evaluation implements Rich {
  private static final int LONGEST_NAME = 24; // lines stay within 80 columns

  private final tilde.train.Evaluation values;
  private final List<String> classNames;

  Evaluation(tilde.train.Evaluation values, List<String> classNames) {
    this.values = values;
    this.classNames = classNames;
  }

  /** The number of samples. */
  public int samples() {
    return values.samples();
  }

  /** The mean loss. */
  public double loss() {
    return values.loss();
  }

  /**
   * The share of samples whose class was the most probable, 0..1; of labels that are right, for
   * several; NaN where numbers are wanted.
   */
  public double accuracy() {
    return values.accuracy();
  }

  /** How often class {@code row} was taken for class {@code column}. */
  public int[][] confusion() {
    return Arrays.stream(values.confusion()).map(int[]::clone).toArray(int[][]::new);
  }

  /** The same of one class or label against all others; rows: no, yes; columns: said no, yes. */
  public int[][] confusion(int c) {
    return counts(c).confusion();
  }

  /** The share of samples whose class is among the k of the highest scores. */
  public double topK(int k) {
    return values.topK(k);
  }

  /** The share of those of class, or label, c among the samples taken for it. */
  public double precision(int c) {
    return counts(c).precision();
  }

  /** The share of those found among the samples of class, or label, c. */
  public double recall(int c) {
    return counts(c).recall();
  }

  /** The harmonic mean of precision and recall of class, or label, c. */
  public double f1(int c) {
    return counts(c).f1();
  }

  private Counts counts(int c) {
    List<Counts> counts = values.counts();
    if (c < 0 || c >= counts.size()) {
      throw new IllegalArgumentException(
          "there is no class " + c + ": the classes are 0 to " + (counts.size() - 1));
    }
    return counts.get(c);
  }

  /** The mean of the precisions of all classes. */
  public double macroPrecision() {
    return values.macroPrecision();
  }

  /** The mean of the recalls of all classes. */
  public double macroRecall() {
    return values.macroRecall();
  }

  /** The mean of the F1 scores of all classes. */
  public double macroF1() {
    return values.macroF1();
  }

  /** The mean loss of the samples of each class; NaN for a class without samples. */
  public double[] lossPerClass() {
    return values.lossPerClass().clone();
  }

  /** Whether the model is right as often as it says: 15 bins and the expected error. */
  public Calibration calibration() {
    return values.calibration();
  }

  /** The root of the mean squared error of all outputs. */
  public double rmse() {
    return values.rmse();
  }

  /** The mean absolute error of all outputs. */
  public double meanAbsoluteError() {
    return values.meanAbsoluteError();
  }

  /** The names of the classes, in the order of the confusion matrix. */
  public List<String> classNames() {
    return classNames;
  }

  /** The line of {@link #toString}, then a line for each class or label, and their means. */
  public String table() {
    return values.details() instanceof Details.Values
        ? toString()
        : this + System.lineSeparator() + perClass().text();
  }

  private Table perClass() {
    boolean classes = values.details() instanceof Details.Classes;
    List<List<String>> rows = new ArrayList<>();
    List<Counts> counts = values.counts();
    int all = 0;
    for (int c = 0; c < counts.size(); c++) {
      Counts of = counts.get(c);
      List<String> row = row(name(c), of.support(), of.precision(), of.recall(), of.f1());
      rows.add(classes ? and(row, number(values.lossPerClass()[c])) : row);
      all += of.support();
    }
    List<String> mean = row("mean", all, macroPrecision(), macroRecall(), macroF1());
    rows.add(classes ? and(mean, number(loss())) : mean);
    return classes
        ? new Table(1, List.of("class", "samples", "precision", "recall", "f1", "loss"), rows)
        : new Table(1, List.of("label", "samples", "precision", "recall", "f1"), rows);
  }

  private static List<String> row(
      String name, int samples, double precision, double recall, double f1) {
    return List.of(name, "" + samples, number(precision), number(recall), number(f1));
  }

  private static List<String> and(List<String> row, String cell) {
    return Stream.concat(row.stream(), Stream.of(cell)).toList();
  }

  private String name(int c) {
    String name = classNames.get(c).replaceAll("[\\s\\p{Cntrl}]+", " ");
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  @Override
  public MimeBundle mime() {
    MimeBundle text = MimeBundle.text(table());
    return values.details() instanceof Details.Values
        ? text
        : text.with(MimeBundle.HTML, "<p>" + this + "</p>\n" + perClass().html());
  }

  @Override
  public String toString() {
    if (values.details() instanceof Details.Values) {
      return String.format(
          Locale.ROOT,
          "loss %.4f, rmse %.4f, mean absolute error %.4f, %d samples",
          loss(),
          rmse(),
          meanAbsoluteError(),
          samples());
    }
    return String.format(
        Locale.ROOT,
        "accuracy %.1f %%, loss %.4f, %d samples",
        100 * accuracy(),
        loss(),
        samples());
  }
}
