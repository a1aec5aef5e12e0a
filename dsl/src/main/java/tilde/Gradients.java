package tilde;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tilde.chart.Chart;
import tilde.chart.Heatmap;
import tilde.layer.Network;
import tilde.train.Examples;
import tilde.train.Learner;

/** The gradients of a loss, by each parameter and by the input. */
public final class Gradients {
  private static final String INPUT = "input";

  private final double loss;
  private final Map<String, Tensor> byName;
  private final Tensor input;

  Gradients(double loss, Map<String, Tensor> byName, Tensor input) {
    this.loss = loss;
    this.byName = new LinkedHashMap<>(byName);
    this.input = input;
  }

  /**
   * Those of a learner.
   *
   * @param shape of the samples as they were given
   */
  static Gradients of(Learner asked, Examples examples, int... shape) {
    Learner.Gradients found = asked.gradients(examples);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    List<Network.Parameter> parameters = asked.network().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      Network.Parameter parameter = parameters.get(p);
      Tensor gradient = Tensor.wrap(found.parameters().get(p), parameter.spec().shapeArray());
      if (parameter.spec().trained()) {
        byName.put(parameter.name(), gradient);
      }
    }
    return new Gradients(found.loss(), byName, Tensor.wrap(found.input(), shape));
  }

  /** The mean loss of the samples. */
  public double loss() {
    return loss;
  }

  /** The names of the parameters, such as {@code conv1.w}, in the order of the layers. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** The gradient by the parameter of this name, in its shape. */
  public Tensor get(String name) {
    return named(byName, name, "gradient");
  }

  /** The gradient by the samples, in their shape. */
  public Tensor input() {
    return input;
  }

  /**
   * A heatmap of a gradient: red above zero, blue below.
   *
   * @param name of a parameter, such as {@code conv1.w}, or {@code input} for that by the samples
   */
  public Chart heatmap(String name) {
    Tensor gradient = name.equals(INPUT) ? input : get(name);
    String title = name.equals(INPUT) ? "dL/dx" : "dL/d " + name;
    return Heatmap.of(gradient.data(), gradient.shape(), title);
  }

  static Tensor named(Map<String, Tensor> tensors, String name, String what) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "there is no "
              + what
              + " named "
              + name
              + ": the names are "
              + String.join(", ", tensors.keySet()));
    }
    return tensor;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Gradients of %d parameters and the input, loss %.4f", byName.size(), loss);
  }
}
