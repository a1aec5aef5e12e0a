package tilde;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models whose files every later version must open, and what wrote them: version 1 of the
 * format. Its files are never written again; a later version adds its own.
 */
final class GoldenModels {
  /**
   * What a model is to say after loading.
   *
   * @param line that makes it
   * @param scores of the first two samples
   * @param nextLoss of an epoch trained then
   */
  record Expected(String line, double[] scores, String history, double nextLoss) {}

  private GoldenModels() {}

  /** All models before their training, by the names of their files. */
  static Map<String, Model> untrained() {
    Net every =
        Tilde.net(1, 8, 8)
            .conv(3, 3)
            .filters(2)
            .padding(1, 2, 0, 1)
            .batchNorm()
            .momentum(0.25)
            .epsilon(1e-4)
            .leakyRelu(0.125)
            .depthwiseConv(2, 3)
            .same()
            .dilation(2)
            .gelu()
            .convTranspose(2, 2)
            .stride(2)
            .filters(2)
            .full()
            .silu()
            .avgPool(3, 2)
            .padding(1)
            .residual(n -> n.conv(3, 3).filters(3).stride(2).same().noBias().relu())
            .tanh()
            .upsample(2)
            .maxPool(2)
            .stride(1)
            .layerNorm()
            .dropout(0.1)
            .flatten()
            .dense(6)
            .noBias()
            .sigmoid();
    Map<String, Model> models = new LinkedHashMap<>();
    models.put(
        "every-layer",
        every.dense(10).softmaxCE(Tilde.labelSmoothing(0.1).classWeights(weights())));
    models.put("open", Tilde.net().globalAvgPool().dense(3).relu().dense(10).hinge());
    models.put("labels", Tilde.net(1, 8, 8).dense(10).sigmoidCE());
    models.put("numbers", Tilde.net(1, 8, 8).dense(3).softmax().dense(10).mse());
    return models;
  }

  private static double[] weights() {
    double[] weights = new double[10];
    Arrays.fill(weights, 1.0 / 3);
    return weights;
  }

  /** The training of each of them, which goes on after loading. */
  static Training training(String name, Model model) {
    Dataset data = Tilde.digits().take(40);
    return switch (name) {
      case "every-layer" ->
          model
              .train(data.normalize())
              .batchSize(9)
              .optimizer(Tilde.adamW(0.01).betas(0.8, 0.9))
              .validate(data.take(9))
              .metrics(Tilde.topK(3))
              .earlyStopping(5);
      case "open" -> model.train(data).optimizer(Tilde.sgd(0.1).momentum(0.9).nesterov());
      case "labels" ->
          model
              .train(Dataset.values(data.images(), data.targets()))
              .optimizer(Tilde.rmsProp(0.01).momentum(0.5));
      default ->
          model
              .train(Dataset.values(data.images(), data.targets()))
              .optimizer(Tilde.adagrad(0.1).weightDecay(1e-4));
    };
  }

  static Expected said(String name, Model model) {
    String line = model.toString();
    double[] scores = doubles(model.scores(Tilde.digits().take(2).images()).toArray());
    String history = model.history().csv();
    double next = training(name, model).epochs(1).run().loss()[0];
    return new Expected(line, scores, history, next);
  }

  private static double[] doubles(float... values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** Writes the files of this version into a folder that has none. */
  public static void main(String... arguments) throws IOException {
    Path folder = Files.createDirectory(Path.of(arguments[0]));
    Map<String, Expected> expected = new LinkedHashMap<>();
    for (Map.Entry<String, Model> entry : untrained().entrySet()) {
      String file = folder.resolve(entry.getKey() + ".tilde").toString();
      Model model = entry.getValue();
      training(entry.getKey(), model).epochs(2).checkpoints(file).run();
      expected.put(entry.getKey(), said(entry.getKey(), Model.load(file)));
    }
    Files.writeString(folder.resolve("expected.json"), new Gson().toJson(expected) + "\n");
    System.out.println(List.of(folder.toFile().list()));
  }
}
