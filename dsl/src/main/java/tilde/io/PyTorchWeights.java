package tilde.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tilde.array.Blocks;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Content;
import tilde.io.Safetensors.Values;
import tilde.layer.Network;
import tilde.layer.ParameterSpec;
import tilde.train.Learner;

/**
 * The border to PyTorch: a {@code state_dict} in a file. Its convolution is the cross-correlation,
 * so kernels are flipped as they cross (MATH.md, "Channels, filters, batch"); all else is the same.
 */
public final class PyTorchWeights {
  private PyTorchWeights() {}

  /**
   * Loads parameters, all or none; the optimizer starts anew.
   *
   * @param names of modules or tensors of the file, with the layers or parameters they belong to;
   *     what is not named is told by shape and order
   * @param lenient whether to take what fits, if that is not all
   */
  public static Transfer load(
      Path file, Learner learner, Map<String, String> names, boolean lenient) {
    Content content = WeightFile.read(file);
    Network network = learner.network();
    checkNotOwn(file, content, network);
    Matching matching =
        new Matching(TorchModule.of(content.tensors()), TorchModule.of(network), names);
    if (matching.pairs().isEmpty() || !lenient && !matching.problems().isEmpty()) {
      throw FileFormatException.of(
          file.toString(),
          "it does not fit this network, nothing was loaded:"
              + Transfer.text(matching.problems())
              + "\nName partners, e.g. "
              + Names.call(Map.of("bn1", "batchnorm1"))
              + (lenient ? "" : ", or take what fits: lenient()"));
    }
    Map<String, String> theirs = new HashMap<>(); // by our names
    matching.pairs().forEach((their, our) -> theirs.put(our, their));
    Map<Integer, float[]> values = new LinkedHashMap<>();
    Map<String, String> taken = new LinkedHashMap<>();
    List<Network.Parameter> parameters = network.parameters();
    for (int p = 0; p < parameters.size(); p++) {
      String their = theirs.get(parameters.get(p).name());
      if (their != null) {
        values.put(p, crossed(parameters.get(p).spec(), content.tensors().get(their).data()));
        taken.put(their, parameters.get(p).name());
      }
    }
    learner.setParameters(values);
    List<String> notes = new ArrayList<>(matching.problems());
    notes.addAll(conversions(content, taken.keySet()));
    String summary =
        "%s of %s parameters from %s, kernels flipped"
            .formatted(values.size(), parameters.size(), file);
    learner
        .normalization()
        .ifPresent(
            by ->
                notes.add(
                    "this model normalises its samples by " + by + ": these weights want that"));
    return new Transfer(summary, taken, notes);
  }

  /** What became of tensors that were no floats. */
  private static List<String> conversions(Content content, Set<String> taken) {
    Map<String, Integer> counts = new TreeMap<>(); // by type
    for (String name : taken) {
      Optional.ofNullable(content.converted().get(name))
          .ifPresent(type -> counts.merge(type, 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .map(e -> "tensors of %s that became floats: %s".formatted(e.getKey(), e.getValue()))
        .toList();
  }

  private static void checkNotOwn(Path file, Content content, Network network) {
    boolean ours =
        network.parameters().stream()
            .filter(p -> !p.spec().inPyTorch().name().equals(p.spec().name()))
            .anyMatch(p -> content.tensors().containsKey(p.name()));
    if (ours || OwnWeights.isOwn(content)) {
      throw FileFormatException.of(
          file.toString(),
          "these are weights with the names of Tilde, whose kernels are not to be flipped: load them"
              + " with weights().load(...)");
    }
  }

  /** On its way across the border, in either direction: to flip twice is to do nothing. */
  private static float[] crossed(ParameterSpec spec, float... values) {
    return spec.inPyTorch().flipped() ? Blocks.flipLastTwo(values, spec.shapeArray()) : values;
  }

  /**
   * Saves all parameters so that PyTorch's {@code load_state_dict} takes them.
   *
   * @param names of modules or tensors there, with the layers or parameters they are made of;
   *     others keep the names of their layers, as in {@code conv1.weight}
   */
  public static Transfer save(Path file, Learner learner, Map<String, String> names) {
    Network network = learner.network();
    Map<String, String> theirs = namesThere(network, names);
    List<Network.Parameter> parameters = network.parameters();
    List<float[]> values = learner.parameters();
    Map<String, Values> tensors = new LinkedHashMap<>();
    Map<String, String> written = new LinkedHashMap<>();
    for (int p = 0; p < parameters.size(); p++) {
      ParameterSpec spec = parameters.get(p).spec();
      String their = theirs.get(parameters.get(p).name());
      tensors.put(their, new Values(spec.shapeArray(), crossed(spec, values.get(p))));
      if (written.put(their, parameters.get(p).name()) != null) {
        throw new IllegalArgumentException(
            "names: two parameters are to be %s, expected a name for each: one is %s"
                .formatted(Names.shown(their), parameters.get(p).name()));
      }
    }
    WeightFile.write(file, tensors, Map.of("format", "pt")); // as the safetensors package says it
    String summary = "%s parameters to %s, kernels flipped".formatted(tensors.size(), file);
    List<String> notes =
        learner.normalization().stream()
            .map(
                by ->
                    "this model normalises its samples, which PyTorch's does not: there, give it"
                        + " (x - mean) / std, %s; all digits: model.normalization()".formatted(by))
            .toList();
    return new Transfer(summary, written, notes);
  }

  /** The name that each parameter has in PyTorch. */
  private static Map<String, String> namesThere(Network network, Map<String, String> names) {
    Map<String, String> given = new HashMap<>(); // theirs by ours
    new TreeMap<>(names)
        .forEach(
            (their, our) -> {
              if (given.put(our, their) != null) {
                throw new IllegalArgumentException(
                    "names: %s is named twice, expected one name there"
                        .formatted(Names.shown(our)));
              }
            });
    Map<String, String> theirs = new LinkedHashMap<>();
    Set<String> unused = new TreeSet<>(given.keySet());
    Set<String> known = new HashSet<>();
    for (TorchModule layer : TorchModule.of(network)) {
      String module = given.getOrDefault(layer.name(), layer.name());
      layer
          .parts()
          .forEach(
              (member, part) -> {
                String usual = Names.join(module, member);
                theirs.put(part.name(), given.getOrDefault(part.name(), usual));
                known.add(part.name());
              });
      known.add(layer.name());
    }
    unused.removeAll(known);
    for (String wrong : unused) {
      throw new IllegalArgumentException(
          "names: there is no %s in this network%s"
              .formatted(Names.shown(wrong), Names.suggestion(wrong, new TreeSet<>(known))));
    }
    return theirs;
  }
}
