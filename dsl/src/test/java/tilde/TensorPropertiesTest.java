package tilde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tilde.array.Blocks;

/** What holds for every shape, compared with loops over indices that are too plain to be wrong. */
class TensorPropertiesTest {
  @Provide
  Arbitrary<int[]> shapes() {
    return sizes(0);
  }

  @Provide
  Arbitrary<int[]> filledShapes() {
    return sizes(1);
  }

  private static Arbitrary<int[]> sizes(int least) {
    return Arbitraries.integers().between(least, 4).array(int[].class).ofMinSize(0).ofMaxSize(4);
  }

  private static Tensor numbers(long seed, int... shape) {
    return Tensor.randn(seed, shape);
  }

  /** Every index of a shape, in row-major order. */
  private static int[][] indices(int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int[][] indices = new int[count][shape.length];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        indices[i][axis] = rest % shape[axis];
        rest /= shape[axis];
      }
    }
    return indices;
  }

  /** A shape that broadcasts to the given one: some axes missing in front, some 1. */
  private static int[] smaller(Random random, int... shape) {
    int[] kept = Arrays.copyOfRange(shape, random.nextInt(shape.length + 1), shape.length);
    return Arrays.stream(kept).map(size -> random.nextInt(3) == 0 ? 1 : size).toArray();
  }

  private static float broadcast(Tensor operand, int... index) {
    int missing = index.length - operand.rank();
    return operand.get(
        IntStream.range(0, operand.rank())
            .map(axis -> operand.size(axis) == 1 ? 0 : index[missing + axis])
            .toArray());
  }

  @Property
  void broadcastingEqualsExplicitLoops(@ForAll("shapes") int[] shape, @ForAll Random random) {
    Tensor a = numbers(1, shape);
    Tensor b = numbers(2, smaller(random, shape));
    Tensor difference = a.minus(b);
    assertThat(difference.shape()).isEqualTo(shape);
    assertThat(b.minus(a)).isEqualTo(difference.map(x -> x == 0 ? 0 : -x));
    for (int[] index : indices(shape)) {
      assertThat(difference.get(index)).isEqualTo(a.get(index) - broadcast(b, index));
    }
  }

  @Property
  void bothOperandsMayRepeat(@ForAll("filledShapes") int[] shape, @ForAll Random random) {
    Tensor a = numbers(1, smaller(random, shape));
    Tensor b = numbers(2, smaller(random, shape));
    Tensor product = a.times(b);
    for (int[] index : indices(product.shape())) {
      assertThat(product.get(index)).isEqualTo(broadcast(a, index) * broadcast(b, index));
    }
  }

  @Property
  void reshapeKeepsTheOrder(@ForAll("filledShapes") int[] shape) {
    Tensor tensor = numbers(1, shape);
    assertThat(tensor.flatten().toArray()).isEqualTo(tensor.toArray());
    assertThat(tensor.reshape(1, -1).reshape(shape)).isEqualTo(tensor);
  }

  @Property
  void transposingMovesEachElement(@ForAll("shapes") int[] shape, @ForAll Random random) {
    Tensor tensor = numbers(1, shape);
    int[] axes = IntStream.range(0, shape.length).toArray();
    for (int i = axes.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = axes[i];
      axes[i] = axes[j];
      axes[j] = swapped;
    }
    Tensor moved = tensor.transpose(axes);
    int[] order = axes.length == 0 ? new int[0] : axes;
    for (int[] index : indices(moved.shape())) {
      int[] origin = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        origin[order[i]] = index[i];
      }
      assertThat(moved.get(index)).isEqualTo(tensor.get(origin));
    }
  }

  @Property
  void transposingTwiceGivesTheOriginal(@ForAll("shapes") int[] shape) {
    Tensor tensor = numbers(1, shape);
    assertThat(tensor.transpose().transpose()).isEqualTo(tensor);
  }

  @Property
  void slicesJoinToTheOriginal(@ForAll("shapes") int[] shape, @ForAll Random random) {
    Tensor tensor = numbers(1, shape);
    for (int axis = 0; axis < shape.length; axis++) {
      int cut = random.nextInt(shape[axis] + 1);
      Tensor first = tensor.slice(axis, 0, cut);
      Tensor last = tensor.slice(axis, cut, shape[axis]);
      assertThat(first.size(axis)).isEqualTo(cut);
      assertThat(Tensor.concat(axis, first, last)).isEqualTo(tensor);
    }
  }

  @Property
  void itemsStackToTheOriginal(@ForAll("filledShapes") int[] shape) {
    Tensor batch = numbers(1, shape).unsqueeze(0).plus(numbers(2, 3).reshape(column(shape)));
    Tensor[] items = {batch.at(0), batch.at(1), batch.at(2)};
    assertThat(Tensor.stack(items)).isEqualTo(batch);
    assertThat(batch.take(2, 0)).isEqualTo(Tensor.stack(items[2], items[0]));
  }

  private static int[] column(int... shape) {
    int[] column = new int[shape.length + 1];
    Arrays.fill(column, 1);
    column[0] = 3;
    return column;
  }

  @Property
  void sumsRunInIndexOrderAndExtremesAreElements(
      @ForAll("filledShapes") int[] shape, @ForAll Random random) {
    Tensor tensor = numbers(1, shape);
    int[] axes = IntStream.range(0, shape.length).filter(axis -> random.nextBoolean()).toArray();
    int[] rest =
        IntStream.range(0, shape.length)
            .filter(axis -> Arrays.stream(axes).noneMatch(reduced -> reduced == axis))
            .toArray();
    Tensor ones = Tensor.zeros(Arrays.stream(rest).map(axis -> shape[axis]).toArray());
    double[] sums = new double[ones.size()];
    float[] largest = ones.map(x -> Double.NEGATIVE_INFINITY).toArray();
    for (int[] index : indices(shape)) {
      int at = 0;
      for (int axis : rest) {
        at = at * shape[axis] + index[axis];
      }
      sums[at] += tensor.get(index);
      largest[at] = Math.max(largest[at], tensor.get(index));
    }
    assertThat(tensor.sum(axes)).isEqualTo(Tensor.of(sums).reshape(ones.shape()));
    assertThat(tensor.max(axes)).isEqualTo(Tensor.of(largest, ones.shape()));
    assertThat(tensor.min(axes)).isEqualTo(tensor.neg().max(axes).neg());
    Tensor count = Tensor.full(1, shape).sum(axes);
    double each = count.max();
    double[] means = Arrays.stream(sums).map(sum -> sum / each).toArray();
    assertThat(tensor.mean(axes)).isEqualTo(Tensor.of(means).reshape(ones.shape()));
  }

  @Property
  void argmaxPointsAtTheLargest(@ForAll("filledShapes") int[] shape) {
    Tensor tensor = numbers(1, shape);
    assertThat(tensor.flatten().get(tensor.argmax())).isEqualTo(tensor.max());
    for (int axis = 0; axis < shape.length; axis++) {
      int[] found = tensor.argmax(axis);
      Tensor largest = tensor.max(axis);
      int[][] rest = indices(largest.shape());
      for (int i = 0; i < rest.length; i++) {
        int[] index = new int[shape.length];
        System.arraycopy(rest[i], 0, index, 0, axis);
        index[axis] = found[i];
        System.arraycopy(rest[i], axis, index, axis + 1, shape.length - axis - 1);
        assertThat(tensor.get(index)).isEqualTo(largest.get(rest[i]));
      }
    }
  }

  @Property
  void matrixProductsAreChainsOfFma(
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @IntRange(min = 0, max = 9) int k,
      @ForAll @IntRange(min = 1, max = 9) int n) {
    Tensor a = numbers(1, m, k);
    Tensor b = numbers(2, k, n);
    Tensor product = a.matmul(b);
    for (int[] index : indices(m, n)) {
      float sum = 0;
      for (int i = 0; i < k; i++) {
        sum = Math.fma(a.get(index[0], i), b.get(i, index[1]), sum);
      }
      assertThat(product.get(index)).isEqualTo(sum);
    }
    assertThat(b.transpose().matmul(a.transpose())).isEqualTo(product.transpose());
    assertThat(a.at(0).matmul(b)).isEqualTo(product.at(0));
    assertThat(a.matmul(b.transpose().at(0))).isEqualTo(product.transpose().at(0));
  }

  @Property
  void batchesMultiplyOneByOne(@ForAll("filledShapes") int[] batch, @ForAll Random random) {
    int[] one = smaller(random, batch);
    int[] other = smaller(random, batch);
    Tensor a = numbers(1, with(one, 2, 3));
    Tensor b = numbers(2, with(other, 3, 2));
    Tensor product = a.matmul(b);
    for (int[] index : indices(Arrays.copyOf(product.shape(), product.rank() - 2))) {
      Tensor left = broadcastItem(a, index);
      Tensor right = broadcastItem(b, index);
      Tensor expected = left.matmul(right);
      assertThat(item(product, index)).isEqualTo(expected);
    }
  }

  private static int[] with(int[] shape, int height, int width) {
    int[] longer = Arrays.copyOf(shape, shape.length + 2);
    longer[shape.length] = height;
    longer[shape.length + 1] = width;
    return longer;
  }

  private static Tensor item(Tensor tensor, int... index) {
    for (int i : index) {
      tensor = tensor.at(i);
    }
    return tensor;
  }

  private static Tensor broadcastItem(Tensor tensor, int... index) {
    int missing = index.length - (tensor.rank() - 2);
    return item(
        tensor,
        IntStream.range(0, tensor.rank() - 2)
            .map(axis -> tensor.size(axis) == 1 ? 0 : index[missing + axis])
            .toArray());
  }

  @Property
  void paddingIsTakenAwayBySlices(
      @ForAll("shapes") int[] batch,
      @ForAll @IntRange(min = 0, max = 3) int top,
      @ForAll @IntRange(min = 0, max = 3) int bottom,
      @ForAll @IntRange(min = 0, max = 3) int left,
      @ForAll @IntRange(min = 0, max = 3) int right) {
    Tensor images = numbers(1, with(batch, 2, 3));
    Tensor padded = images.pad(top, bottom, left, right);
    assertThat(padded.slice(-2, top, top + 2).slice(-1, left, left + 3)).isEqualTo(images);
    assertThat((double) padded.abs().sum()).isEqualTo(images.abs().sum());
  }

  @Property
  void flippingTurnsEachImage(@ForAll("shapes") int[] batch) {
    Tensor images = numbers(1, with(batch, 2, 3));
    Tensor flipped = Tensor.wrap(Blocks.flipLastTwo(images.data(), images.shape()), images.shape());
    for (int[] index : indices(images.shape())) {
      int[] opposite = index.clone();
      opposite[index.length - 2] = 1 - index[index.length - 2];
      opposite[index.length - 1] = 2 - index[index.length - 1];
      assertThat(flipped.get(index)).isEqualTo(images.get(opposite));
    }
  }

  @Property
  void theLineFitsEightyCharacters(
      @ForAll("shapes") int[] shape, @ForAll Random random, @ForAll @IntRange(max = 9) int ones) {
    int[] longer = Arrays.copyOf(shape, shape.length + ones);
    Arrays.fill(longer, shape.length, longer.length, 1);
    Tensor wild = Tensor.zeros(longer).map(x -> Float.intBitsToFloat(random.nextInt()));
    assertThat(wild.toString()).startsWith("Tensor ").hasSizeLessThanOrEqualTo(80);
    boolean nan = IntStream.range(0, wild.size()).anyMatch(i -> Float.isNaN(wild.data()[i]));
    assertThat(wild.toString().contains("NaN")).isEqualTo(nan);
  }

  @Property
  void smallWholeNumbersArePrintedExactly(@ForAll @IntRange(min = -9999, max = 9999) int number) {
    assertThat(Tensor.full(number).values()).isEqualTo(number + ".");
    assertThat(Tensor.full(number)).hasToString("Tensor () = " + number);
  }

  @Property
  void aPrintedNumberGivesTheFloatBack(@ForAll float number) {
    String text = Tensor.full(number).toString().substring("Tensor () = ".length());
    assertThat(Float.parseFloat(text)).isEqualTo(number);
  }
}
