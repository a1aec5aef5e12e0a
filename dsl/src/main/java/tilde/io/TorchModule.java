package tilde.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tilde.io.Safetensors.Values;
import tilde.layer.Network;

/**
 * The tensors of a module of PyTorch, or the parameters of a layer of ours as such a module would
 * have them.
 *
 * @param name such as {@code layer1.0.bn1}, or {@code batchnorm1} here
 * @param parts by the name that PyTorch gives them in a module, such as {@code running_mean}
 */
record TorchModule(String name, Map<String, Part> parts) {
  private static final String COUNTER = "num_batches_tracked"; // batch norm's; nothing uses it
  private static final String WEIGHT = "weight";
  private static final Set<String> USUAL = Set.of(WEIGHT, "bias");

  /**
   * A tensor of a module, or a parameter.
   *
   * @param name in the file, such as {@code layer1.0.bn1.running_mean}, or {@code batchnorm1.mean}
   */
  record Part(String name, List<Integer> shape) {
    @Override
    public String toString() {
      return Names.shown(name, shape);
    }
  }

  /** The modules of a file, in its order. */
  static List<TorchModule> of(Map<String, Values> tensors) {
    Map<String, TorchModule> modules = new LinkedHashMap<>();
    tensors.forEach(
        (name, values) -> {
          if (!Names.member(name).equals(COUNTER)) {
            Part part = new Part(name, Names.sizes(values.shape()));
            add(modules, Names.module(name), Names.member(name), part);
          }
        });
    return List.copyOf(modules.values());
  }

  /** The layers of a network that have parameters, in its order. */
  static List<TorchModule> of(Network network) {
    List<Network.Node> nodes = network.nodes();
    Map<String, TorchModule> modules = new LinkedHashMap<>();
    for (Network.Parameter parameter : network.parameters()) {
      String layer = nodes.get(parameter.node()).name();
      String member = parameter.spec().inPyTorch().name();
      add(modules, layer, member, new Part(parameter.name(), parameter.spec().shape()));
    }
    return List.copyOf(modules.values());
  }

  private static void add(Map<String, TorchModule> to, String module, String member, Part part) {
    to.computeIfAbsent(module, name -> new TorchModule(name, new LinkedHashMap<>()))
        .parts
        .put(member, part);
  }

  /** Modules that have these alike can stand for each other. */
  Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    parts.forEach((member, part) -> shapes.put(member, part.shape));
    return shapes;
  }

  /** What kind of layer it is, as far as can be told: the axes of its weights, and statistics. */
  String kind() {
    int axes = parts.containsKey(WEIGHT) ? parts.get(WEIGHT).shape.size() : 0;
    return axes + (parts.containsKey("running_mean") ? " with statistics" : "");
  }

  boolean hasWeightAndBias() {
    return parts.keySet().containsAll(USUAL);
  }

  /** Whether its weight comes before its bias, as PyTorch has them; sorted names do not. */
  boolean weightIsFirst() {
    Optional<String> first = parts.keySet().stream().filter(USUAL::contains).findFirst();
    return first.equals(Optional.of(WEIGHT));
  }

  /** The same module without these tensors; none if nothing is left. */
  Optional<TorchModule> without(Set<String> names) {
    Map<String, Part> rest = new LinkedHashMap<>(parts);
    rest.values().removeIf(part -> names.contains(part.name));
    return rest.isEmpty() ? Optional.empty() : Optional.of(new TorchModule(name, rest));
  }
}
