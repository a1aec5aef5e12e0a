package tilde.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.layer.Network;

/**
 * What was said of single layers and parameters: by which factor their rate differs, or that they
 * are frozen. What is said of a parameter counts more than what is said of its layer.
 *
 * @param factors by name, such as {@code conv1} or {@code conv1.w}; 0 for frozen
 */
public record Rates(Map<String, Double> factors) {
  static final Rates NONE = new Rates(Map.of());

  public Rates {
    factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
  }

  Rates freeze(String name) {
    return with(name, 0);
  }

  Rates rate(String name, double factor) {
    if (!Optimizer.isPositive(factor)) {
      throw new IllegalArgumentException(
          "train: the rate of "
              + name
              + " is a factor on the learning rate and must be positive, got "
              + factor
              + ": use freeze(\""
              + name
              + "\") for 0");
    }
    return with(name, factor);
  }

  private Rates with(String name, double factor) {
    Map<String, Double> more = new LinkedHashMap<>(factors);
    more.remove(name); // a name said again comes last
    more.put(name, factor);
    return new Rates(more);
  }

  /** Checks that all names are those of layers with parameters, or of parameters. */
  public void check(Network network) {
    List<String> known = new ArrayList<>();
    for (Network.Parameter parameter : network.parameters()) {
      if (!parameter.spec().trained() && factors.getOrDefault(parameter.name(), 0.0) > 0) {
        throw new IllegalArgumentException(
            "train: "
                + parameter.name()
                + " follows the batches and has no learning rate: use freeze(\""
                + parameter.name()
                + "\") to keep it as it is, or the rate of a parameter that learns");
      }
      String layer = network.nodes().get(parameter.node()).name();
      if (!known.contains(layer)) {
        known.add(layer);
      }
      known.add(parameter.name());
    }
    for (String name : factors.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "train: no layer with parameters, and no parameter, is named "
                + name
                + ": the names are "
                + String.join(", ", known));
      }
    }
  }

  /** The factor of each parameter. */
  double[] of(Network network) {
    return network.parameters().stream()
        .mapToDouble(
            parameter -> {
              String layer = network.nodes().get(parameter.node()).name();
              double ofLayer = factors.getOrDefault(layer, 1.0);
              return factors.getOrDefault(parameter.name(), ofLayer);
            })
        .toArray();
  }

  /** The words that say so. */
  String dsl() {
    StringBuilder words = new StringBuilder();
    factors.forEach(
        (name, factor) ->
            words.append(
                factor == 0
                    ? ".freeze(\"" + name + "\")"
                    : ".rate(\"" + name + "\", " + factor + ")"));
    return words.toString();
  }
}
