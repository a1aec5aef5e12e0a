package tilde;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tilde.array.Shape;
import tilde.array.Sizes;
import tilde.data.Samples;
import tilde.loss.Loss;
import tilde.loss.Targets;
import tilde.loss.Task;
import tilde.train.Examples;

/** Tensors as a model takes them: a batch, or one sample without its first axis. */
final class Inputs {
  private Inputs() {}

  /**
   * Samples without targets.
   *
   * @param expected the shape of one, if it is known
   */
  static Examples samples(Tensor x, Optional<Shape> expected) {
    if (x.size() == 0) {
      throw new IllegalArgumentException("there is no sample in " + x);
    }
    int[] dims = x.shape();
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

  /** The shape of one of the samples of a dataset. */
  static Shape sampleShape(Tensor images) {
    int[] shape = images.shape();
    if (shape.length < 2) {
      throw new IllegalArgumentException(
          "a dataset needs samples along the first axis, (N, features) or (N, channels, height,"
              + " width), got "
              + Sizes.text(shape)
              + ": for one feature a sample reshape(-1, 1)");
    }
    if (shape[0] == 0) {
      throw new IllegalArgumentException(
          "the dataset is empty: got images of shape "
              + Sizes.text(shape)
              + ", expected at least one; was everything filtered out?");
    }
    return Shape.of(Arrays.copyOfRange(shape, 1, shape.length));
  }

  /** The classes of as many samples with scores of this shape. */
  static Targets targets(int[] labels, int samples, Shape scores, Loss loss) {
    return checked(Targets.ofLabels(labels, scores.size()), samples, scores, loss);
  }

  /** A row of numbers for each of as many samples with scores of this shape. */
  static Targets targets(Tensor t, int samples, Shape scores, Loss loss) {
    checkLayout(Arrays.stream(t.shape()).skip(t.rank() == 4 ? 1 : 0).boxed().toList(), scores);
    boolean one = t.rank() == 0 || (t.rank() == scores.dims().size() && scores.size() > 1);
    int count = one ? 1 : t.size(0);
    float[][] rows = new float[count][];
    int length = t.size() / Math.max(count, 1);
    Arrays.setAll(rows, n -> Arrays.copyOfRange(t.data(), n * length, (n + 1) * length));
    return checked(loss.targets(rows), samples, scores, loss);
  }

  /** Images have one layout: as many numbers in another order would be learnt, but as nonsense. */
  static void checkLayout(List<Integer> target, Shape scores) {
    if (scores.isImage() && target.size() == 3 && !target.equals(scores.dims())) {
      throw new IllegalArgumentException(
          "the target of a sample has shape "
              + Sizes.text(target.stream().mapToInt(Integer::intValue).toArray())
              + ", but the last layer gives "
              + scores
              + ": bring the targets into the order (N, channels, height, width)");
    }
  }

  private static Targets checked(Targets targets, int samples, Shape scores, Loss loss) {
    if (targets.size() != samples || targets.classes() != scores.size()) {
      String what = loss.task() == Task.CLASSES ? " classes" : " outputs";
      throw new IllegalArgumentException(
          "there are "
              + samples
              + " samples and the model has "
              + scores.size()
              + what
              + ", but there are targets for "
              + targets.size()
              + " samples of "
              + targets.classes()
              + what
              + ": give one target a sample");
    }
    loss.checkTargets(targets);
    return targets;
  }
}
