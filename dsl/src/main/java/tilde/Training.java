package tilde;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tilde.data.Augmentation;
import tilde.output.Host;
import tilde.output.Progress;
import tilde.train.Examples;
import tilde.train.Learner;
import tilde.train.Metric;
import tilde.train.Optimizer;
import tilde.train.Schedule;
import tilde.train.Snapshot;
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
  private final Checkpoints checkpoints;

  Training(Model model, Dataset data) {
    this(
        model,
        data,
        null,
        new TrainingSettings(
            10, 32, DEFAULT_OPTIMIZER, 0, Runtime.getRuntime().availableProcessors()),
        Callbacks.NONE,
        Checkpoints.NONE);
  }

  private Training(
      Model model,
      Dataset data,
      Dataset validation,
      TrainingSettings settings,
      Callbacks callbacks,
      Checkpoints checkpoints) {
    this.model = model;
    this.data = notNull(data, "train");
    this.validation = validation;
    this.settings = settings;
    this.callbacks = callbacks;
    this.checkpoints = checkpoints;
  }

  private static Dataset notNull(Dataset data, String word) {
    if (data == null) {
      throw new IllegalArgumentException(
          word + ": the dataset is null, expected one such as digits()");
    }
    return data;
  }

  private Training with(TrainingSettings other) {
    return new Training(model, data, validation, other, callbacks, checkpoints);
  }

  private Training with(Callbacks other) {
    return new Training(model, data, validation, settings, other, checkpoints);
  }

  private Training with(Checkpoints other) {
    return new Training(model, data, validation, settings, callbacks, other);
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
    notNull(samples, "validate");
    if (!samples.sampleShape().equals(data.sampleShape())) {
      throw new IllegalArgumentException(
          "validate: the samples are "
              + samples.sampleShape()
              + ", those to train on are "
              + data.sampleShape()
              + ": give both one shape, e.g. by the same map");
    }
    Answers.checkSame("validate", data.classNames(), samples.classNames());
    return new Training(model, data, samples, settings, callbacks, checkpoints);
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
    return run(Optional.empty());
  }

  /**
   * Saves the model and where this training stands after each epoch, in one file that is replaced
   * as a whole. {@link Model#load} reads it, and {@link #resume} goes on.
   */
  public Training checkpoints(String file) {
    return checkpoints(file, 1);
  }

  /** The same after every {@code epochs} epochs of this training. */
  public Training checkpoints(String file, int epochs) {
    return with(new Checkpoints(Path.of(file), epochs, checkpoints.best()));
  }

  /**
   * Saves likewise after an epoch that was better than all of this training before: of a lower
   * validation loss, or without validation data of a lower training loss.
   */
  public Training checkpointBest(String file) {
    return with(new Checkpoints(checkpoints.file(), checkpoints.everyEpochs(), Path.of(file)));
  }

  /**
   * Goes on where a training with the same words was when it wrote this checkpoint, to the same
   * bits as if it had never stopped. What is left of {@link #epochs} is trained: of 20, after a
   * checkpoint of the 15th, five; none if all were. The model takes the state in the file. Without
   * {@link #checkpoints} of their own, the rest of its epochs write to the same file.
   *
   * @return what all of this training recorded, before the checkpoint and since
   * @throws tilde.file.FileFormatException if the file is none, or is from another network or other
   *     words
   */
  public History resume(String file) {
    Snapshot from = ModelFiles.checkpoint(Path.of(file), model, words(), validation != null);
    Training rest = checkpoints.file() == null ? checkpoints(file) : this;
    return rest.run(Optional.of(from));
  }

  private History run(Optional<Snapshot> from) {
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
    Learner learner = model.learner(examples.shape());
    Snapshot.Run before = from.flatMap(Snapshot::run).orElse(Snapshot.Run.NEW);
    int first = from.map(Snapshot::epoch).orElse(learner.epochs()) - before.log().epochs().size();
    try (Progress progress = Host.display().progress()) {
      TrainingListener shown = new Shown(model, data, progress, first + settings.epochs(), before);
      TrainingListener all = callbacks.after(checkpoints.after(shown, model, words(), before));
      if (from.isEmpty()) {
        return new History(learner.train(settings, examples, validationExamples, all));
      }
      TrainingLog recorded =
          learner.resume(from.get(), settings, examples, validationExamples, all);
      model.learnNames(data.classNames()); // also where nothing was left to train
      return new History(recorded);
    }
  }

  /** What has to be the same in a training that goes on. */
  private String words() {
    boolean asTheyAre = data.augmentation().equals(Augmentation.NONE);
    return "train("
        + (data.size() + " samples " + data.sampleShape())
        + (asTheyAre ? "" : ".augment(" + data.augmentation() + ")")
        + ").batchSize("
        + settings.batchSize()
        + ").optimizer("
        + settings.optimizer().dsl()
        + ").seed("
        + settings.seed()
        + ")"
        + settings.refinements()
        + (validation == null ? "" : ".validate(" + validation.size() + " samples)");
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
