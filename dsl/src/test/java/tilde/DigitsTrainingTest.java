package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tilde.Tilde.adam;
import static tilde.Tilde.digits;
import static tilde.Tilde.net;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.output.Host;

/** The first line of the README on the real digits: it learns what it should. */
class DigitsTrainingTest {
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

  private static Model card() {
    return net().conv(3, 3).relu().dense(10).softmaxCE();
  }

  @Test
  void ofDigitsItHasNotSeenItReadsNinetySevenInAHundred() {
    double[] accuracy = LongStream.range(0, 10).mapToDouble(this::accuracy).sorted().toArray();
    double median = (accuracy[4] + accuracy[5]) / 2;
    System.out.printf("digits: median accuracy %.4f of %s%n", median, Arrays.toString(accuracy));
    assertThat(median).isGreaterThanOrEqualTo(0.97);
    assertThat(accuracy[0]).isGreaterThanOrEqualTo(0.955);
  }

  /** Test accuracy with the settings that the documentation names. */
  private double accuracy(long seed) {
    Dataset.Split parts = ALL.split(0.8, seed);
    Model model = card();
    model.train(parts.train()).epochs(30).batchSize(16).optimizer(adam(0.01)).seed(seed).run();
    return model.evaluate(parts.test()).accuracy();
  }

  @Test
  void theFirstLossIsThatOfGuessing() {
    double ln10 = Math.log(10);
    for (int seed = 0; seed < 20; seed++) {
      Dataset some = ALL.shuffle(seed).take(64);
      History history = card().train(some).batchSize(64).epochs(1).seed(seed).run();
      assertThat(history.batchLoss()[0]).as("seed %d", seed).isCloseTo(ln10, within(0.05 * ln10));
    }
  }

  @Test
  void twentyImagesCanBeLearntByHeart() {
    Dataset twenty = ALL.take(20);
    Model model = card();
    model.train(twenty).epochs(200).batchSize(20).optimizer(adam(0.01)).run();
    assertThat(model.evaluate(twenty).loss()).isLessThan(1e-3);
    assertThat(model.predict(twenty.images()).labels())
        .isEqualTo(IntStream.range(0, 20).map(twenty::label).toArray());
  }
}
