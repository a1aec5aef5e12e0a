package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.adam;
import static tilde.Tilde.crop;
import static tilde.Tilde.digits;
import static tilde.Tilde.flipHorizontal;
import static tilde.Tilde.flipVertical;
import static tilde.Tilde.mixup;
import static tilde.Tilde.net;
import static tilde.Tilde.noise;
import static tilde.Tilde.range;
import static tilde.Tilde.rotate;
import static tilde.Tilde.shift;
import static tilde.Tilde.zeros;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tilde.data.Augmentation;
import tilde.output.Host;
import tilde.output.MimeBundle;

/** {@code dataset.augment(...)} and {@code dataset.show(16)}. */
class AugmentWordsTest {
  private static final Dataset FEW = digits().take(200);
  private static final Augmentation ALL =
      shift(1).rotate(10).crop(1).flipHorizontal().flipVertical().noise(0.05).mixup(0.2);

  private final RecordingDisplay display = new RecordingDisplay();
  private Host.Use use;

  @BeforeEach
  void useADisplay() {
    use = Host.use(display);
  }

  @AfterEach
  void restoreTheDisplay() {
    use.close();
  }

  private static Model trained(Dataset data) {
    Model model = net().conv(3, 3).relu().dense(10).softmaxCE();
    model.train(data).epochs(2).optimizer(adam(0.01)).seed(3).validate(data).run();
    return model;
  }

  @Test
  void trainingSeesChangedSamplesAndWhoeverAsksDoesNot() {
    Dataset augmented = FEW.augment(ALL);
    assertThat(augmented.images()).isEqualTo(FEW.images());
    assertThat(augmented.image(3)).isEqualTo(FEW.image(3));
    assertThat(augmented.targets()).isEqualTo(FEW.targets());
    Model model = trained(augmented);
    assertThat(model.parameters()).isNotEqualTo(trained(FEW).parameters());
    assertThat(model.parameters()).isEqualTo(trained(augmented).parameters());
    assertThat(model.evaluate(augmented).loss()).isEqualTo(model.evaluate(FEW).loss());
    assertThat(model.history().validationLoss()[1]).isEqualTo(model.evaluate(FEW).loss());
  }

  @Test
  void streamedAndHeldTrainAlike() {
    Dataset streamed = Dataset.stream(FEW.labels(), FEW.classNames(), FEW::image);
    Dataset held = FEW.normalize().augment(ALL);
    assertThat(trained(streamed.normalize().augment(ALL)).parameters())
        .isEqualTo(trained(held).parameters());
  }

  @Test
  void eachWordBeginsAnAugmentation() {
    assertThat(
            List.of(
                shift(1),
                crop(2),
                rotate(5),
                noise(0.1),
                mixup(0.2),
                flipHorizontal(),
                flipVertical()))
        .extracting(Object::toString)
        .containsExactly(
            "shift(1)",
            "crop(2)",
            "rotate(5.0)",
            "noise(0.1)",
            "mixup(0.2)",
            "flipHorizontal()",
            "flipVertical()");
  }

  @Test
  void partsKeepTheAugmentationAndMoreOfItIsAdded() {
    Dataset data = FEW.augment(noise(1)).augment(shift(1));
    assertThat(data).hasToString(FEW + ", in training noise(1.0).shift(1)");
    assertThat(FEW.normalize().augment(shift(1)))
        .hasToString(FEW + ", normalized, in training shift(1)");
    assertThat(data.augmentation()).isEqualTo(noise(1).shift(1));
    assertThat(data.split(0.5).train().augmentation()).isEqualTo(data.augmentation());
    assertThat(data.normalize().augmentation()).isEqualTo(data.augmentation());
    assertThat(data.map(x -> x.times(2)).augmentation()).isEqualTo(data.augmentation());
    assertThat(data.concat(data).augmentation()).isEqualTo(data.augmentation());
    assertThat(FEW.augmentation()).hasToString("nothing");
  }

  @Test
  void errorsSayWhatDoesNotFit() {
    Dataset vectors = Dataset.of(zeros(4, 3), 0, 1, 0, 1);
    refused(
        () -> vectors.augment(shift(1)),
        "augment: shift(1) needs images (channels, height, width), these samples have shape 3:"
            + " leave it out, or reshape them");
    refused(
        () -> FEW.augment(null),
        "augment: the changes are null, expected some such as shift(2).rotate(10)");
    refused(() -> FEW.augment(shift(8)), "augment: shift(8) can move an image of 8 rows");
    refused(() -> FEW.augment(shift(1)).map(x -> x.flatten()), "augment: shift(1) needs images");
    refused(
        () -> FEW.augment(shift(1)).concat(FEW),
        "concat: the first dataset has the augmentation shift(1), another one the augmentation"
            + " nothing: concat first, then augment");
    refused(
        () -> net().dense(10).hinge().train(FEW.augment(mixup(0.2))).run(),
        "train: mixup makes mixtures of classes, which hinge does not take");
    refused(
        () -> FEW.show(0), "expected 1 to 200 samples to show, got 0: this dataset has no more");
    refused(
        () -> FEW.pictures(201),
        "expected 1 to 200 samples to show, got 201: this dataset has no more");
    refused(
        () -> vectors.show(2),
        "show needs images (channels, height, width), these samples have shape (3): reshape them"
            + " first, e.g. map(x -> x.reshape(1, 8, 8))");
    vectors.augment(noise(1).mixup(1));
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void showShowsImagesWithTheNamesOfTheirClasses() {
    FEW.show(16);
    MimeBundle shown = display.shown().get(0);
    assertThat(shown.data()).containsKey(MimeBundle.PNG);
    String[] lines = shown.text().split("\n", -1);
    assertThat(lines[0]).isEqualTo("16 of 200 samples (1, 8, 8)");
    assertThat(lines[1]).isEqualTo("black is 0, white is 1");
    assertThat(lines[2].trim().split(" +")).containsExactly("0", "1", "2", "3");
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(FEW.pictures(16)).hasToString("16 of 200 samples (1, 8, 8): black is 0, white is 1");
  }

  @Test
  void showShowsWhatTheFirstEpochGets() {
    String plain = FEW.pictures(4).text();
    assertThat(FEW.augment(noise(0.3)).pictures(4).text()).isNotEqualTo(plain);
    assertThat(FEW.augment(noise(0.3)).pictures(4).text())
        .isEqualTo(FEW.augment(noise(0.3)).pictures(4).text());
    assertThat(FEW.augment(noise(0.3)).pictures(4))
        .hasToString("4 of 200 samples, noise(0.3) (1, 8, 8): black is 0, white is 1");
    assertThat(FEW.normalize().pictures(4).text()).as("the pixels as they are").isEqualTo(plain);
    assertThat(FEW.augment(mixup(5)).pictures(2).text()).containsPattern("\\d+ % 0, \\d+ % 1");
  }

  @Test
  void otherTargetsAreWrittenAsTheyAre() {
    Tensor x = zeros(2, 1, 2, 2);
    Tensor shares = Tensor.of(new double[][] {{1, 0, 0}, {0.25, 0.75, 0}});
    assertThat(Dataset.of(x, shares).pictures(2).text()).contains("0", "75 % 1");
    assertThat(Dataset.values(x, range(2)).pictures(2).text()).contains("0.00", "1.00");
    Dataset many = Dataset.values(x, range(10).reshape(2, 5));
    assertThat(many.pictures(1).text()).contains("0.0");
  }
}
