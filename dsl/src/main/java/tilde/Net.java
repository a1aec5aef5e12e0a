package tilde;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tilde.array.Shape;
import tilde.layer.AvgPool;
import tilde.layer.BatchNorm;
import tilde.layer.Conv;
import tilde.layer.ConvTranspose;
import tilde.layer.Custom;
import tilde.layer.Dense;
import tilde.layer.DepthwiseConv;
import tilde.layer.Dropout;
import tilde.layer.Flatten;
import tilde.layer.Gelu;
import tilde.layer.GlobalAvgPool;
import tilde.layer.Layer;
import tilde.layer.LayerNorm;
import tilde.layer.LeakyRelu;
import tilde.layer.MaxPool;
import tilde.layer.Network;
import tilde.layer.Relu;
import tilde.layer.Residual;
import tilde.layer.Sigmoid;
import tilde.layer.Silu;
import tilde.layer.Softmax;
import tilde.layer.Tanh;
import tilde.layer.Upsample;
import tilde.loss.Hinge;
import tilde.loss.Loss;
import tilde.loss.MeanSquaredError;
import tilde.loss.SigmoidCrossEntropy;
import tilde.loss.SoftmaxCrossEntropy;

/**
 * The description of a network, an immutable value: each word returns a new one, so that a prefix
 * can be shared. Words that refine a layer follow it: {@code net().conv(5,
 * 5).filters(16).same().relu()}.
 *
 * <p>With a known input shape, a layer that does not fit fails at the next layer or loss, by name.
 */
public class Net {
  private final Optional<Shape> input;
  private final List<Layer> layers;

  /** Only for the steps of this package, which are networks that end with a layer to refine. */
  Net(Optional<Shape> input, List<Layer> layers) {
    this.input = input;
    this.layers = List.copyOf(layers);
  }

  /**
   * A network without layers; {@code sizes} is empty to leave the input shape to the first data.
   */
  static Net start(int... sizes) {
    return new Net(sizes.length == 0 ? Optional.empty() : Optional.of(Shape.of(sizes)), List.of());
  }

  /** Layers so far with one more; what is there already must fit together. */
  private List<Layer> and(Layer layer) {
    check();
    List<Layer> more = new ArrayList<>(layers);
    more.add(layer);
    return more;
  }

  private void check() {
    if (input.isPresent()) {
      network(input.get());
    } else {
      Network.outputOfAnyInput(layers);
    }
  }

  /**
   * True convolution, {@code y = x * w + b} with the kernel flipped: valid, stride 1 and 8 filters
   * unless refined.
   *
   * @param height rows of the kernel
   * @param width columns of the kernel
   */
  public ConvStep conv(int height, int width) {
    return new ConvStep(input, and(new Conv(height, width)));
  }

  /**
   * True convolution of each channel with a kernel of its own: valid and stride 1 unless refined.
   *
   * @param height rows of the kernels
   * @param width columns of the kernels
   */
  public DepthwiseConvStep depthwiseConv(int height, int width) {
    return new DepthwiseConvStep(input, and(new DepthwiseConv(height, width)));
  }

  /**
   * Transposed convolution, the gradient of a convolution used forward; {@code .stride(2)} doubles
   * an image. Its padding, valid unless refined, is that of the convolution: it cuts the output.
   *
   * @param height rows of the kernel
   * @param width columns of the kernel
   */
  public ConvTransposeStep convTranspose(int height, int width) {
    return new ConvTransposeStep(input, and(new ConvTranspose(height, width)));
  }

  /** {@code y = max(x, 0)}. */
  public Net relu() {
    return new Net(input, and(new Relu()));
  }

  /**
   * Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted; outside
   * training by running statistics.
   */
  public BatchNormStep batchNorm() {
    return new BatchNormStep(input, and(new BatchNorm()));
  }

  /** In training a share {@code p} of the values becomes 0, drawn anew each time; else nothing. */
  public Net dropout(double p) {
    return new Net(input, and(new Dropout(p)));
  }

  /**
   * {@code y = body(x) + x}, with a 1x1 convolution on x where the body changes the shape: {@code
   * residual(n -> n.conv(3,3).same().relu().conv(3,3).same())}.
   *
   * @param body adds layers to the network it gets
   */
  public Net residual(UnaryOperator<Net> body) {
    check();
    Net inside = body.apply(new Net(output(), List.of()));
    if (inside == null) {
      throw new IllegalArgumentException(
          "residual: its body gave null, expected the network it got with more layers: e.g."
              + " residual(n -> n.conv(3,3).same())");
    }
    return new Net(input, and(new Residual(inside.layers())));
  }

  /** The maximum of each {@code size x size} window, windows side by side unless refined. */
  public MaxPoolStep maxPool(int size) {
    return maxPool(size, size);
  }

  /**
   * The maximum of each {@code height x width} window, the stride being the height unless refined.
   */
  public MaxPoolStep maxPool(int height, int width) {
    return new MaxPoolStep(input, and(new MaxPool(height, width, height)));
  }

  /**
   * A layer of your own without parameters, which keeps the shape, from two functions of tensors
   * (N, ...): y from x, and dx from x and dy. Each sample must be worked on by itself.
   *
   * @param name a word; such layers are called by it and numbered from 1
   */
  public Net layer(String name, UnaryOperator<Tensor> forward, BinaryOperator<Tensor> backward) {
    return layer(OwnLayer.of(name, forward, backward));
  }

  /** A layer of your own. */
  public Net layer(OwnLayer own) {
    return new Net(input, and(new Custom(new OwnFunction(own))));
  }

  /** Images as vectors, in the order channel, row, column; a dense layer does it by itself. */
  public Net flatten() {
    return new Net(input, and(new Flatten()));
  }

  /** The fully connected layer {@code y = W x + b} with this many outputs. */
  public DenseStep dense(int units) {
    return new DenseStep(input, and(new Dense(units, true)));
  }

  // ---- functions of each value, pooling by means, repeating, normalising

  /** {@code y = x} where x &gt; 0, and {@code 0.01 x} elsewhere. */
  public Net leakyRelu() {
    return leakyRelu(LeakyRelu.DEFAULT_SLOPE);
  }

  /**
   * {@code y = x} where x &gt; 0, and {@code slope x} elsewhere.
   *
   * @param slope at least 0 and below 1
   */
  public Net leakyRelu(double slope) {
    return new Net(input, and(new LeakyRelu(slope)));
  }

  /** {@code y = x P(x)}, P(x) the probability that a standard normal number is below x. */
  public Net gelu() {
    return new Net(input, and(new Gelu()));
  }

  /** {@code y = x / (1 + exp(-x))}, also known as swish. */
  public Net silu() {
    return new Net(input, and(new Silu()));
  }

  /** {@code y = 1 / (1 + exp(-x))}. */
  public Net sigmoid() {
    return new Net(input, and(new Sigmoid()));
  }

  /** {@code y = tanh(x)}. */
  public Net tanh() {
    return new Net(input, and(new Tanh()));
  }

  /**
   * Softmax over the features of a vector, or over the channels at each pixel of an image. The loss
   * {@link #softmaxCE} has one of its own.
   */
  public Net softmax() {
    return new Net(input, and(new Softmax()));
  }

  /** The mean of each {@code size x size} window, windows side by side unless refined. */
  public AvgPoolStep avgPool(int size) {
    return avgPool(size, size);
  }

  /** The mean of each {@code height x width} window, the stride being the height unless refined. */
  public AvgPoolStep avgPool(int height, int width) {
    return new AvgPoolStep(input, and(new AvgPool(height, width, height, 0)));
  }

  /** The mean of each channel over the whole image, whatever its size: a vector of channels. */
  public Net globalAvgPool() {
    return new Net(input, and(new GlobalAvgPool()));
  }

  /** Each pixel repeated in a block of {@code factor x factor}. */
  public Net upsample(int factor) {
    return new Net(input, and(new Upsample(factor)));
  }

  /** Each sample at mean 0 and variance 1 over all its values, then a scale and shift a value. */
  public Net layerNorm() {
    return new Net(input, and(new LayerNorm()));
  }

  /**
   * Ends the network with softmax and cross-entropy, for class labels or distributions, which makes
   * it trainable. The last layer gives one score a class.
   */
  public Model softmaxCE() {
    return softmaxCE(new SoftmaxCrossEntropy());
  }

  /**
   * Like {@link #softmaxCE()} with settings, such as {@code softmaxCE(labelSmoothing(0.1))} or
   * {@code softmaxCE(classWeights(1, 5))}.
   */
  public Model softmaxCE(SoftmaxCrossEntropy settings) {
    return trainable(settings);
  }

  /**
   * Ends the network with a sigmoid and cross-entropy for each output, for several labels at once:
   * targets in 0..1. The last layer gives one score a label.
   */
  public Model sigmoidCE() {
    return trainable(new SigmoidCrossEntropy());
  }

  /** Ends the network with the mean squared error of all outputs, for numbers as targets. */
  public Model mse() {
    return trainable(new MeanSquaredError());
  }

  /**
   * Ends the network with the multi-class hinge loss, for class labels: the score of the class is
   * to be 1 above all others. The last layer gives one score a class.
   */
  public Model hinge() {
    return trainable(new Hinge());
  }

  private Model trainable(Loss loss) {
    check();
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          loss.kind()
              + " needs scores, but the network has no layer: e.g. net().dense(10)."
              + loss.dsl());
    }
    output().ifPresent(loss::checkScores);
    return new Model(this, loss);
  }

  private Optional<Shape> output() {
    return input.isPresent()
        ? input.map(in -> network(in).output())
        : Network.outputOfAnyInput(layers);
  }

  /**
   * The table of layers: output shapes, parameters, multiply-adds; {@code ?} where data must tell.
   */
  public Summary summary() {
    return new Summary(layers, input);
  }

  /**
   * The same table with the memory that training with batches of this size needs, and asking.
   *
   * @throws IllegalStateException if the input shape is left to the data
   */
  public Summary summary(int batchSize) {
    return summary().withMemory(batchSize, input.map(this::network));
  }

  /** The layers, in order. */
  public List<Layer> layers() {
    return layers;
  }

  Optional<Shape> input() {
    return input;
  }

  /** The network on inputs of this shape. */
  Network network(Shape in) {
    return new Network(in, layers);
  }

  /** Equal to any network of the same input shape and layers. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Net net && net.input.equals(input) && net.layers.equals(layers);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(input, layers);
  }

  /** The line of the DSL that makes this network. */
  @Override
  public final String toString() {
    String sizes = input.map(Shape::toString).orElse("()");
    return "net" + sizes + layers.stream().map(l -> "." + l.dsl()).collect(Collectors.joining());
  }

  /** The layers with the last one, which is a {@code kind}, changed. */
  <L extends Layer> List<Layer> refined(Class<L> kind, UnaryOperator<L> change) {
    List<Layer> refined = new ArrayList<>(layers);
    int last = layers.size() - 1;
    refined.set(last, change.apply(kind.cast(layers.get(last))));
    return refined;
  }
}
