package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static tilde.Tilde.adam;
import static tilde.Tilde.adamW;
import static tilde.Tilde.cosine;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;
import static tilde.Tilde.oneCycle;
import static tilde.Tilde.warmup;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.Host;

/** The networks people know, on the real digits: of five seeds the median reads 97 in 100. */
class VocabularyTrainingTest {
  private static final Dataset ALL = digits();

  private Host.Use use;

  @BeforeEach
  void keepTheLogQuiet() {
    use = Host.use(new RecordingDisplay());
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Net unit(Net n, int filters, int stride) {
    return n.conv(3, 3).filters(filters).stride(stride).same().noBias().batchNorm();
  }

  private static Net block(Net n, int filters, int stride) {
    return unit(unit(n, filters, stride).relu(), filters, 1);
  }

  private static Net separable(Net n, int filters, int stride) {
    Net deep = n.depthwiseConv(3, 3).stride(stride).same().noBias().batchNorm().relu();
    return deep.conv(1, 1).filters(filters).noBias().batchNorm().relu();
  }

  @Test
  void aResidualNetworkWithBatchNorm() {
    Model untrained =
        unit(net(), 16, 1)
            .relu()
            .residual(n -> block(n, 16, 1))
            .relu()
            .residual(n -> block(n, 32, 2))
            .relu()
            .globalAvgPool()
            .dense(10)
            .softmaxCE();
    median(untrained, training -> training.epochs(8).optimizer(adam(0.01)).schedule(cosine()));
  }

  @Test
  void aDepthwiseNetwork() {
    Net start = unit(net(), 16, 1).relu();
    Model untrained =
        separable(separable(start, 32, 1), 64, 2).globalAvgPool().dense(10).softmaxCE();
    median(untrained, training -> training.epochs(8).optimizer(adam(0.02)).schedule(oneCycle()));
  }

  @Test
  void aPerceptronWithDropout() {
    Model untrained =
        net().dense(128).relu().dropout(0.3).dense(64).relu().dropout(0.2).dense(10).softmaxCE();
    median(
        untrained,
        training -> training.epochs(40).optimizer(adamW(0.005)).schedule(warmup(2).then(cosine())));
  }

  private static void median(Model untrained, Function<Training, Training> settings) {
    double[] accuracy =
        LongStream.range(0, 5)
            .mapToDouble(
                seed -> {
                  Dataset.Split parts = ALL.split(0.8, seed);
                  Model model = untrained.copy();
                  settings.apply(model.train(parts.train()).seed(seed)).run();
                  return model.evaluate(parts.test()).accuracy();
                })
            .sorted()
            .toArray();
    System.out.printf("%s: %s%n", untrained, Arrays.toString(accuracy));
    assertThat(accuracy[2]).isGreaterThanOrEqualTo(0.97);
  }
}
