package tilde.layer;

import java.util.List;

/**
 * A parameter that a layer wants.
 *
 * @param name its symbol, such as {@code w}
 * @param shape its sizes
 * @param fanIn values that each output sums over; 0 if all values start at {@code start}
 * @param fanOut outputs that each value reaches
 * @param start what all values are at first, unless they are drawn by fanIn and fanOut
 * @param trained false if no gradient changes it, as the running statistics of batch norm
 * @param inPyTorch how PyTorch keeps it
 */
public record ParameterSpec(
    String name,
    List<Integer> shape,
    int fanIn,
    int fanOut,
    float start,
    boolean trained,
    InPyTorch inPyTorch) {
  public ParameterSpec {
    shape = List.copyOf(shape);
  }

  /**
   * How PyTorch keeps a parameter, in the same shape.
   *
   * @param name its name in a module, such as {@code weight}
   * @param flipped whether it is a kernel: theirs, of a cross-correlation, is ours flipped on both
   *     spatial axes
   */
  public record InPyTorch(String name, boolean flipped) {
    /** As modules name weights and biases; another name stays as it is. */
    static InPyTorch usual(String name) {
      return new InPyTorch(
          switch (name) {
            case "w" -> "weight";
            case "b" -> "bias";
            default -> name;
          },
          false);
    }
  }

  private ParameterSpec(
      String name, List<Integer> shape, int fanIn, int fanOut, float start, boolean trained) {
    this(name, shape, fanIn, fanOut, start, trained, InPyTorch.usual(name));
  }

  /** Weights that start at random, by how many values meet in them. */
  public static ParameterSpec weights(String name, List<Integer> shape, int fanIn, int fanOut) {
    return new ParameterSpec(name, shape, fanIn, fanOut, 0, true);
  }

  /** Likewise the kernels of a true convolution, with rows and columns on the last two axes. */
  public static ParameterSpec kernels(List<Integer> shape, int fanIn, int fanOut) {
    InPyTorch flipped = new InPyTorch("weight", true);
    return new ParameterSpec("w", shape, fanIn, fanOut, 0, true, flipped);
  }

  /** A bias of this length, which starts at zero. */
  public static ParameterSpec bias(int length) {
    return constant("b", List.of(length), 0);
  }

  /** A parameter whose values all start at {@code start}. */
  public static ParameterSpec constant(String name, List<Integer> shape, float start) {
    return new ParameterSpec(name, shape, 0, 0, start, true);
  }

  /** Values that no gradient changes, such as running statistics. */
  public static ParameterSpec untrained(String name, List<Integer> shape, float start) {
    return new ParameterSpec(name, shape, 0, 0, start, false);
  }

  /** The same parameter where PyTorch has a name of its own for it. */
  public ParameterSpec namedInPyTorch(String theirs) {
    InPyTorch named = new InPyTorch(theirs, inPyTorch.flipped);
    return new ParameterSpec(name, shape, fanIn, fanOut, start, trained, named);
  }

  /** The number of values. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** The sizes as an array. */
  public int[] shapeArray() {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }
}
