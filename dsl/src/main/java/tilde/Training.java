package tilde;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tilde.output.Host;
import tilde.output.Progress;
import tilde.train.Examples;
import tilde.train.Metric;
import tilde.train.Optimizer;
import tilde.train.Schedule;
import tilde.train.TrainingListener;
import tilde.train.TrainingLog;
import tilde.train.TrainingSettings;
import tilde.train.TrainingStopped;

/**
 * How a model is to be trained, an immutable value: {@code model.train(data).epochs(5).run()}. What
 * is not said has a default: 10 epochs, batches of 32, adam(0.001) with a constant rate, nothing
 * clipped or frozen, seed 0, all processors.
 */
public final class Training {
  private static final Optimizer DEFAULT_OPTIMIZER = Tilde.adam(1e-3);

  private final Model model;
  private final Dataset data;
  private final Dataset validation; // null without
  private final TrainingSettings settings;
  private final Callbacks callbacks;

  Training(Model model, Dataset data) {
    this(
        model,
        data,
        null,
        new TrainingSettings(
            10, 32, DEFAULT_OPTIMIZER, 0, Runtime.getRuntime().availableProcessors()),
        Callbacks.NONE);
  }

  private Training(
      Model model,
      Dataset data,
      Dataset validation,
      TrainingSettings settings,
      Callbacks callbacks) {
    this.model = model;
    this.data = notNull(data, "train");
    this.validation = validation;
    this.settings = settings;
    this.callbacks = callbacks;
  }

  private static Dataset notNull(Dataset data, String word) {
    if (data == null) {
      throw new IllegalArgumentException(
          word + ": the dataset is null, expected one such as digits()");
    }
    return data;
  }

  private Training with(TrainingSettings other) {
    return new Training(model, data, validation, other, callbacks);
  }

  private Training with(Callbacks other) {
    return new Training(model, data, validation, settings, other);
  }

  /** How many times all samples are used. */
  public Training epochs(int count) {
    return with(settings.withEpochs(count));
  }

  /** How many samples make one step. */
  public Training batchSize(int samples) {
    return with(settings.withBatchSize(samples));
  }

  /** How a step follows from the gradient, such as {@code sgd(0.1).momentum(0.9)}. */
  public Training optimizer(Optimizer optimizer) {
    return with(settings.withOptimizer(optimizer));
  }

  /**
   * How the learning rate goes, such as {@code warmup(2).then(cosine())}. It goes over the epochs
   * of this training: training again starts it anew.
   */
  public Training schedule(Schedule schedule) {
    return with(settings.withSchedule(schedule));
  }

  /**
   * Scales down a gradient whose norm, over all parameters that learn, is more than {@code max}.
   */
  public Training clipNorm(double max) {
    return with(settings.withClipNorm(max));
  }

  /** Brings each value of a gradient into [-max, max], before {@link #clipNorm}. */
  public Training clipValue(double max) {
    return with(settings.withClipValue(max));
  }

  /**
   * Layers such as {@code conv1}, or parameters such as {@code conv1.w}, that do not change in this
   * training: no step, no weight decay, no running statistics (batch norm still looks at the
   * batch). What is said of a parameter counts more than what is said of its layer, and a later
   * word more than an earlier one.
   */
  public Training freeze(String... names) {
    TrainingSettings frozen = settings;
    for (String name : names) {
      frozen = frozen.withFrozen(name);
    }
    return with(known(frozen));
  }

  /** Multiplies the learning rate of a layer or parameter, as {@link #freeze} names them. */
  public Training rate(String name, double factor) {
    return with(known(settings.withRate(name, factor)));
  }

  /** Checks names at their word, if the model knows its parameters already. */
  private TrainingSettings known(TrainingSettings named) {
    model.network().ifPresent(network -> named.rates().check(network));
    return named;
  }

  /**
   * Ends training after so many epochs in a row without a lower validation loss, which {@link
   * #validate} measures. However training comes to its end in order, the model then has the state
   * after its best epoch: see {@link History#bestEpoch}.
   */
  public Training earlyStopping(int patience) {
    return earlyStopping(patience, 0);
  }

  /** The same, where only a loss lower by more than {@code minDelta} ends the waiting. */
  public Training earlyStopping(int patience, double minDelta) {
    return with(settings.withEarlyStopping(patience, minDelta));
  }

  /**
   * Calls this after each step, on the thread that trains. It may ask the model, and end training
   * in order with {@code stop()}. An exception ends training too, and {@link #run} throws it on.
   */
  public Training onBatch(Consumer<BatchEvent> callback) {
    return with(callbacks.andBatch(callback));
  }

  /** Calls this after each epoch and its validation, as {@link #onBatch} does after each step. */
  public Training onEpoch(Consumer<EpochEvent> callback) {
    return with(callbacks.andEpoch(callback));
  }

  /** What shuffling draws from, and before the first step of a model its weights too. */
  public Training seed(long seed) {
    return with(settings.withSeed(seed));
  }

  /** How many threads compute; the result is the same for any number, to the last bit. */
  public Training threads(int count) {
    return with(settings.withThreads(count));
  }

  /** Evaluates the model on these samples after each epoch. */
  public Training validate(Dataset samples) {
    if (samples != null && !samples.sampleShape().equals(data.sampleShape())) {
      throw new IllegalArgumentException(
          "validate: the samples are "
              + samples.sampleShape()
              + ", those to train on are "
              + data.sampleShape()
              + ": give both one shape, e.g. by the same map");
    }
    return new Training(model, data, notNull(samples, "validate"), settings, callbacks);
  }

  /**
   * Measures these too on the validation samples after each epoch, such as {@code topK(3)}; what
   * earlier calls asked for stays.
   */
  public Training metrics(Metric... asked) {
    return with(settings.withMetrics(List.of(asked)));
  }

  /**
   * Trains, from the model's present weights on.
   *
   * @return what was recorded
   * @throws TrainingStopped on an interrupt, when a number is no longer finite, or when a callback
   *     fails; the model then has the weights of the last whole step, and {@link Model#history}
   *     what was recorded
   */
  public History run() {
    Examples examples = model.examples(data);
    Examples validationExamples = validation == null ? null : model.examples(validation);
    Metric.check(settings.metrics(), model.loss(), validationExamples);
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
              .train(settings, examples, validationExamples, callbacks.after(listener(progress))));
    }
  }

  private TrainingListener listener(Progress progress) {
    int last = model.learner(data.sampleShape()).epochs() + settings.epochs();
    Map<Integer, String> told = new HashMap<>();
    return new TrainingListener() {
      @Override
      public void batch(TrainingLog.Step step, int batch, int batches) {
        model.learnNames(data.classNames()); // only now: a training that is refused teaches none
        progress.now(
            () ->
                String.format(
                        Locale.ROOT,
                        "epoch %d/%d, batch %d/%d: ",
                        step.epoch(),
                        last,
                        batch,
                        batches)
                    + History.text(step.loss(), step.accuracy()));
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
        told.put(e.epoch(), e.epoch() + line.substring(line.indexOf(':')));
      }

      @Override
      public void restored(int bestEpoch) {
        progress.milestone("the model has its state after the best epoch, " + told.get(bestEpoch));
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
        + ")"
        + settings.refinements();
  }
}
