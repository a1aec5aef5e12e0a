package tilde;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.array.Sizes;
import tilde.io.OwnWeights;
import tilde.io.PyTorchWeights;
import tilde.io.Transfer;
import tilde.layer.Network;
import tilde.train.Learner;

/**
 * The parameters of a model on their way to files and back: {@code .safetensors}, or {@code .npz}
 * of NumPy. Only parameters: what normalises samples, class names and the state of training are not
 * among them.
 */
public final class Weights {
  private final Learner learner;
  private final String network;
  private final Map<String, String> names;
  private final boolean lenient;

  Weights(Learner learner, String network) {
    this(learner, network, Map.of(), false);
  }

  private Weights(Learner learner, String network, Map<String, String> names, boolean lenient) {
    this.learner = learner;
    this.network = network;
    this.names = names;
    this.lenient = lenient;
  }

  /** Loading takes what fits, and tells what does not, where it would be an error otherwise. */
  public Weights lenient() {
    return new Weights(learner, network, names, true);
  }

  /**
   * Names partners where shapes and order do not tell them, or for saving: modules or tensors of
   * PyTorch with layers or parameters here, as in {@code names(Map.of("bn1", "batchnorm1"))}.
   */
  public Weights names(Map<String, String> theirsToOurs) {
    return new Weights(learner, network, Map.copyOf(theirsToOurs), lenient);
  }

  /**
   * Saves the parameters under their names here, such as {@code conv1.w}, kernels as they are; an
   * older file is replaced as a whole.
   *
   * @param file a name that ends in {@code .safetensors} or {@code .npz}
   */
  public void save(String file) {
    OwnWeights.save(Path.of(file), learner, network);
  }

  /**
   * Loads the parameters that {@link #save} wrote, all or none; the optimizer starts anew.
   *
   * @throws IllegalArgumentException if the file is damaged or does not fit
   */
  public Transfer load(String file) {
    return OwnWeights.load(Path.of(file), learner, lenient);
  }

  /**
   * Saves the parameters so that {@code load_state_dict} of PyTorch takes them, kernels flipped.
   * Modules have the names of the layers here, unless {@link #names} gives them others.
   *
   * @return what is called how
   */
  public Transfer toPyTorch(String file) {
    return PyTorchWeights.save(Path.of(file), learner, names);
  }

  /**
   * Loads a {@code state_dict} of PyTorch, all or none, kernels flipped; the optimizer starts anew.
   * Partners are modules of the same shapes, in their order, unless {@link #names} says more.
   *
   * @return what became what
   * @throws IllegalArgumentException if the file is damaged, or naming every tensor that has no
   *     partner or another shape
   */
  public Transfer fromPyTorch(String file) {
    return PyTorchWeights.load(Path.of(file), learner, names, lenient);
  }

  Map<String, Tensor> byName() {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    List<Network.Parameter> parameters = learner.network().parameters();
    List<float[]> values = learner.parameters();
    for (int p = 0; p < values.size(); p++) {
      int[] shape = parameters.get(p).spec().shapeArray();
      byName.put(parameters.get(p).name(), Tensor.wrap(values.get(p), shape));
    }
    return Collections.unmodifiableMap(byName);
  }

  void set(Map<String, Tensor> values) {
    Map<String, Tensor> present = byName();
    List<String> order = List.copyOf(present.keySet());
    Map<Integer, float[]> byIndex = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          checkFits(name, Gradients.named(present, name, "parameter"), value);
          byIndex.put(order.indexOf(name), value.toArray());
        });
    learner.setParameters(byIndex);
  }

  private static void checkFits(String name, Tensor old, Tensor value) {
    if (!Arrays.equals(old.shape(), value.shape())) {
      throw new IllegalArgumentException(
          name
              + " needs a tensor of shape "
              + Sizes.text(old.shape())
              + ", got "
              + Sizes.text(value.shape())
              + ": leave it out to keep it as it is");
    }
    if (value.countNonFinite() > 0) {
      throw new IllegalArgumentException(name + " needs finite numbers, got " + value);
    }
  }

  @Override
  public String toString() {
    return "weights of " + network;
  }
}
