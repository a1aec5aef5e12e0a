package tilde;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A layer of your own, to be put into a network with {@code layer(...)}. It works on some samples
 * of a batch at a time, (N, ...), each by itself, and possibly on several threads at once, so it
 * keeps no state.
 *
 * <pre>{@code
 * class Gain implements OwnLayer {
 *   public String name() { return "gain"; }
 *   public Map<String, Tensor> parameters(int... in) { return Map.of("g", Tensor.full(1, 1)); }
 *   public Tensor forward(Tensor x, Map<String, Tensor> w) { return x.times(w.get("g")); }
 *   public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
 *     return new Back(dy.times(w.get("g")), Map.of("g", Tensor.full(dy.times(x).sum(), 1)));
 *   }
 * }
 * }</pre>
 */
public interface OwnLayer {
  /** Its name, a word of letters and digits, from which parameters are named: {@code gain1.g}. */
  String name();

  /** The shape of the output for one sample of shape {@code in}; the same unless overridden. */
  default int[] output(int... in) {
    return in;
  }

  /**
   * The values its parameters start with, by name, for samples of shape {@code in}; none unless
   * overridden. Those of a {@code LinkedHashMap} keep their order, others are sorted.
   */
  default Map<String, Tensor> parameters(int... in) {
    return Map.of();
  }

  /** y from x, both (N, ...). */
  Tensor forward(Tensor x, Map<String, Tensor> w);

  /** The gradients of the loss by x and by each parameter, from dy, the gradient by y. */
  Back backward(Tensor x, Map<String, Tensor> w, Tensor dy);

  /**
   * What backward gives.
   *
   * @param dx in the shape of x
   * @param dw for each parameter under its name, in its shape, summed over the samples
   */
  record Back(Tensor dx, Map<String, Tensor> dw) {
    public Back {
      if (dw == null) {
        throw new IllegalArgumentException(
            "Back: dw is null, expected a gradient for each parameter under its name: without"
                + " parameters, new Back(dx)");
      }
    }

    /** Of a layer without parameters. */
    public Back(Tensor dx) {
      this(dx, Map.of());
    }
  }

  /** A layer without parameters that keeps the shape: y from x, and dx from x and dy. */
  static OwnLayer of(String name, UnaryOperator<Tensor> forward, BinaryOperator<Tensor> backward) {
    return new OwnLambdas(name, forward, backward);
  }
}
