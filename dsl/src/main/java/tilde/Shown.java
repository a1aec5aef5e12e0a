package tilde;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tilde.output.Progress;
import tilde.train.Snapshot;
import tilde.train.TrainingListener;
import tilde.train.TrainingLog;

/** What the user sees of a training while it runs. */
final class Shown implements TrainingListener {
  private final Model model;
  private final Dataset data;
  private final Progress progress;
  private final int last;
  private final Map<Integer, String> told = new HashMap<>();

  /**
   * @param last the number of the last epoch that this training is to have
   * @param before what was trained of it before
   */
  Shown(Model model, Dataset data, Progress progress, int last, Snapshot.Run before) {
    this.model = model;
    this.data = data;
    this.progress = progress;
    this.last = last;
    before.log().epochs().forEach(e -> told.put(e.epoch(), text(e)));
  }

  @Override
  public void batch(TrainingLog.Step step, int batch, int batches) {
    model.learnNames(data.classNames()); // only now: a training that is refused teaches none
    progress.now(
        () ->
            String.format(
                    Locale.ROOT, "epoch %d/%d, batch %d/%d: ", step.epoch(), last, batch, batches)
                + History.text(step.loss(), step.accuracy()));
  }

  @Override
  public void epoch(TrainingLog.Epoch e) {
    told.put(e.epoch(), text(e));
    progress.milestone("epoch " + e.epoch() + "/" + last + ": " + text(e));
  }

  private static String text(TrainingLog.Epoch e) {
    String line = History.text(e.loss(), e.accuracy());
    if (e.validation() != null) {
      line += ", validation " + History.text(e.validation().loss(), e.validation().accuracy());
      for (Map.Entry<String, Double> metric : e.validation().metrics().entrySet()) {
        line += String.format(Locale.ROOT, ", %s %.4f", metric.getKey(), metric.getValue());
      }
    }
    return line;
  }

  @Override
  public void restored(int bestEpoch) {
    progress.milestone(
        "the model has its state after the best epoch, " + bestEpoch + ": " + told.get(bestEpoch));
  }
}
