package tilde.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tilde.array.Border;
import tilde.array.Doubles;
import tilde.array.Shape;
import tilde.random.Keyed;

/** A layer with an input shape and a batch size; all numbers are drawn from the seed. */
record LayerCase(Layer layer, Shape in, int images, long seed) {
  private static final int X = 0;
  private static final int DY = 1;
  private static final int BORDERS = 2;
  private static final int W = 3;

  /** What goes into a pass: x, each parameter and dy, all row-major. */
  record Numbers(float[] x, List<float[]> w, float[] dy) {}

  Shape out() {
    return layer.output(in);
  }

  List<ParameterSpec> parameters() {
    return layer.parameters(in);
  }

  /** How near the engine has to come to the reference. */
  enum Agreement {
    /** Values are moved, chosen, or added in few digits: float and double agree exactly. */
    EXACT,
    /** Sums of products: within a share of the sum of the sizes of all terms (MATH.md F1). */
    LINEAR,
    /** Other functions: within a share of the value, or of 1 where it is smaller. */
    NON_LINEAR
  }

  private static final Set<Class<? extends Layer>> NON_LINEAR =
      Set.of(Softmax.class, LayerNorm.class);

  /** Linear without parameters, but not exact: they divide. */
  private static final Set<Class<? extends Layer>> MEANS =
      Set.of(AvgPool.class, GlobalAvgPool.class);

  Agreement agreement() {
    if (layer instanceof ActivationFunction || NON_LINEAR.contains(layer.getClass())) {
      return Agreement.NON_LINEAR;
    }
    if (layer instanceof LeakyRelu leaky && (float) leaky.slope() != leaky.slope()) {
      return Agreement.LINEAR; // the engine's slope is the nearest float
    }
    boolean moves = parameters().isEmpty() && !MEANS.contains(layer.getClass());
    return moves ? Agreement.EXACT : Agreement.LINEAR;
  }

  /** The number of terms the reference sums up. */
  long terms() {
    return images * Math.max(layer.multiplyAdds(in), in.size());
  }

  /** What was in the buffers before: other numbers, and an image more. */
  LayerCase earlier() {
    return new LayerCase(layer, in, images + 1, seed + 1);
  }

  Numbers numbers() {
    List<ParameterSpec> specs = parameters();
    float[][] w = new float[specs.size()][];
    Arrays.setAll(w, p -> draw(W + p, specs.get(p).size()));
    return new Numbers(draw(X, images * in.size()), List.of(w), draw(DY, images * out().size()));
  }

  Doubles x() {
    return Doubles.of(numbers().x(), batch(in));
  }

  Doubles dy() {
    return Doubles.of(numbers().dy(), batch(out()));
  }

  List<Doubles> w() {
    return w(numbers());
  }

  List<Doubles> w(Numbers numbers) {
    Doubles[] wide = new Doubles[numbers.w().size()];
    Arrays.setAll(wide, p -> Doubles.of(numbers.w().get(p), parameters().get(p).shapeArray()));
    return List.of(wide);
  }

  int[] batch(Shape one) {
    int[] shape = new int[one.dims().size() + 1];
    shape[0] = images;
    System.arraycopy(one.toArray(), 0, shape, 1, shape.length - 1);
    return shape;
  }

  /** A border such as a neighbour may ask for; nobody asks for one around a vector. */
  Border border(int which, Shape around) {
    if (!around.isImage()) {
      return Border.NONE;
    }
    Keyed key = Keyed.of(seed).key(BORDERS).key(which);
    return new Border(key.below(0, 3), key.below(1, 3), key.below(2, 3), key.below(3, 3));
  }

  /** Numbers for a purpose of its own. */
  float[] draw(int which, int count) {
    Keyed key = Keyed.of(seed).key(which);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      float value = key.normal(i);
      // Quarters: sums of a few are exact, and equal values and zeros, also -0, are frequent.
      values[i] = agreement() == Agreement.EXACT ? (float) Math.rint(4 * value) / 4 : value;
    }
    return values;
  }
}
