package tilde;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tilde.array.Doubles;
import tilde.array.Engine;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.data.Samples;
import tilde.insight.GradientCheck;
import tilde.insight.ReferenceNetwork;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.loss.Targets;
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
  private static final int CHECKED_ENTRIES = 200;

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
              + ": reshape the data, or make a new model for it");
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

  synchronized void learnNames(List<String> names) {
    classNames = names;
  }

  private synchronized List<String> names(int classes) {
    List<String> known = classNames == null ? List.of() : classNames;
    return known.size() == classes ? known : Samples.numbered(classes);
  }

  /** The examples of a dataset for this model; only those without an error decide its shape. */
  Examples examples(Dataset data) {
    Examples examples = data.examples(scores(data.sampleShape()));
    learner(data.sampleShape());
    return examples;
  }

  /** How many scores a sample of this shape gets; leaves open an input shape that is open. */
  private synchronized int scores(Shape shape) {
    Network network = learner == null ? net.network(shape) : learner(shape).network();
    return network.output().size();
  }

  /**
   * The classes of a batch (N, channels, height, width) or (N, features), or of one sample without
   * its first axis.
   */
  public Predictions predict(Tensor x) {
    Tensor p = probabilities(x);
    return new Predictions(p, names(p.size(1)));
  }

  /** The probability of each class, (N, classes), for a batch or for one sample (then N is 1). */
  public Tensor probabilities(Tensor x) {
    Examples samples = samples(x);
    Learner asked = learner(samples.shape());
    float[] scores = asked.scores(samples);
    int classes = asked.network().output().size();
    float[] probabilities = new float[scores.length];
    float[] s = new float[classes];
    for (int n = 0; n < samples.size(); n++) {
      System.arraycopy(scores, n * classes, s, 0, classes);
      double[] p = SoftmaxCrossEntropy.softmax(s);
      for (int k = 0; k < classes; k++) {
        probabilities[n * classes + k] = (float) p[k];
      }
    }
    return Tensor.wrap(probabilities, samples.size(), classes);
  }

  /** Samples without targets: a batch, or one sample. */
  private Examples samples(Tensor x) {
    if (x.size() == 0) {
      throw new IllegalArgumentException("there is no sample in " + x);
    }
    int[] dims = x.shape();
    Optional<Shape> expected = expectedInput();
    int rank = expected.map(shape -> shape.dims().size()).orElse(dims.length < 3 ? 1 : 3);
    if (dims.length != rank && dims.length != rank + 1) {
      throw new IllegalArgumentException(
          "expected one sample "
              + expected.map(Shape::toString).orElse("(features) or (channels, height, width)")
              + ", or a batch of them along one more axis in front, got "
              + Sizes.text(dims)
              + ": reshape it, e.g. to a batch with reshape"
              + expected.map(Shape::toString).orElse("(1, 28, 28)").replace("(", "(-1, "));
    }
    int[] sample = dims.length == rank ? dims : Arrays.copyOfRange(dims, 1, dims.length);
    Samples.checkFinite(x.data(), Sizes.count(sample));
    return new Examples(Shape.of(sample), x.data(), null);
  }

  private synchronized Optional<Shape> expectedInput() {
    return learner == null ? Optional.empty() : Optional.of(learner.input());
  }

  /** Loss, accuracy and confusion matrix on a dataset. */
  public Evaluation evaluate(Dataset data) {
    Examples examples = examples(data);
    return new Evaluation(
        learner(examples.shape()).evaluate(examples), names(examples.targets().classes()));
  }

  /**
   * The gradients of the mean loss of some samples, by each parameter and by the samples.
   *
   * @param x a batch, or one sample
   * @param labels the class of each sample
   */
  public Gradients gradients(Tensor x, int... labels) {
    Examples samples = samples(x);
    return gradients(samples, Targets.ofLabels(labels, scores(samples.shape())), x.shape());
  }

  /**
   * The gradients of the mean loss of some samples, by each parameter and by the samples.
   *
   * @param x a batch, or one sample
   * @param distributions (N, classes), what the network should say
   */
  public Gradients gradients(Tensor x, Tensor distributions) {
    return gradients(samples(x), Targets.ofDistributions(distributions.toArray2D()), x.shape());
  }

  private Gradients gradients(Examples samples, Targets targets, int[] shape) {
    checkTargets(samples, targets);
    Learner asked = learner(samples.shape());
    Examples examples = new Examples(samples.shape(), samples.x(), targets);
    Learner.Gradients found = asked.gradients(examples);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    List<Network.Parameter> parameters = asked.network().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      Network.Parameter parameter = parameters.get(p);
      Tensor gradient = Tensor.wrap(found.parameters().get(p), parameter.spec().shapeArray());
      if (parameter.spec().trained()) {
        byName.put(parameter.name(), gradient);
      }
    }
    return new Gradients(found.loss(), byName, Tensor.wrap(found.input(), shape));
  }

  private void checkTargets(Examples samples, Targets targets) {
    int classes = scores(samples.shape());
    if (targets.size() != samples.size() || targets.classes() != classes) {
      throw new IllegalArgumentException(
          "there are "
              + samples.size()
              + " samples and the model has "
              + classes
              + " classes, but there"
              + " are targets for "
              + targets.size()
              + " samples of "
              + targets.classes()
              + " classes: give one target a sample");
    }
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
    Targets targets = Targets.ofLabels(labels, scores(samples.shape()));
    checkTargets(samples, targets);
    Learner asked = learner(samples.shape());
    Network network = asked.network();
    List<Doubles> parameters = new ArrayList<>();
    for (Network.Parameter parameter : network.parameters()) {
      float[] values = asked.parameter(parameters.size());
      parameters.add(Doubles.of(values, parameter.spec().shapeArray()));
    }
    Doubles x64 = Doubles.of(samples.x(), samples.batchShape());
    return GradientCheck.of(
        new ReferenceNetwork(network, loss, targets),
        asked.normalization().map(normalization -> normalization.apply(x64)).orElse(x64),
        parameters,
        CHECKED_ENTRIES,
        0);
  }

  /** The parameters by name, such as {@code conv1.w}, in the order of the layers. */
  public Map<String, Tensor> parameters() {
    Learner asked = known("parameters");
    Map<String, Tensor> byName = new LinkedHashMap<>();
    List<Network.Parameter> parameters = asked.network().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      byName.put(
          parameters.get(p).name(),
          Tensor.wrap(asked.parameter(p), parameters.get(p).spec().shapeArray()));
    }
    return Collections.unmodifiableMap(byName);
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
    Learner asked = known("parameters");
    Map<String, Tensor> present = parameters();
    List<String> names = List.copyOf(present.keySet());
    Map<Integer, float[]> byIndex = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Tensor old = Gradients.named(present, name, "parameter");
          if (!Arrays.equals(old.shape(), value.shape()) || value.countNonFinite() > 0) {
            throw new IllegalArgumentException(
                name + " needs finite numbers in the shape of " + old + ", got " + value);
          }
          byIndex.put(names.indexOf(name), value.toArray());
        });
    asked.setParameters(byIndex);
  }

  /** The table of layers: output shapes, parameters, multiply-adds. */
  public Summary summary() {
    return new Summary(net.layers(), expectedInput());
  }

  /** A model of its own in the same state. */
  public synchronized Model copy() {
    return new Model(this);
  }

  /** The line of the DSL that makes this model, untrained. */
  @Override
  public String toString() {
    return net + "." + loss.kind() + "()";
  }
}
