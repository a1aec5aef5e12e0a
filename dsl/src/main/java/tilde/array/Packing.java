package tilde.array;

/**
 * Where each value of a parameter, counted row-major as the user sees it, lies in the engine's own
 * order; the other places hold zeros.
 */
public final class Packing {
  private final int size;
  private final int[] position;

  Packing(int size, int[] position) {
    this.size = size;
    this.position = position;
  }

  /** A vector whose values keep their order, padded to full channels. */
  public static Packing vector(int length) {
    int[] position = new int[length];
    for (int i = 0; i < length; i++) {
      position[i] = i;
    }
    return new Packing(Layout.padded(length), position);
  }

  /** A parameter with a value for each value of a sample, which lies as the sample does. */
  public static Packing sample(Shape shape) {
    Layout layout = Layout.of(shape, Border.NONE);
    int plane = layout.height * layout.width;
    int[] position = new int[shape.size()];
    for (int i = 0; i < position.length; i++) {
      int pixel = i % plane;
      position[i] = layout.offset(pixel / layout.width, pixel % layout.width) + i / plane;
    }
    return new Packing(layout.image, position);
  }

  /** The number of values in the engine's order, zeros included. */
  public int size() {
    return size;
  }

  /** The place of value {@code index}. */
  int position(int index) {
    return position[index];
  }

  /** Brings {@code values} into the engine's order. */
  public float[] pack(float[] values) {
    if (values.length != position.length) {
      throw new IllegalArgumentException(
          position.length + " values expected, got " + values.length);
    }
    float[] packed = new float[size];
    for (int i = 0; i < position.length; i++) {
      packed[position[i]] = values[i];
    }
    return packed;
  }

  /** Brings values from the engine's order back into the user's. */
  public float[] unpack(float[] packed) {
    float[] values = new float[position.length];
    for (int i = 0; i < position.length; i++) {
      values[i] = packed[position[i]];
    }
    return values;
  }
}
