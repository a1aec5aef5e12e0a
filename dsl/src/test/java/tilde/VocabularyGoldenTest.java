package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.labelSmoothing;
import static tilde.Tilde.net;
import static tilde.Tilde.sgd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tilde.train.Optimizer;

/**
 * Five networks of the whole vocabulary with weights copied from PyTorch: ten steps on the same
 * batch end at PyTorch's weights.
 */
class VocabularyGoldenTest {
  private static final double RELATIVE = 1e-4;

  private static Model model(String name) {
    return switch (name) {
      case "resnet" ->
          net(1, 8, 8)
              .conv(3, 3)
              .filters(4)
              .same()
              .noBias()
              .batchNorm()
              .relu()
              .residual(VocabularyGoldenTest::block)
              .relu()
              .residual(n -> n.conv(3, 3).filters(6).stride(2).same().noBias().batchNorm().relu())
              .globalAvgPool()
              .dense(5)
              .softmaxCE();
      case "mobilenet" ->
          net(2, 9, 7)
              .conv(3, 3)
              .filters(6)
              .stride(2)
              .same()
              .noBias()
              .batchNorm()
              .relu()
              .depthwiseConv(3, 3)
              .same()
              .noBias()
              .batchNorm()
              .relu()
              .conv(1, 1)
              .noBias()
              .batchNorm()
              .leakyRelu(0.1)
              .avgPool(2)
              .dense(4)
              .hinge();
      case "mlp" -> net(12).dense(10).layerNorm().gelu().dense(8).tanh().dense(6).sigmoidCE();
      case "autoencoder" ->
          net(1, 6, 6)
              .conv(2, 2)
              .filters(3)
              .stride(2)
              .leakyRelu()
              .convTranspose(2, 2)
              .filters(1)
              .stride(2)
              .sigmoid()
              .mse();
      case "decoder" ->
          net(3, 4, 5)
              .avgPool(3)
              .stride(1)
              .padding(1)
              .upsample(2)
              .conv(3, 3)
              .filters(4)
              .full()
              .tanh()
              .maxPool(2)
              .dense(7)
              .softmax()
              .dense(3)
              .softmaxCE(labelSmoothing(0.1).classWeights(1, 2, 0.5));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Net block(Net n) {
    return n.conv(3, 3)
        .filters(4)
        .same()
        .noBias()
        .batchNorm()
        .relu()
        .conv(3, 3)
        .filters(4)
        .same()
        .noBias()
        .batchNorm();
  }

  private static Dataset data(Golden golden, int classes) {
    Tensor x = Tensor.of(golden.floats("x"), golden.shape("x"));
    int[] shape = golden.shape("targets");
    return shape.length == 1
        ? Dataset.of(x, golden.ints("targets"), numbered(classes))
        : Dataset.values(x, Tensor.of(golden.floats("targets"), shape));
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "resnet, sgd", "resnet, adam",
    "mobilenet, sgd", "mobilenet, adam",
    "mlp, sgd", "mlp, adam",
    "autoencoder, sgd", "autoencoder, adam",
    "decoder, sgd", "decoder, adam",
  })
  void tenStepsEndAtTheWeightsOfPyTorch(String name, String by) {
    Golden golden = Golden.named("vocabulary", name);
    Model model = model(name);
    assertThat(model).hasToString(golden.text("net"));
    Map<String, Tensor> start = new LinkedHashMap<>();
    for (String parameter : model.parameters().keySet()) {
      start.put(parameter, Tensor.of(golden.floats(parameter), golden.shape(parameter)));
    }
    model.setParameters(start);
    Optimizer optimizer = by.equals("sgd") ? sgd(0.05).momentum(0.9).weightDecay(1e-3) : adam(0.01);
    int classes = model.parameter(last(start, ".b")).size();
    Dataset data = data(golden, classes);
    // One batch an epoch: shuffling changes no more than the order of its sum.
    History history =
        model.train(data).epochs(10).batchSize(data.size()).optimizer(optimizer).run();
    assertThat(history.batchLoss())
        .containsExactly(golden.doubles(by + " losses"), within(RELATIVE));
    for (String parameter : start.keySet()) {
      assertClose(parameter, model.parameter(parameter), golden.doubles(by + " " + parameter));
    }
  }

  private static String last(Map<String, Tensor> parameters, String end) {
    return parameters.keySet().stream()
        .filter(name -> name.endsWith(end))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** The distance, relative to the length of the parameter. */
  private static void assertClose(String parameter, Tensor actual, double[] expected) {
    double distance = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      distance += Math.pow(actual.toArray()[i] - expected[i], 2);
      length += expected[i] * expected[i];
    }
    assertThat(Math.sqrt(distance / length)).as(parameter).isLessThan(RELATIVE);
  }
}
