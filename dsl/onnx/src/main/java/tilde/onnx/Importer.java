package tilde.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tilde.Model;
import tilde.Net;
import tilde.Tensor;
import tilde.Tilde;
import tilde.array.Shape;
import tilde.file.BinaryReader;
import tilde.file.Room;
import tilde.onnx.format.ModelProto;
import tilde.onnx.format.OnnxException;
import tilde.onnx.format.OnnxReader;
import tilde.onnx.format.TensorProto;
import tilde.onnx.format.ValueInfo;
import tilde.train.Normalization;

/** Makes a model of an ONNX file. */
final class Importer {
  private static final long FIRST_OPSET = 9;

  private final String file;
  private final ModelProto onnx;
  private final Notes notes;
  private final Structure structure;

  private Importer(Path path) {
    file = path.toString();
    BinaryReader.length(path); // says what is wrong if there is no such file, or a pipe
    onnx = OnnxReader.read(path);
    notes = new Notes(file, onnx.metadata());
    structure = new Structure(file, onnx.graph());
  }

  /**
   * The model in a file.
   *
   * @param loss how the network becomes one; empty to follow the file
   */
  static Model load(Path path, Optional<Function<Net, Model>> loss) {
    String fix = "give Java more memory with -Xmx";
    return Room.within(path.toString(), fix, () -> new Importer(path).model(loss));
  }

  private OnnxException problem(String expected, Object got) {
    return new OnnxException("%s: expected %s, got %s".formatted(file, expected, got));
  }

  private long opset() {
    long opset = onnx.opsets().getOrDefault("", 0L);
    if (opset < FIRST_OPSET) {
      throw problem("operators of opset " + FIRST_OPSET + " or newer", "opset " + opset);
    }
    return opset;
  }

  /** The shape of one sample, from the axes of the input behind that of the batch. */
  private Shape sample() {
    ValueInfo input = structure.input();
    List<ValueInfo.Axis> axes = input.axes();
    boolean closed = axes.stream().skip(1).allMatch(axis -> axis.size() > 0);
    if (input.type() != TensorProto.FLOAT || axes.size() < 2 || !closed) {
      throw problem(
          "an input of FLOAT (1), any number of samples of one size",
          "'%s' of type %s and shape %s".formatted(input.name(), input.type(), axes));
    }
    try {
      return Shape.of(axes.stream().skip(1).mapToInt(a -> Math.toIntExact(a.size())).toArray());
    } catch (IllegalArgumentException | ArithmeticException notHere) {
      throw new OnnxException(
          "%s, input '%s': %s".formatted(file, input.name(), notHere.getMessage()), notHere);
    }
  }

  private Model model(Optional<Function<Net, Model>> asked) {
    Shape in = sample();
    boolean ours = onnx.producer().equals(Exporter.PRODUCER);
    Source source = new Source(file, structure, opset(), ours);
    source.arithmetic().learn(structure.input().name(), in);
    List<Step> steps = structure.steps();
    NormalizationSteps normalization = NormalizationSteps.of(source, steps, in);
    List<Step> rest = steps.subList(normalization.count(), steps.size());
    boolean foreign = asked.isEmpty() && notes.loss().isEmpty();
    Optional<String> ending =
        foreign || notes.endsWithProbabilities() ? ending(rest) : Optional.empty();
    int scored = rest.size() - (ending.isPresent() ? 1 : 0);

    Assembly assembly = new Assembly(source, Tilde.net(in.toArray()), in);
    assembly.add(rest.subList(0, scored));
    if (foreign && assembly.shape().isImage()) {
      assembly.add(rest.subList(scored, rest.size())); // no loss has it built in
    }
    Function<Net, Model> loss =
        asked.or(notes::loss).orElseGet(() -> usual(assembly.shape(), ending));
    return model(assembly, loss, normalization.found().map(notes::exact));
  }

  /** The function that makes probabilities of scores, if the last step is one. */
  private static Optional<String> ending(List<Step> steps) {
    return steps.stream()
        .skip(Math.max(0, steps.size() - 1))
        .filter(step -> step instanceof Step.Operator)
        .map(step -> step.node().op())
        .filter(op -> op.equals("Softmax") || op.equals("Sigmoid"))
        .findFirst();
  }

  private static Function<Net, Model> usual(Shape scores, Optional<String> ending) {
    if (scores.isImage()) {
      return Net::mse;
    }
    if (ending.filter("Sigmoid"::equals).isPresent()) {
      return Net::sigmoidCE;
    }
    return scores.size() > 1 ? Net::softmaxCE : Net::mse;
  }

  private Model model(
      Assembly assembly, Function<Net, Model> loss, Optional<Normalization> normalization) {
    try {
      Model model = loss.apply(assembly.net());
      List<Word.Weights> weights = assembly.weights();
      Map<String, Tensor> values = new LinkedHashMap<>();
      List<String> names = List.copyOf(model.parameters().keySet());
      // layers that the loss added are behind those of the file
      for (String name : names.subList(0, Math.min(names.size(), weights.size()))) {
        Word.Weights w = weights.get(values.size());
        int[] shape = w.shape().stream().mapToInt(Integer::intValue).toArray();
        values.put(name, Tensor.of(w.values(), shape));
      }
      model.setParameters(values);
      normalization.ifPresent(model::setNormalization);
      return model;
    } catch (IllegalArgumentException doesNotFit) {
      throw new OnnxException(file + ": " + doesNotFit.getMessage(), doesNotFit);
    }
  }
}
