package tilde.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Content;
import tilde.io.Safetensors.Values;
import tilde.layer.Network;
import tilde.train.Learner;

/** Parameters in a file under their names here, such as {@code conv1.w}, kernels as they are. */
public final class OwnWeights {
  private static final String FORMAT = "format";
  private static final String OURS = "tilde weights";
  private static final String NETWORK = "network";
  private static final Set<String> PYTORCH = Set.of("weight", "bias", "running_mean");

  private OwnWeights() {}

  /**
   * Saves all parameters.
   *
   * @param network the line that makes the network, for messages when another one loads them
   */
  public static void save(Path file, Learner learner, String network) {
    List<Network.Parameter> parameters = learner.network().parameters();
    List<float[]> values = learner.parameters();
    Map<String, Values> tensors = new LinkedHashMap<>();
    for (int p = 0; p < parameters.size(); p++) {
      int[] shape = parameters.get(p).spec().shapeArray();
      tensors.put(parameters.get(p).name(), new Values(shape, values.get(p)));
    }
    WeightFile.write(file, tensors, Map.of(FORMAT, OURS, NETWORK, network));
  }

  /** Whether a file says that it is of this kind. */
  static boolean isOwn(Content content) {
    return OURS.equals(content.metadata().get(FORMAT));
  }

  /**
   * Loads parameters, all or none; the optimizer starts anew.
   *
   * @param lenient whether to take what fits, if that is not all
   */
  public static Transfer load(Path file, Learner learner, boolean lenient) {
    Content content = WeightFile.read(file);
    List<Network.Parameter> parameters = learner.network().parameters();
    List<String> problems = new ArrayList<>();
    Map<Integer, float[]> values = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> unknown = new TreeSet<>(content.tensors().keySet());
    for (int p = 0; p < parameters.size(); p++) {
      String name = parameters.get(p).name();
      List<Integer> shape = parameters.get(p).spec().shape();
      Optional<Values> found = Optional.ofNullable(content.tensors().get(name));
      unknown.remove(name);
      if (found.isEmpty()) {
        problems.add(Names.shown(name, shape) + " is not in the file");
      } else if (!Names.sizes(found.get().shape()).equals(shape)) {
        List<Integer> got = Names.sizes(found.get().shape());
        problems.add("expected %s, got %s".formatted(Names.shown(name, shape), shape(got)));
      } else {
        values.put(p, found.get().data());
        names.put(name, name);
      }
    }
    for (String name : unknown) {
      List<Integer> shape = Names.sizes(content.tensors().get(name).shape());
      problems.add(Names.shown(name, shape) + " of the file is not in this network");
    }
    if (isOwn(content) && problems.isEmpty()) {
      checkOrder(List.copyOf(content.tensors().keySet()), List.copyOf(names.keySet()), problems);
    }
    if (values.isEmpty() || !lenient && !problems.isEmpty()) {
      throw FileFormatException.of(
          file.toString(),
          "it does not fit this network, nothing was loaded:"
              + Transfer.text(problems)
              + advice(content, parameters, lenient));
    }
    learner.setParameters(values);
    String summary =
        "%s of %s parameters from %s".formatted(values.size(), parameters.size(), file);
    return new Transfer(summary, names, problems);
  }

  /** Names count layers of a kind, so they are the same when a batch norm moves before a conv. */
  private static void checkOrder(List<String> file, List<String> here, List<String> problems) {
    for (int i = 0; i < here.size(); i++) {
      if (!file.get(i).equals(here.get(i))) {
        problems.add(
            "the layers stand in another order: the file has %s where %s is here"
                .formatted(Names.module(file.get(i)), Names.module(here.get(i))));
        return;
      }
    }
  }

  private static String shape(List<Integer> sizes) {
    return Names.shown("", sizes).strip();
  }

  private static String advice(
      Content content, List<Network.Parameter> parameters, boolean lenient) {
    if (content.tensors().keySet().stream().map(Names::member).anyMatch(PYTORCH::contains)) {
      return "\nThese are names of PyTorch: did you mean weights().fromPyTorch(...)?";
    }
    String network = content.metadata().get(NETWORK);
    String from = network == null ? "" : "\nIt was saved from " + Names.shownLine(network) + ".";
    return from
        + (otherOrder(content, parameters)
            ? "\nAll shapes are there: did you mean a network with its layers in another order?"
            : "\nLoad it into the network it was saved from"
                + (lenient ? "" : ", or take what fits: weights().lenient().load(...)"));
  }

  /** Whether the file has the very shapes of the network. */
  private static boolean otherOrder(Content content, List<Network.Parameter> parameters) {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    content.tensors().values().forEach(v -> counts.merge(Names.sizes(v.shape()), 1, Integer::sum));
    parameters.forEach(p -> counts.merge(p.spec().shape(), -1, Integer::sum));
    return counts.values().stream().allMatch(count -> count == 0);
  }
}
