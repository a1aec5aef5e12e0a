package tilde.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import tilde.Tensor;

/** Compares outputs that were computed in another order. */
final class Closeness {
  private Closeness() {}

  /** The largest difference, relative to the largest value. */
  static double distance(Tensor one, Tensor other) {
    assertThat(one.shape()).isEqualTo(other.shape());
    float[] a = one.toArray();
    float[] b = other.toArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(b[i]));
      difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
    }
    return difference == 0 ? 0 : difference / largest;
  }

  static void assertClose(Tensor one, Tensor other) {
    assertThat(distance(one, other)).isLessThanOrEqualTo(1e-5);
  }
}
