package tilde;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tilde.output.Host;
import tilde.output.Progress;
import tilde.train.Examples;
import tilde.train.Metric;
import tilde.train.Optimizer;
import tilde.train.TrainingListener;
import tilde.train.TrainingLog;
import tilde.train.TrainingSettings;
import tilde.train.TrainingStopped;

/**
 * How a model is to be trained, an immutable value: {@code model.train(data).epochs(5).run()}. What
 * is not said has a default: 10 epochs, batches of 32, adam(0.001), seed 0, all processors.
 */
public final class Training {
  private static final Optimizer DEFAULT_OPTIMIZER = Tilde.adam(1e-3);

  private final Model model;
  private final Dataset data;
  private final Dataset validation; // null without
  private final List<Metric> metrics;
  private final TrainingSettings settings;

  Training(Model model, Dataset data) {
    this(
        model,
        data,
        null,
        List.of(),
        new TrainingSettings(
            10, 32, DEFAULT_OPTIMIZER, 0, Runtime.getRuntime().availableProcessors()));
  }

  private Training(
      Model model,
      Dataset data,
      Dataset validation,
      List<Metric> metrics,
      TrainingSettings settings) {
    this.model = model;
    this.data = data;
    this.validation = validation;
    this.metrics = metrics;
    this.settings = settings;
  }

  private Training with(TrainingSettings other) {
    return new Training(model, data, validation, metrics, other);
  }

  /** How many times all samples are used. */
  public Training epochs(int count) {
    TrainingSettings s = settings;
    return with(new TrainingSettings(count, s.batchSize(), s.optimizer(), s.seed(), s.threads()));
  }

  /** How many samples make one step. */
  public Training batchSize(int samples) {
    TrainingSettings s = settings;
    return with(new TrainingSettings(s.epochs(), samples, s.optimizer(), s.seed(), s.threads()));
  }

  /** How a step follows from the gradient, such as {@code sgd(0.1).momentum(0.9)}. */
  public Training optimizer(Optimizer optimizer) {
    TrainingSettings s = settings;
    return with(new TrainingSettings(s.epochs(), s.batchSize(), optimizer, s.seed(), s.threads()));
  }

  /** What shuffling draws from, and before the first step of a model its weights too. */
  public Training seed(long seed) {
    TrainingSettings s = settings;
    return with(new TrainingSettings(s.epochs(), s.batchSize(), s.optimizer(), seed, s.threads()));
  }

  /** How many threads compute; the result is the same for any number, to the last bit. */
  public Training threads(int count) {
    TrainingSettings s = settings;
    return with(new TrainingSettings(s.epochs(), s.batchSize(), s.optimizer(), s.seed(), count));
  }

  /** Evaluates the model on these samples after each epoch. */
  public Training validate(Dataset samples) {
    return new Training(model, data, samples, metrics, settings);
  }

  /** Measures these too on the validation samples after each epoch, such as {@code topK(3)}. */
  public Training metrics(Metric... asked) {
    return new Training(model, data, validation, List.of(asked), settings);
  }

  /**
   * Trains, from the model's present weights on.
   *
   * @return what was recorded
   * @throws TrainingStopped on an interrupt, or when a number is no longer finite; the model then
   *     has the weights of the last whole step, and {@link Model#history} what was recorded
   */
  public History run() {
    Examples examples = model.examples(data);
    Examples validationExamples = validation == null ? null : model.examples(validation);
    Metric.check(metrics, model.loss(), validationExamples);
    model.learnNames(data.classNames());
    if (settings.batchSize() > data.size()) {
      Tilde.show(
          "batchSize "
              + settings.batchSize()
              + " is more than the "
              + data.size()
              + " samples: all of them make one batch");
    }
    try (Progress progress = Host.display().progress()) {
      return new History(
          model
              .learner(examples.shape())
              .train(
                  settings.measuring(metrics), examples, validationExamples, listener(progress)));
    }
  }

  private TrainingListener listener(Progress progress) {
    int last = model.learner(data.sampleShape()).epochs() + settings.epochs();
    return new TrainingListener() {
      @Override
      public void batch(int epoch, int batch, int batches, double loss, double accuracy) {
        progress.now(
            () ->
                String.format(
                        Locale.ROOT, "epoch %d/%d, batch %d/%d: ", epoch, last, batch, batches)
                    + History.text(loss, accuracy));
      }

      @Override
      public void epoch(TrainingLog.Epoch e) {
        String line = "epoch " + e.epoch() + "/" + last + ": ";
        line += History.text(e.loss(), e.accuracy());
        if (e.validation() != null) {
          line += ", validation " + History.text(e.validation().loss(), e.validation().accuracy());
          for (Map.Entry<String, Double> metric : e.validation().metrics().entrySet()) {
            line += String.format(Locale.ROOT, ", %s %.4f", metric.getKey(), metric.getValue());
          }
        }
        progress.milestone(line);
      }
    };
  }

  @Override
  public String toString() {
    return "train("
        + data.size()
        + " samples).epochs("
        + settings.epochs()
        + ").batchSize("
        + settings.batchSize()
        + ").optimizer("
        + settings.optimizer().dsl()
        + ")";
  }
}
