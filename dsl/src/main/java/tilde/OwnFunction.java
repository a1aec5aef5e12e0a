package tilde;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tilde.array.Shape;
import tilde.layer.Custom;

/** What the engine sees of a layer of the user's own: plain arrays. */
record OwnFunction(OwnLayer own) implements Custom.Function {
  OwnFunction {
    Objects.requireNonNull(own, "the layer");
  }

  @Override
  public String name() {
    return own.name();
  }

  @Override
  public Shape output(Shape in) {
    return Shape.of(own.output(in.toArray()));
  }

  @Override
  public Map<String, Custom.Values> start(Shape in) {
    Map<String, Tensor> start = own.parameters(in.toArray());
    return start == null ? null : values(start);
  }

  @Override
  public Custom.Values forward(Custom.Values x, Map<String, Custom.Values> w) {
    return values(own.forward(tensor(x), tensors(w)));
  }

  @Override
  public Custom.Back backward(Custom.Values x, Map<String, Custom.Values> w, Custom.Values dy) {
    OwnLayer.Back back = own.backward(tensor(x), tensors(w), tensor(dy));
    return back == null ? null : new Custom.Back(values(back.dx()), values(back.dw()));
  }

  private static Tensor tensor(Custom.Values values) {
    return Tensor.wrap(values.data(), values.shape());
  }

  private static Map<String, Tensor> tensors(Map<String, Custom.Values> values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    values.forEach((name, value) -> tensors.put(name, tensor(value)));
    return tensors;
  }

  private static Custom.Values values(Tensor tensor) {
    return tensor == null ? null : new Custom.Values(tensor.data(), tensor.shape());
  }

  private static Map<String, Custom.Values> values(Map<String, Tensor> tensors) {
    // Map.of has another order in each run of Java, which would show in sums over parameters.
    Map<String, Custom.Values> values =
        tensors instanceof LinkedHashMap ? new LinkedHashMap<>() : new TreeMap<>();
    tensors.forEach((name, tensor) -> values.put(name, values(tensor)));
    return values;
  }
}
