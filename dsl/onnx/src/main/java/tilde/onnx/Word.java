package tilde.onnx;

import java.util.List;
import java.util.function.UnaryOperator;
import tilde.Net;

/**
 * What a node says in the language of networks.
 *
 * @param add the word, applied to the network before it
 * @param weights its parameters, in their order
 */
record Word(UnaryOperator<Net> add, List<Weights> weights) {
  /** A parameter as it is here, with the name it has in the file. */
  record Weights(String name, List<Integer> shape, float[] values) {}

  /** A word without parameters. */
  static Word of(UnaryOperator<Net> add) {
    return new Word(add, List.of());
  }
}
