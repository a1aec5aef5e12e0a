package tilde.layer;

import java.util.List;

/**
 * A parameter that a layer wants.
 *
 * @param name its symbol, such as {@code w}
 * @param shape its sizes
 * @param fanIn values that each output sums over; 0 for a bias, which starts at zero
 * @param fanOut outputs that each value reaches
 */
public record ParameterSpec(String name, List<Integer> shape, int fanIn, int fanOut) {
  public ParameterSpec {
    shape = List.copyOf(shape);
  }

  /** A bias of this length. */
  public static ParameterSpec bias(int length) {
    return new ParameterSpec("b", List.of(length), 0, 0);
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
