package tilde.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which tensor of a file is which parameter of a network: those that the user names, then modules
 * of equal shapes in their order. What does not fit or cannot be told is a problem, never guessed.
 */
final class Matching {
  private final Side theirs;
  private final Side ours;
  private final boolean fileOrderTells;
  private final Map<String, String> pairs = new LinkedHashMap<>(); // of tensors, theirs to ours
  private final List<String> problems = new ArrayList<>();

  /**
   * Matches the modules of a file with those of a network.
   *
   * @param names of modules or tensors of the file, with those of the network they belong to
   */
  Matching(List<TorchModule> theirs, List<TorchModule> ours, Map<String, String> names) {
    this.theirs = new Side("the file", theirs, new HashSet<>());
    this.ours = new Side("this network", ours, new HashSet<>());
    this.fileOrderTells = weightsComeFirst(theirs);
    new TreeMap<>(names).forEach(this::matchNamed); // sorted: a Map.of has another order each time
    checkRows(matchEqualShapes());
    matchRest();
  }

  /** Tensors of the file with the parameters they become. */
  Map<String, String> pairs() {
    return pairs;
  }

  /** What does not fit, a line each. */
  List<String> problems() {
    return problems;
  }

  /**
   * Whether the order of the file is that of the modules. PyTorch has weights before biases; the
   * safetensors package of Python sorts tensors by name.
   */
  private static boolean weightsComeFirst(List<TorchModule> theirs) {
    List<TorchModule> both = theirs.stream().filter(TorchModule::hasWeightAndBias).toList();
    return !both.isEmpty() && both.stream().allMatch(TorchModule::weightIsFirst);
  }

  /**
   * The modules of one side.
   *
   * @param settled tensors of which all is said
   */
  private record Side(String what, List<TorchModule> modules, Set<String> settled) {
    Optional<TorchModule> module(String name) {
      return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    Optional<TorchModule.Part> part(String name) {
      return modules.stream()
          .flatMap(module -> module.parts().values().stream())
          .filter(part -> part.name().equals(name))
          .findFirst();
    }

    void checkKnown(String name) {
      if (part(name).isEmpty() && module(name).isEmpty()) {
        Set<String> known = new TreeSet<>();
        modules.forEach(module -> known.add(module.name()));
        modules.forEach(module -> module.parts().values().forEach(part -> known.add(part.name())));
        throw new IllegalArgumentException(
            "names: there is no %s in %s%s"
                .formatted(Names.shown(name), what, Names.suggestion(name, known)));
      }
    }

    List<TorchModule> rest() {
      return modules.stream().flatMap(module -> module.without(settled).stream()).toList();
    }

    void settle(TorchModule module) {
      module.parts().values().forEach(part -> settled.add(part.name()));
    }
  }

  private void matchNamed(String their, String our) {
    theirs.checkKnown(their);
    ours.checkKnown(our);
    Optional<TorchModule.Part> tensor = theirs.part(their);
    Optional<TorchModule.Part> parameter = ours.part(our);
    Optional<TorchModule> module = theirs.module(their);
    Optional<TorchModule> layer = ours.module(our);
    if (tensor.isPresent() && parameter.isPresent()) {
      match(tensor.get(), parameter.get());
    } else if (module.isPresent() && layer.isPresent()) {
      match(module.get(), layer.get());
    } else {
      throw new IllegalArgumentException(
          ("names: expected a module with a layer, as bn1 with batchnorm1, or a tensor with a"
                  + " parameter, as bn1.weight with batchnorm1.w, got %s with %s")
              .formatted(Names.shown(their), Names.shown(our)));
    }
  }

  /** Takes tensors for those of the same member; others have no partner. */
  private void match(TorchModule module, TorchModule layer) {
    Set<String> members = new TreeSet<>(module.parts().keySet());
    members.addAll(layer.parts().keySet());
    for (String member : members) {
      TorchModule.Part tensor = module.parts().get(member);
      TorchModule.Part parameter = layer.parts().get(member);
      if (parameter == null) {
        aloneThere(tensor);
      } else if (tensor == null) {
        aloneHere(parameter);
      } else {
        match(tensor, parameter);
      }
    }
  }

  private void match(TorchModule.Part tensor, TorchModule.Part parameter) {
    if (!theirs.settled.add(tensor.name()) || !ours.settled.add(parameter.name())) {
      throw new IllegalArgumentException(
          "names: %s and %s are to be partners, but one of them has another: name each once"
              .formatted(Names.shown(tensor.name()), parameter.name()));
    }
    if (tensor.shape().equals(parameter.shape())) {
      pairs.put(tensor.name(), parameter.name());
    } else {
      problems.add(tensor + " has another shape than " + parameter + otherOrder(tensor, parameter));
    }
  }

  private static String otherOrder(TorchModule.Part tensor, TorchModule.Part parameter) {
    return sorted(tensor.shape()).equals(sorted(parameter.shape()))
        ? ": the same sizes in another order, and no order is guessed; permute the axes before"
            + " saving (Keras has (kh, kw, channels, filters) and transposed dense weights, a"
            + " transposed convolution has its channels first)"
        : "";
  }

  private static List<Integer> sorted(List<Integer> sizes) {
    return sizes.stream().sorted().toList();
  }

  private void aloneThere(TorchModule.Part tensor) {
    if (theirs.settled.add(tensor.name())) {
      problems.add(tensor + " has no partner in this network");
    }
  }

  private void aloneHere(TorchModule.Part parameter) {
    if (ours.settled.add(parameter.name())) {
      problems.add(parameter + " has no partner in the file");
    }
  }

  private static <K> Map<K, List<TorchModule>> by(
      Function<TorchModule, K> key, List<TorchModule> modules) {
    return modules.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  /** Gives back the layer of each module that was matched. */
  private Map<String, TorchModule> matchEqualShapes() {
    Map<String, TorchModule> matched = new LinkedHashMap<>();
    Map<Map<String, List<Integer>>, List<TorchModule>> candidates =
        by(TorchModule::shapes, theirs.rest());
    by(TorchModule::shapes, ours.rest())
        .forEach(
            (shapes, layers) -> {
              List<TorchModule> modules = inOrder(candidates.getOrDefault(shapes, List.of()));
              if (modules.size() == layers.size() && isOrderTold(modules, layers)) {
                for (int i = 0; i < layers.size(); i++) {
                  match(modules.get(i), layers.get(i));
                  matched.put(modules.get(i).name(), layers.get(i));
                }
              }
            });
    return matched;
  }

  private List<TorchModule> inOrder(List<TorchModule> modules) {
    return fileOrderTells
        ? modules
        : modules.stream().sorted(Comparator.comparing(TorchModule::name, Names::compare)).toList();
  }

  private boolean isOrderTold(List<TorchModule> modules, List<TorchModule> layers) {
    for (int i = 1; i < modules.size() && !fileOrderTells; i++) {
      String a = modules.get(i - 1).name();
      String b = modules.get(i).name();
      if (!Names.numbersTell(a, b)) {
        problems.add(
            ("%s and %s have the same shapes, and neither numbers nor the order of the file tell"
                    + " which comes first: say it, e.g. %s")
                .formatted(
                    Names.shown(a),
                    Names.shown(b),
                    Names.call(Map.of(a, layers.get(i - 1).name()))));
        modules.forEach(theirs::settle);
        layers.forEach(ours::settle);
        return false;
      }
    }
    return true;
  }

  /** Modules that are numbered in a row must come in the same row here. */
  private void checkRows(Map<String, TorchModule> matched) {
    List<String> order = ours.modules.stream().map(TorchModule::name).toList();
    List<String> names = matched.keySet().stream().sorted(Names::compare).toList();
    for (int i = 1; i < names.size(); i++) {
      String a = names.get(i - 1);
      String b = names.get(i);
      TorchModule first = matched.get(a);
      TorchModule second = matched.get(b);
      if (Names.areInARow(a, b) && order.indexOf(first.name()) > order.indexOf(second.name())) {
        Map<String, String> both = new LinkedHashMap<>();
        both.put(a, first.name());
        both.put(b, second.name());
        problems.add(
            ("%s comes before %s in the file, but %s, which fits it, comes after %s here: did you"
                    + " mean a network with its layers in the order of the file? If not, say %s")
                .formatted(
                    Names.shown(a), Names.shown(b), first.name(), second.name(), Names.call(both)));
        both.keySet().forEach(module -> leaveOut(matched.get(module)));
      }
    }
  }

  private void leaveOut(TorchModule layer) {
    layer.parts().values().forEach(part -> pairs.values().remove(part.name()));
  }

  /**
   * Says of each tensor that is left what is wrong, by the module that it was perhaps meant for.
   */
  private void matchRest() {
    Map<String, List<TorchModule>> candidates = by(TorchModule::kind, theirs.rest());
    by(TorchModule::kind, ours.rest())
        .forEach(
            (kind, layers) -> {
              List<TorchModule> modules = inOrder(candidates.getOrDefault(kind, List.of()));
              for (int i = 0; i < layers.size() && modules.size() == layers.size(); i++) {
                match(modules.get(i), layers.get(i));
                leaveOut(layers.get(i)); // also what fits: the module may be another
              }
            });
    theirs.rest().forEach(module -> module.parts().values().forEach(this::aloneThere));
    ours.rest().forEach(layer -> layer.parts().values().forEach(this::aloneHere));
  }
}
