package tilde.train;

import java.util.List;

/** What an evaluation counts beside loss and accuracy, by what the scores say. */
public sealed interface Details {
  /** What the scores say, such as {@code classes}. */
  String what();

  /** What can be asked, for messages. */
  String offers();

  /**
   * One class for each sample.
   *
   * @param confusion how often class {@code row} was taken for class {@code column}
   * @param ranks at {@code r}, how many samples had their class at place r of the scores; of equal
   *     scores the first comes first, as in argmax
   * @param lossPerClass the mean loss of the samples of a class; NaN without one
   * @param calibration null where scores stand for no probabilities
   */
  record Classes(int[][] confusion, int[] ranks, double[] lossPerClass, Calibration calibration)
      implements Details {
    @Override
    public String what() {
      return "classes";
    }

    @Override
    public String offers() {
      return "accuracy, confusion, topK, precision, recall, f1"
          + (calibration == null ? "" : ", calibration");
    }

    List<Counts> counts() {
      Counts[] counts = new Counts[confusion.length];
      int all = 0;
      for (int rank : ranks) {
        all += rank;
      }
      for (int c = 0; c < counts.length; c++) {
        int said = 0;
        int support = 0;
        for (int other = 0; other < counts.length; other++) {
          said += confusion[other][c];
          support += confusion[c][other];
        }
        int right = confusion[c][c];
        counts[c] = new Counts(right, said - right, support - right, all - said - support + right);
      }
      return List.of(counts);
    }
  }

  /** A yes or no for each of several labels. */
  record Labels(List<Counts> counts) implements Details {
    public Labels {
      counts = List.copyOf(counts);
    }

    @Override
    public String what() {
      return "labels";
    }

    @Override
    public String offers() {
      return "accuracy, precision, recall, f1";
    }
  }

  /** Numbers: means over all outputs of all samples. */
  record Values(double meanSquaredError, double meanAbsoluteError) implements Details {
    @Override
    public String what() {
      return "numbers";
    }

    @Override
    public String offers() {
      return "loss, rmse, meanAbsoluteError";
    }
  }

  /** Of an evaluation that was read from a file, which keeps loss, accuracy and metrics only. */
  record NotKept() implements Details {
    @Override
    public String what() {
      return "nothing more";
    }

    @Override
    public String offers() {
      return "loss, accuracy";
    }
  }
}
