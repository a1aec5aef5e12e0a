package tilde.array;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A look into buffers whose layout only this package knows, for the tests of layers. */
public final class Buffers {
  private Buffers() {}

  /** The images in use, row-major. */
  public static float[] values(Activations a) {
    float[] nchw = new float[a.count() * a.shape().size()];
    for (int n = 0; n < a.count(); n++) {
      a.write(n, nchw, n);
    }
    return nchw;
  }

  /** Where borders, padded channels and the rest beyond the last image hold something but zero. */
  public static int[] nonZeroOutside(Activations a) {
    boolean[] inside = new boolean[a.data.length];
    int channels = a.shape().channels();
    for (int start = 0; start + a.layout.image <= a.data.length; start += a.layout.image) {
      for (int h = 0; h < a.layout.height; h++) {
        for (int w = 0; w < a.layout.width; w++) {
          int pixel = start + a.layout.offset(h, w);
          Arrays.fill(inside, pixel, pixel + channels, true);
        }
      }
    }
    return IntStream.range(0, inside.length).filter(i -> !inside[i] && a.data[i] != 0).toArray();
  }

  /**
   * Where a parameter that lies in the engine's order holds something but zero beside its values.
   */
  public static int[] nonZeroOutside(Packing packing, float[] packed) {
    float[] rest = packed.clone();
    int values = packing.unpack(packed).length;
    for (int i = 0; i < values; i++) {
      rest[packing.position(i)] = 0;
    }
    return IntStream.range(0, rest.length).filter(i -> rest[i] != 0).toArray();
  }
}
