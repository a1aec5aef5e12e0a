package tilde;

import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Two functions as a layer; equal if they are the same. */
record OwnLambdas(String name, UnaryOperator<Tensor> y, BinaryOperator<Tensor> dx)
    implements OwnLayer {
  OwnLambdas {
    Objects.requireNonNull(y, "the function that gives y");
    Objects.requireNonNull(dx, "the function that gives dx");
  }

  @Override
  public Tensor forward(Tensor x, Map<String, Tensor> w) {
    return y.apply(x);
  }

  @Override
  public Back backward(Tensor x, Map<String, Tensor> w, Tensor dy) {
    return new Back(dx.apply(x, dy));
  }

  @Override
  public String toString() {
    return "layer " + name;
  }
}
