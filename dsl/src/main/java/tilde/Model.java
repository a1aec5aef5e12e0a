package tilde;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.file.Room;
import tilde.insight.GradientCheck;
import tilde.io.StoredModel;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.loss.Targets;
import tilde.loss.Task;
import tilde.train.Examples;
import tilde.train.Learner;
import tilde.train.Normalization;
import tilde.train.TrainingLog;

/**
 * A network with a loss and with state: parameters, optimizer moments, history. It can be trained
 * and asked.
 *
 * <p>Until its first step a model has the weights of seed 0; the first training draws them from its
 * own seed. It may be used by several threads: who asks while another trains sees the last whole
 * step.
 */
public final class Model {
  private final Net net;
  private final Loss loss;

  // Guarded by this: made when the input shape is known.
  private Learner learner;
  private List<String> classNames;

  Model(Net net, Loss loss) {
    this.net = net;
    this.loss = loss;
    net.input().ifPresent(this::learner);
  }

  private Model(Model origin) {
    this.net = origin.net;
    this.loss = origin.loss;
    this.learner = origin.learner == null ? null : origin.learner.copy();
    this.classNames = origin.classNames;
  }

  private Model(StoredModel stored) {
    this.net = new Net(stored.input(), stored.layers());
    this.loss = stored.loss();
    this.learner =
        stored
            .network()
            .map(n -> new Learner(n, loss, Engine.chosen(), stored.state().orElseThrow()))
            .orElse(null);
    this.classNames = stored.classNames().orElse(null);
  }

  /** The learner for samples of this shape, made if need be. */
  synchronized Learner learner(Shape shape) {
    if (learner == null) {
      learner = new Learner(net.network(shape), loss, Engine.chosen(), 0);
    }
    if (!learner.input().equals(shape)) {
      throw new IllegalArgumentException(
          "this model works on samples of shape "
              + learner.input()
              + ", got "
              + shape
              + ": bring the data into that shape (resize images, or reshape), or make a new model for it");
    }
    return learner;
  }

  private synchronized Learner known(String what) {
    if (learner == null) {
      throw new IllegalStateException(
          what
              + " need the input shape, which the first data decides: train first, or give it, e.g."
              + " net(1, 28, 28)");
    }
    return learner;
  }

  /** The network with its parameters, if the input shape is known. */
  public synchronized Optional<Network> network() {
    return Optional.ofNullable(learner).map(Learner::network);
  }

  /** The description of the network. */
  public Net net() {
    return net;
  }

  /** Trains with all defaults: 10 epochs, batches of 32, adam(0.001). */
  public History fit(Dataset data) {
    return train(data).run();
  }

  /** Begins to say how to train; {@link Training#run} does it. */
  public Training train(Dataset data) {
    return new Training(this, data);
  }

  /** What was recorded in all training of this model up to now, also if it ended early. */
  public synchronized History history() {
    return new History(learner == null ? TrainingLog.EMPTY : learner.log());
  }

  /** What is applied to all samples that enter; see {@link Dataset#normalize}. */
  public synchronized Optional<Normalization> normalization() {
    return learner == null ? Optional.empty() : learner.normalization();
  }

  /**
   * Normalises all that enters by these statistics, which belong to weights copied with {@link
   * #setParameters}: {@code model.setNormalization(other.normalization().orElseThrow())}.
   */
  public void setNormalization(Normalization statistics) {
    known("statistics").setNormalization(statistics);
  }

  synchronized void learnNames(List<String> names) {
    classNames = names;
  }

  private synchronized Optional<List<String>> learntNames() {
    return Optional.ofNullable(classNames);
  }

  private List<String> names(int classes) {
    return names(classes, List.of());
  }

  /** Those learnt in training, or else given here; numbers for outputs that have none. */
  private synchronized List<String> names(int classes, List<String> given) {
    List<String> known = classNames == null ? given : classNames;
    return IntStream.range(0, classes)
        .mapToObj(k -> k < known.size() ? known.get(k) : Integer.toString(k))
        .toList();
  }

  /** The examples of a dataset for this model; only those without an error decide its shape. */
  Examples examples(Dataset data) {
    Examples examples = data.examples(output(data.sampleShape()));
    loss.checkTargets(examples.targets());
    learner(data.sampleShape());
    return examples;
  }

  /** The shape of the scores of such a sample; leaves open an input shape that is open. */
  private synchronized Shape output(Shape shape) {
    Network network = learner == null ? net.network(shape) : learner(shape).network();
    return network.output();
  }

  /** What training makes small. */
  public Loss loss() {
    return loss;
  }

  /**
   * The classes of a batch (N, channels, height, width) or (N, features), or of one sample without
   * its first axis; after {@code sigmoidCE} the labels of each.
   */
  public Predictions predict(Tensor x) {
    if (loss.task() == Task.VALUES) {
      throw new IllegalStateException(
          "predict says classes, but " + loss.kind() + " is for numbers: ask scores(x)");
    }
    Tensor scores = scores(x);
    Tensor p = hasProbabilities() ? probabilities(scores.data(), scores.size(0)) : null;
    return new Predictions(loss, scores, p, names(scores.size(1)));
  }

  private boolean hasProbabilities() {
    return loss.probabilities(new float[1]).isPresent();
  }

  /** The probability of each class, (N, classes), for a batch or for one sample (then N is 1). */
  public Tensor probabilities(Tensor x) {
    if (!hasProbabilities()) {
      throw new IllegalStateException(
          "the scores of " + loss.kind() + " are no probabilities: ask scores(x)");
    }
    Tensor scores = scores(x);
    return probabilities(scores.data(), scores.size(0));
  }

  private Tensor probabilities(float[] scores, int samples) {
    int outputs = scores.length / samples;
    float[] probabilities = new float[scores.length];
    for (int n = 0; n < samples; n++) {
      float[] s = Arrays.copyOfRange(scores, n * outputs, (n + 1) * outputs);
      double[] p = loss.probabilities(s).orElseThrow();
      for (int k = 0; k < outputs; k++) {
        probabilities[n * outputs + k] = (float) p[k];
      }
    }
    return Tensor.wrap(probabilities, samples, outputs);
  }

  /**
   * What comes out of the last layer, (N, outputs) or (N, channels, height, width), for a batch or
   * for one sample (then N is 1).
   */
  public Tensor scores(Tensor x) {
    Examples samples = samples(x);
    Learner asked = learner(samples.shape());
    float[] scores = asked.scores(samples);
    Shape output = asked.network().output();
    return Tensor.wrap(scores, new Examples(output, scores, null).batchShape());
  }

  private Examples samples(Tensor x) {
    return Inputs.samples(x, expectedInput());
  }

  private synchronized Optional<Shape> expectedInput() {
    return learner == null ? Optional.empty() : Optional.of(learner.input());
  }

  /**
   * Loss, accuracy and what else the loss allows on a dataset.
   *
   * @throws IllegalArgumentException if its classes have other names than those learnt in training
   */
  public Evaluation evaluate(Dataset data) {
    Examples examples = examples(data);
    learntNames().ifPresent(learnt -> Answers.checkSame("evaluate", learnt, data.classNames()));
    tilde.train.Evaluation found = learner(examples.shape()).evaluate(examples);
    return new Evaluation(found, names(examples.targets().classes(), data.classNames()));
  }

  /**
   * The gradients of the mean loss of some samples, by each parameter and by the samples. They are
   * those of a training step on these samples in which nothing drops: batch norm looks at them.
   *
   * @param x a batch, or one sample
   * @param labels the class of each sample
   */
  public Gradients gradients(Tensor x, int... labels) {
    Examples samples = samples(x);
    return gradients(samples, targets(samples, labels), x.shape());
  }

  /**
   * The gradients like {@link #gradients(Tensor, int...)}.
   *
   * @param x a batch, or one sample
   * @param targets what the network should say: distributions, (N, classes), or numbers in the
   *     shape of the scores
   */
  public Gradients gradients(Tensor x, Tensor targets) {
    Examples samples = samples(x);
    return gradients(samples, targets(samples, targets), x.shape());
  }

  private Gradients gradients(Examples samples, Targets targets, int[] shape) {
    Examples examples = new Examples(samples.shape(), samples.x(), targets);
    return Gradients.of(learner(samples.shape()), examples, shape);
  }

  private Targets targets(Examples samples, int... labels) {
    return Inputs.targets(labels, samples.size(), output(samples.shape()), loss);
  }

  private Targets targets(Examples samples, Tensor targets) {
    return Inputs.targets(targets, samples.size(), output(samples.shape()), loss);
  }

  /**
   * Checks the derived gradients of a batch against central differences, in double precision
   * (MATH.md, part F): the input, as it enters the first layer, and every parameter, of large ones
   * 200 entries.
   *
   * @param x a batch, or one sample
   * @param labels the class of each sample
   */
  public GradientCheck check(Tensor x, int... labels) {
    Examples samples = samples(x);
    Targets wanted = targets(samples, labels); // first: an error leaves the input shape open
    return Checking.of(learner(samples.shape()), samples, wanted);
  }

  /**
   * Checks the derived gradients like {@link #check(Tensor, int...)}.
   *
   * @param x a batch, or one sample
   * @param targets distributions, (N, classes), or numbers in the shape of the scores
   */
  public GradientCheck check(Tensor x, Tensor targets) {
    Examples samples = samples(x);
    Targets wanted = targets(samples, targets);
    return Checking.of(learner(samples.shape()), samples, wanted);
  }

  /** The parameters by name, such as {@code conv1.w}, in the order of the layers. */
  public Map<String, Tensor> parameters() {
    return weights().byName();
  }

  /** The parameter of this name, such as {@code conv1.w}. */
  public Tensor parameter(String name) {
    return Gradients.named(parameters(), name, "parameter");
  }

  /**
   * Replaces parameters by name, all or none; the optimizer starts anew.
   *
   * @throws IllegalArgumentException if there is no parameter of a name, or a shape differs
   */
  public void setParameters(Map<String, Tensor> values) {
    weights().set(values);
  }

  /** The parameters on their way to files and back, also those of PyTorch. */
  public Weights weights() {
    return new Weights(known("parameters"), net.toString());
  }

  /** The table of layers: output shapes, parameters, multiply-adds. */
  public Summary summary() {
    return new Summary(net.layers(), expectedInput());
  }

  /**
   * The same table with the memory that training with batches of this size needs, and asking.
   *
   * @throws IllegalStateException if the input shape is left to data that has not come yet
   */
  public Summary summary(int batchSize) {
    return summary().withMemory(batchSize, expectedInput().map(net::network));
  }

  /** A model of its own in the same state. */
  public synchronized Model copy() {
    return new Model(this);
  }

  /**
   * Saves all of this model in a file, so that {@link #load} gives it back: the network, weights,
   * normalization, class names, the optimizer's moments and the history. It may be in training:
   * what is saved is its state after the last whole step.
   *
   * @throws java.io.UncheckedIOException if the disk is full or the folder not writable; a file
   *     that was there stays as it is
   */
  public void save(Path file) {
    stored(Optional.empty()).write(file);
  }

  /** Saves this model as {@link #save(Path)} does. */
  public void save(String file) {
    save(Path.of(file));
  }

  /**
   * The model in a file; training it goes on to the same bits as if it had never been saved.
   *
   * @param own the layers of your own that its network has, which no file can hold
   * @throws tilde.file.FileFormatException if it is no model or damaged
   */
  public static Model load(Path file, OwnLayer... own) {
    String fix = "give Java more memory with -Xmx";
    return Room.within("" + file, fix, () -> new Model(ModelFiles.read(file, own)));
  }

  /** The model in a file, as {@link #load(Path, OwnLayer...)} gives it. */
  public static Model load(String file, OwnLayer... own) {
    return load(Path.of(file), own);
  }

  /** What a file holds of this model, with the training under way if its words are given. */
  synchronized StoredModel stored(Optional<String> training) {
    Optional<Learner> known = Optional.ofNullable(learner);
    return new StoredModel(
        net.input(),
        net.layers(),
        loss,
        Optional.ofNullable(classNames),
        known.map(Learner::input),
        known.map(l -> training.isPresent() ? l.checkpoint() : l.snapshot()),
        training);
  }

  /** The line of the DSL that makes this model, untrained. */
  @Override
  public String toString() {
    return net + "." + loss.dsl();
  }
}
