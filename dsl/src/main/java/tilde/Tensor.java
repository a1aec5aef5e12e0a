package tilde;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import tilde.array.Blocks;
import tilde.array.Elementwise;
import tilde.array.Filling;
import tilde.array.MatrixProduct;
import tilde.array.Nested;
import tilde.array.Printing;
import tilde.array.Reduction;
import tilde.array.Sizes;
import tilde.array.Strided;
import tilde.data.Npy;

/**
 * Numbers in an immutable, row-major array of any number of axes, 32-bit floats; images are (batch,
 * channels, height, width).
 *
 * <p>Shapes follow NumPy: () is a scalar, (784) a vector, sizes may be 0. Axes may be counted from
 * the end, -1 is the last; indices may not.
 */
public final class Tensor {
  private final float[] data;
  private final int[] shape;

  private Tensor(Strided view) {
    data = view.elements();
    shape = view.shape();
  }

  /** A tensor around the arrays themselves, for those who will not change them any more. */
  static Tensor wrap(float[] data, int... shape) {
    return new Tensor(Strided.of(data, shape));
  }

  /** The elements in row-major order, without a copy: not to be changed. */
  float[] data() {
    return data;
  }

  /** A vector of the values. */
  public static Tensor of(float[] values) {
    return of(values, values.length);
  }

  /** A vector of the values, rounded to float. */
  public static Tensor of(double[] values) {
    return wrap(Nested.flatten(values, values.length), values.length);
  }

  /** A vector of the values, rounded to float. */
  public static Tensor of(int[] values) {
    return wrap(Nested.flatten(values, values.length), values.length);
  }

  /** A tensor of the values in row-major order; an error unless their number fits the shape. */
  public static Tensor of(float[] values, int... shape) {
    return wrap(values.clone(), shape.clone());
  }

  /** A tensor of nested arrays such as {@code double[][]}, an axis for each level, not ragged. */
  public static Tensor of(Object[] nested) {
    int[] shape = Nested.shape(nested);
    return wrap(Nested.flatten(nested, shape), shape);
  }

  /** All zeros; without sizes a scalar. */
  public static Tensor zeros(int... shape) {
    return full(0, shape);
  }

  /** The same value everywhere; without sizes a scalar. */
  public static Tensor full(double value, int... shape) {
    return wrap(Filling.constant((float) value, shape), shape.clone());
  }

  /** The vector 0, 1, ... {@code count} - 1. */
  public static Tensor range(int count) {
    return range(0, count, 1);
  }

  /** The vector start, start + step, ... without {@code stop}; a step of 0 is an error. */
  public static Tensor range(double start, double stop, double step) {
    float[] data = Filling.range(start, stop, step);
    return wrap(data, data.length);
  }

  /** Normal random numbers of mean 0 and variance 1; equal for equal seeds on every machine. */
  public static Tensor randn(long seed, int... shape) {
    return wrap(Filling.normal(seed, shape), shape.clone());
  }

  /** The numbers of a NumPy file, {@code .npy}, as floats. */
  public static Tensor load(String file) {
    Npy.Array array = Npy.read(Path.of(file));
    return wrap(array.data(), array.shape());
  }

  /** Saves a NumPy file, {@code .npy}, replacing an older one as a whole. */
  public void save(String file) {
    Npy.write(Path.of(file), new Npy.Array(shape, data));
  }

  /** The sizes of the axes, in a new array. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of axes, 0 for a scalar. */
  public int rank() {
    return shape.length;
  }

  /** The number of elements. */
  public int size() {
    return data.length;
  }

  /** The size of an axis. */
  public int size(int axis) {
    return shape[Sizes.axis("size", axis, shape)];
  }

  /** One element, by one index for each axis from 0 on; negative indices are an error. */
  public float get(int... index) {
    return data[Sizes.position(shape, index)];
  }

  /** The only element; an error when there are more or none. */
  public float item() {
    Sizes.single(shape);
    return data[0];
  }

  /** The elements in row-major order, in a new array. */
  public float[] toArray() {
    return data.clone();
  }

  /** The rows of a tensor of two axes; an error for another number of axes. */
  public float[][] toArray2D() {
    return Nested.rows(data, shape);
  }

  /** The sum of two tensors, which broadcast as in NumPy. */
  public Tensor plus(Tensor that) {
    return with("plus", that, (a, b) -> a + b);
  }

  /** This plus a number. */
  public Tensor plus(double number) {
    return plus(full(number));
  }

  /** The difference of two tensors, which broadcast as in NumPy. */
  public Tensor minus(Tensor that) {
    return with("minus", that, (a, b) -> a - b);
  }

  /** This minus a number. */
  public Tensor minus(double number) {
    return minus(full(number));
  }

  /** The product element by element, with broadcasting; {@link #matmul} multiplies matrices. */
  public Tensor times(Tensor that) {
    return with("times", that, (a, b) -> a * b);
  }

  /** This times a number. */
  public Tensor times(double number) {
    return times(full(number));
  }

  /** The quotient element by element, with broadcasting; x/0 is infinite or NaN. */
  public Tensor div(Tensor that) {
    return with("div", that, (a, b) -> a / b);
  }

  /** This divided by a number. */
  public Tensor div(double number) {
    return div(full(number));
  }

  /** The larger of each pair of elements, with broadcasting; NaN wins. */
  public Tensor maximum(Tensor that) {
    return with("maximum", that, Math::max);
  }

  /** Each element, or the number where that is larger; {@code maximum(0)} is a relu. */
  public Tensor maximum(double number) {
    return maximum(full(number));
  }

  /** The smaller of each pair of elements, with broadcasting; NaN wins. */
  public Tensor minimum(Tensor that) {
    return with("minimum", that, Math::min);
  }

  /** Each element, or the number where that is smaller. */
  public Tensor minimum(double number) {
    return minimum(full(number));
  }

  private Tensor with(String what, Tensor that, Elementwise.Operation operation) {
    return new Tensor(Elementwise.apply(what, view(), that.view(), operation));
  }

  /** A function of each element, computed in double and rounded to float. */
  public Tensor map(DoubleUnaryOperator function) {
    return wrap(Elementwise.map(data, function), shape);
  }

  /** Each element with its sign changed. */
  public Tensor neg() {
    return map(x -> -x);
  }

  /** The absolute value of each element. */
  public Tensor abs() {
    return map(Math::abs);
  }

  /** The square of each element. */
  public Tensor square() {
    return map(x -> x * x);
  }

  /** The square root of each element, NaN below 0. */
  public Tensor sqrt() {
    return map(StrictMath::sqrt);
  }

  /** e to the power of each element. */
  public Tensor exp() {
    return map(StrictMath::exp);
  }

  /** The natural logarithm of each element, NaN below 0. */
  public Tensor log() {
    return map(StrictMath::log);
  }

  /**
   * The matrix product of (..., m, k) and (..., k, n), in the shape (..., m, n); vectors and
   * batches as NumPy's {@code @}. Each element is one chain of fma in index order.
   */
  public Tensor matmul(Tensor that) {
    return new Tensor(MatrixProduct.apply(view(), that.view()));
  }

  /** The sum of all elements, added in double and rounded once; 0 of none. */
  public float sum() {
    return Reduction.SUM.all(data);
  }

  /** Sums over the axes named, in the shape of the others; unsqueeze puts the axes back. */
  public Tensor sum(int... axes) {
    return new Tensor(Reduction.SUM.over(view(), axes));
  }

  /** The mean of all elements, added in double and rounded once; an error if there are none. */
  public float mean() {
    return Reduction.MEAN.all(data);
  }

  /** Means over the axes named, in the shape of the others. */
  public Tensor mean(int... axes) {
    return new Tensor(Reduction.MEAN.over(view(), axes));
  }

  /** The largest element, NaN if there is one; an error if there are no elements. */
  public float max() {
    return Reduction.MAX.all(data);
  }

  /** The largest elements over the axes named, in the shape of the others. */
  public Tensor max(int... axes) {
    return new Tensor(Reduction.MAX.over(view(), axes));
  }

  /** The smallest element, NaN if there is one; an error if there are no elements. */
  public float min() {
    return Reduction.MIN.all(data);
  }

  /** The smallest elements over the axes named, in the shape of the others. */
  public Tensor min(int... axes) {
    return new Tensor(Reduction.MIN.over(view(), axes));
  }

  /** The row-major position of the first largest element, or of the first NaN. */
  public int argmax() {
    return Reduction.argmax(data);
  }

  /** Where along an axis the largest is, for each index of the others in row-major order. */
  public int[] argmax(int axis) {
    return Reduction.argmax(view(), axis);
  }

  /** The axes in the order named, or all reversed when none is: rows and columns change places. */
  public Tensor transpose(int... axes) {
    return new Tensor(view().transpose(axes));
  }

  /** The same elements in another shape, of which one size may be -1: whatever is left. */
  public Tensor reshape(int... sizes) {
    return wrap(data, Sizes.reshape(shape, sizes));
  }

  /** All elements as a vector. */
  public Tensor flatten() {
    return wrap(data, data.length);
  }

  /** Without the axes named, which have size 1, or without all such axes when none is named. */
  public Tensor squeeze(int... axes) {
    return wrap(data, Sizes.squeeze(shape, axes));
  }

  /** With an axis of size 1 at each of these places of the result: NumPy's expand_dims. */
  public Tensor unsqueeze(int... axes) {
    return wrap(data, Sizes.unsqueeze(shape, axes));
  }

  /** The indices {@code from} (included) to {@code to} (excluded) of an axis. */
  public Tensor slice(int axis, int from, int to) {
    return new Tensor(view().slice(axis, from, to));
  }

  /** One item of the first axis, which is dropped: image i of a batch. */
  public Tensor at(int index) {
    Sizes.axis("at", 0, shape);
    Sizes.inside("at", "index", index, 0, shape);
    return slice(0, index, index + 1).squeeze(0);
  }

  /** The items of the first axis with these numbers, in this order, repeats allowed. */
  public Tensor take(int... rows) {
    return new Tensor(Blocks.take(view(), rows));
  }

  /** Tensors joined along an axis; their other axes must agree. */
  public static Tensor concat(int axis, Tensor... parts) {
    return new Tensor(Blocks.concat(axis, Arrays.stream(parts).map(Tensor::view).toList()));
  }

  /** Tensors of the same shape along a new first axis: images to a batch. */
  public static Tensor stack(Tensor... items) {
    return concat(0, Arrays.stream(items).map(item -> item.unsqueeze(0)).toArray(Tensor[]::new));
  }

  /** Zeros around the last two axes: each image grows by so many rows and columns. */
  public Tensor pad(int top, int bottom, int left, int right) {
    return new Tensor(Blocks.pad(view(), top, bottom, left, right));
  }

  private Strided view() {
    return Strided.of(data, shape);
  }

  /** How many elements are NaN or infinite. */
  public int countNonFinite() {
    return Reduction.countNonFinite(data);
  }

  /** All values in nested brackets, as NumPy prints them. */
  public String values() {
    return values(Integer.MAX_VALUE);
  }

  /** The values in nested brackets, at most so many along each axis: the first, ..., the last. */
  public String values(int mostPerAxis) {
    return Printing.values(data, mostPerAxis, shape);
  }

  /** One line of at most 80 characters: shape, range, mean, and how many are NaN or infinite. */
  @Override
  public String toString() {
    return Printing.line(data, shape);
  }

  /** Whether shape and bits are the same; NaN equals NaN, and 0 is not -0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }
}
