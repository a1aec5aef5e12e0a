package tilde;

import java.nio.file.Path;
import tilde.array.ArrayConvolution;
import tilde.array.Blocks;
import tilde.array.Engine;
import tilde.array.Mode;
import tilde.array.Sizes;
import tilde.data.Augmentation;
import tilde.data.Digits;
import tilde.fetch.Published;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.output.Host;
import tilde.output.MimeBundle;
import tilde.train.Adagrad;
import tilde.train.Adam;
import tilde.train.Cosine;
import tilde.train.Metric;
import tilde.train.OneCycle;
import tilde.train.ReduceOnPlateau;
import tilde.train.RmsProp;
import tilde.train.Schedule;
import tilde.train.Sgd;
import tilde.train.StepDecay;
import tilde.train.Warmup;

/**
 * The words of the DSL, for {@code import static tilde.Tilde.*}:
 *
 * <pre>{@code
 * var data = digits().split(0.8);
 * var model = net().conv(3,3).relu().dense(10).softmaxCE();
 * var history = model.fit(data.train());
 * model.evaluate(data.test());
 * }</pre>
 */
public final class Tilde {
  /** The whole support of a convolution, (H+kh-1, W+kw-1). */
  public static final Mode FULL = Mode.FULL;

  /** The part of a convolution as large as x. */
  public static final Mode SAME = Mode.SAME;

  /** The part of a convolution where the smaller array lies wholly inside the larger. */
  public static final Mode VALID = Mode.VALID;

  private Tilde() {}

  /** An empty network; the first data decides the input shape. */
  public static Net net() {
    return Net.start();
  }

  /** The model in a file, as {@link Model#load(String, OwnLayer...)} gives it. */
  public static Model load(String file, OwnLayer... own) {
    return Model.load(file, own);
  }

  /**
   * An empty network for inputs of this shape, so that a layer that does not fit is an error at
   * once.
   *
   * @param shape (channels, height, width) for images, (features) for vectors
   */
  public static Net net(int... shape) {
    return Net.start(shape);
  }

  /** Gradient descent; refine with {@code momentum(0.9)} and {@code nesterov()}. */
  public static Sgd sgd(double learningRate) {
    return new Sgd(learningRate, 0, false);
  }

  /** Adam; refine with {@code betas(0.9, 0.999)} and {@code epsilon(1e-8)}. */
  public static Adam adam(double learningRate) {
    return new Adam(learningRate);
  }

  /**
   * Settings of {@code softmaxCE} that spread this share of the target, such as 0.1, over all
   * classes; refine with {@code classWeights(...)}.
   */
  public static SoftmaxCrossEntropy labelSmoothing(double share) {
    return new SoftmaxCrossEntropy().labelSmoothing(share);
  }

  /** Settings of {@code softmaxCE} with a weight for each class, such as more for a rare one. */
  public static SoftmaxCrossEntropy classWeights(double... weights) {
    return new SoftmaxCrossEntropy().classWeights(weights);
  }

  /** The share of samples whose class is among the k of the highest scores: {@code top3}. */
  public static Metric topK(int k) {
    return Metric.topK(k);
  }

  /** The mean of the precisions of all classes: {@code macroPrecision}. */
  public static Metric macroPrecision() {
    return Metric.macroPrecision();
  }

  /** The mean of the recalls of all classes: {@code macroRecall}. */
  public static Metric macroRecall() {
    return Metric.macroRecall();
  }

  /** The mean of the F1 scores of all classes: {@code macroF1}. */
  public static Metric macroF1() {
    return Metric.macroF1();
  }

  /** How far confidence and accuracy lie apart, the expected calibration error. */
  public static Metric calibrationError() {
    return Metric.calibrationError();
  }

  /** The root of the mean squared error: {@code rmse}. */
  public static Metric rmse() {
    return Metric.rmse();
  }

  /** The mean of the absolute errors: {@code meanAbsoluteError}. */
  public static Metric meanAbsoluteError() {
    return Metric.meanAbsoluteError();
  }

  /**
   * The 1,797 real handwritten digits of 8 x 8 pixels of the UCI repository (E. Alpaydin and C.
   * Kaynak, 1998, CC BY 4.0): images (1797, 1, 8, 8) in 0..1, labels 0 to 9.
   */
  public static Dataset digits() {
    return Dataset.of(Digits.load());
  }

  /**
   * The 60,000 and 10,000 handwritten digits of MNIST, (1, 28, 28) in 0..1. They are looked for in
   * the folder {@code mnist} of the environment's TILDE_DATA, or else of {@code .cache/tilde} at
   * home, and fetched into it if they are not there.
   */
  public static Dataset.Split mnist() {
    return Known.mnist(Known.cached(Published.MNIST));
  }

  /** The same from a folder that has the files. */
  public static Dataset.Split mnist(String folder) {
    return Known.mnist(Known.in(Published.MNIST, Path.of(folder)));
  }

  /** The 60,000 and 10,000 pictures of clothes of Fashion-MNIST, like {@link #mnist()}. */
  public static Dataset.Split fashionMnist() {
    return Known.fashionMnist(Known.cached(Published.FASHION_MNIST));
  }

  /** The same from a folder that has the files. */
  public static Dataset.Split fashionMnist(String folder) {
    return Known.fashionMnist(Known.in(Published.FASHION_MNIST, Path.of(folder)));
  }

  /**
   * The 50,000 and 10,000 photographs of CIFAR-10, (3, 32, 32) in 0..1, like {@link #mnist()}. In a
   * small heap they are read from the disk whenever they are needed.
   */
  public static Dataset.Split cifar10() {
    return Known.cifar10(Known.cached(Published.CIFAR10));
  }

  /** The same from a folder that has the files. */
  public static Dataset.Split cifar10(String folder) {
    return Known.cifar10(Known.in(Published.CIFAR10, Path.of(folder)));
  }

  // ---- other samples of those there are, for dataset.augment(...); more words follow with a dot

  /** Moves images by up to so many whole pixels up, down and to the sides; zeros come in. */
  public static Augmentation shift(int pixels) {
    return Augmentation.NONE.shift(pixels);
  }

  /** Pads images by so many zeros on all sides, and cuts their size out again anywhere. */
  public static Augmentation crop(int padding) {
    return Augmentation.NONE.crop(padding);
  }

  /** Lets left and right of every other image change places. */
  public static Augmentation flipHorizontal() {
    return Augmentation.NONE.flipHorizontal();
  }

  /** Lets top and bottom of every other image change places. */
  public static Augmentation flipVertical() {
    return Augmentation.NONE.flipVertical();
  }

  /** Turns images about their centre, by up to so many degrees either way. */
  public static Augmentation rotate(double degrees) {
    return Augmentation.NONE.rotate(degrees);
  }

  /** Adds normal numbers of this standard deviation, in the unit of the samples. */
  public static Augmentation noise(double deviation) {
    return Augmentation.NONE.noise(deviation);
  }

  /** Mixes samples of a batch, and what a network should say for them; a usual alpha is 0.2. */
  public static Augmentation mixup(double alpha) {
    return Augmentation.NONE.mixup(alpha);
  }

  /** Shows a value where output goes: rich in a notebook, as text in a terminal. */
  public static void show(Object value) {
    Host.display().show(MimeBundle.of(value));
  }

  /**
   * Shows a value in one form, such as {@code show(chart, "image/svg+xml")} or {@code
   * show("<b>x</b>", "text/html")}; as text in a terminal.
   */
  public static void show(Object value, String mimeType) {
    Host.display().show(MimeBundle.of(value, mimeType));
  }

  /**
   * Shows a value that changes: {@code var score = live(0); score.update(1)} replaces it in place.
   */
  public static Live live(Object value) {
    return new Live(Host.display().show(MimeBundle.of(value)));
  }

  /** Takes away what the cell showed and printed so far; in a terminal everything stays. */
  public static void clearOutput() {
    clearOutput(false);
  }

  /** The same; with {@code wait} only when the next output comes, so that nothing flickers. */
  public static void clearOutput(boolean wait) {
    Host.display().clear(wait);
  }

  /** The inner loops in use, why, and which flag is missing if faster ones could be. */
  public static Engine engine() {
    return Engine.chosen();
  }

  /**
   * True convolution of two arrays, {@code y[e,f] = sum_a sum_b w[e-a,f-b] x[a,b]}, the kernel
   * flipped (MATH.md, part A).
   *
   * @param x (H, W)
   * @param w (kh, kw)
   * @param mode {@link #FULL}, {@link #SAME} or {@link #VALID}
   * @throws IllegalArgumentException unless both have two axes; for VALID if neither contains the
   *     other
   */
  public static Tensor conv(Tensor x, Tensor w, Mode mode) {
    checkMatrix("conv", x);
    checkMatrix("conv", w);
    return wrap(
        ArrayConvolution.convolve(
            x.data(), x.size(0), x.size(1), w.data(), w.size(0), w.size(1), mode, engine()));
  }

  /**
   * Cross-correlation of two arrays, {@code y[e,f] = sum_a sum_b w[a,b] x[e+a,f+b]}: what most
   * frameworks call convolution, the kernel not flipped.
   *
   * @param x (H, W)
   * @param w (kh, kw)
   */
  public static Tensor crossCorrelation(Tensor x, Tensor w, Mode mode) {
    checkMatrix("crossCorrelation", x);
    checkMatrix("crossCorrelation", w);
    return wrap(
        ArrayConvolution.crossCorrelate(
            x.data(), x.size(0), x.size(1), w.data(), w.size(0), w.size(1), mode, engine()));
  }

  private static Tensor wrap(ArrayConvolution.Result y) {
    return Tensor.wrap(y.values(), y.height(), y.width());
  }

  private static void checkMatrix(String word, Tensor a) {
    if (a.rank() != 2 || a.size() == 0) {
      throw new IllegalArgumentException(
          word
              + " works on arrays (height, width), got "
              + Sizes.text(a.shape())
              + ": take one channel, e.g. image.at(0), or reshape");
    }
  }

  /**
   * The flip w~ of both spatial axes, {@code w~[i,j] = w[-i,-j]}: the last two axes are reversed.
   */
  public static Tensor flip(Tensor w) {
    return Tensor.wrap(Blocks.flipLastTwo(w.data(), w.shape()), w.shape());
  }

  /** A tensor of nested arrays, such as {@code new float[][] {{1, 2}, {3, 4}}}. */
  public static Tensor tensor(Object[] nested) {
    return Tensor.of(nested);
  }

  /** A vector of these values. */
  public static Tensor tensor(double... values) {
    return Tensor.of(values);
  }

  /** A vector of these values. */
  public static Tensor tensor(float[] values) {
    return Tensor.of(values);
  }

  /** A vector of these values. */
  public static Tensor tensor(int[] values) {
    return Tensor.of(values);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(int... shape) {
    return Tensor.zeros(shape);
  }

  /** A tensor of one value everywhere. */
  public static Tensor full(double value, int... shape) {
    return Tensor.full(value, shape);
  }

  /** The vector 0, 1, ..., count - 1. */
  public static Tensor range(int count) {
    return Tensor.range(count);
  }

  /** The vector start, start + step, ..., without stop. */
  public static Tensor range(double start, double stop, double step) {
    return Tensor.range(start, stop, step);
  }

  /** Normal numbers, mean 0 and variance 1, drawn from {@code seed}. */
  public static Tensor randn(long seed, int... shape) {
    return Tensor.randn(seed, shape);
  }

  // ---- how training goes: more optimizers, and schedules of the learning rate

  /** AdamW, Adam whose decay of weights is not part of the gradient; {@code weightDecay(0.01)}. */
  public static Adam adamW(double learningRate) {
    return Adam.decoupled(learningRate);
  }

  /** RMSprop; refine with {@code alpha(0.99)}, {@code epsilon(1e-8)} and {@code momentum(0.9)}. */
  public static RmsProp rmsProp(double learningRate) {
    return new RmsProp(learningRate);
  }

  /** Adagrad; refine with {@code epsilon(1e-10)}. */
  public static Adagrad adagrad(double learningRate) {
    return new Adagrad(learningRate);
  }

  /** The same learning rate all the time. */
  public static Schedule constant() {
    return new Schedule.Constant();
  }

  /** A learning rate multiplied by {@code gamma} after each {@code everyEpochs} epochs. */
  public static StepDecay stepDecay(int everyEpochs, double gamma) {
    return new StepDecay(everyEpochs, gamma);
  }

  /** A learning rate multiplied by {@code gamma} after each epoch. */
  public static StepDecay exponential(double gamma) {
    return new StepDecay(1, gamma);
  }

  /**
   * A learning rate that falls to 0 along a cosine, or to a part of itself, {@code floor(0.01)}.
   */
  public static Cosine cosine() {
    return new Cosine(0);
  }

  /** A learning rate that grows over the first epochs; {@code warmup(2).then(cosine())}. */
  public static Warmup warmup(int epochs) {
    return new Warmup(epochs);
  }

  /** A learning rate that grows from 1/25 to all of it, then falls far below. */
  public static OneCycle oneCycle() {
    return new OneCycle();
  }

  /**
   * A learning rate multiplied by {@code factor} when more than {@code patience} epochs in a row
   * brought no lower loss: of validation where there is one, otherwise of training.
   */
  public static ReduceOnPlateau reduceOnPlateau(int patience, double factor) {
    return new ReduceOnPlateau(patience, factor);
  }
}
