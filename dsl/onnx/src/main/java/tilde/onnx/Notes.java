package tilde.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tilde.Model;
import tilde.Net;
import tilde.loss.SoftmaxCrossEntropy;
import tilde.onnx.format.OnnxException;
import tilde.train.Normalization;

/** What a file of ours says of a model beyond what ONNX has words for, as its metadata. */
final class Notes {
  private static final String MODEL = "tilde.model"; // for people
  private static final String OUTPUT = "tilde.output";
  private static final String LOSS = "tilde.loss";
  private static final String SMOOTHING = "tilde.labelSmoothing";
  private static final String WEIGHTS = "tilde.classWeights";
  private static final String MEAN = "tilde.mean"; // the graph has them rounded
  private static final String STD = "tilde.std";

  private final String file;
  private final Map<String, String> texts;

  Notes(String file, Map<String, String> texts) {
    this.file = file;
    this.texts = texts;
  }

  static Map<String, String> of(Model model, String output) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(MODEL, model.toString());
    texts.put(OUTPUT, output);
    texts.put(LOSS, model.loss().kind());
    if (model.loss() instanceof SoftmaxCrossEntropy loss) {
      texts.put(SMOOTHING, String.valueOf(loss.labelSmoothing()));
      texts.put(WEIGHTS, text(loss.classWeights().stream().mapToDouble(w -> w)));
    }
    model
        .normalization()
        .ifPresent(
            by -> {
              texts.put(MEAN, text(Arrays.stream(by.mean())));
              texts.put(STD, text(Arrays.stream(by.std())));
            });
    return texts;
  }

  private static String text(DoubleStream numbers) {
    return numbers.mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  private double[] numbers(String key) {
    String text = texts.getOrDefault(key, "");
    try {
      return text.isEmpty()
          ? new double[0]
          : Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException damaged) {
      throw problem(key, "numbers", text, damaged);
    }
  }

  private OnnxException problem(String key, String expected, String got, Throwable cause) {
    return new OnnxException(
        "%s, metadata '%s': expected %s, got '%s'".formatted(file, key, expected, got), cause);
  }

  /** How the network becomes a model; empty in a file that was not written here. */
  Optional<Function<Net, Model>> loss() {
    String kind = texts.get(LOSS);
    if (kind == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (kind) {
          case "softmaxCE" -> softmaxCE();
          case "sigmoidCE" -> Net::sigmoidCE;
          case "mse" -> Net::mse;
          case "hinge" -> Net::hinge;
          default -> throw problem(LOSS, "softmaxCE, sigmoidCE, mse or hinge", kind, null);
        });
  }

  private Function<Net, Model> softmaxCE() {
    double[] smoothing = numbers(SMOOTHING);
    List<Double> weights = Arrays.stream(numbers(WEIGHTS)).boxed().toList();
    return net ->
        net.softmaxCE(new SoftmaxCrossEntropy(smoothing.length == 1 ? smoothing[0] : 0, weights));
  }

  /** Whether the last node makes probabilities of the scores, as a model here does by itself. */
  boolean endsWithProbabilities() {
    return Exporter.PROBABILITIES.equals(texts.get(OUTPUT));
  }

  /** With the digits that the graph has not, if they belong to it. */
  Normalization exact(Normalization rounded) {
    double[] mean = numbers(MEAN);
    double[] std = numbers(STD);
    return isRounded(mean, rounded.mean()) && isRounded(std, rounded.std())
        ? new Normalization(mean, std)
        : rounded;
  }

  private static boolean isRounded(double[] exact, double... rounded) {
    boolean all = exact.length == rounded.length;
    for (int i = 0; all && i < exact.length; i++) {
      all = (float) exact[i] == rounded[i];
    }
    return all;
  }
}
