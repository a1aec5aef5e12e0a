package tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tilde.Tilde.adam;
import static tilde.Tilde.cosine;
import static tilde.Tilde.digits;
import static tilde.Tilde.load;
import static tilde.Tilde.macroF1;
import static tilde.Tilde.net;
import static tilde.Tilde.reduceOnPlateau;
import static tilde.Tilde.sgd;
import static tilde.Tilde.shift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tilde.file.FileFormatException;
import tilde.io.Safetensors;
import tilde.output.Host;
import tilde.train.TrainingStopped;

/** Trainings that leave their state in files, and go on from them as if they had never stopped. */
class CheckpointTest {
  private static final Dataset SOME = digits().take(100);
  private static final Dataset OTHERS = digits().pick(100, 101, 102, 103, 104, 105, 106, 107, 108);

  @TempDir Path folder;

  private String file() {
    return folder.resolve("run.tilde").toString();
  }

  private static Model model() {
    return net(1, 8, 8).conv(3, 3).batchNorm().relu().dropout(0.2).dense(10).softmaxCE();
  }

  private static void assertSame(Model found, Model expected) {
    assertThat(found.parameters()).isEqualTo(expected.parameters());
    assertThat(found.history().csv()).isEqualTo(expected.history().csv());
    assertThat(found.history().batchCsv()).isEqualTo(expected.history().batchCsv());
  }

  private static void stopAfter(int epoch, EpochEvent e) {
    if (e.epoch() == epoch) {
      throw new IllegalStateException("the machine crashed");
    }
  }

  /** Trains some epochs, crashes, and goes on in another model: all is as without the crash. */
  private void goesOn(UnaryOperator<Training> words, int before, int crash) {
    Model whole = model();
    Model crashing = model();
    for (Model model : List.of(whole, crashing)) {
      if (before > 0) {
        model.train(SOME).epochs(before).run();
      }
    }
    String all = words.apply(whole.train(SOME)).run().csv();
    assertThatThrownBy(
            () ->
                words
                    .apply(crashing.train(SOME))
                    .checkpoints(file())
                    .onEpoch(e -> stopAfter(before + crash, e))
                    .run())
        .isInstanceOf(TrainingStopped.class);
    Model resumed = model();
    History history = words.apply(resumed.train(SOME)).resume(file());
    assertSame(resumed, whole);
    assertThat(history.csv()).isEqualTo(all);
  }

  @Test
  void aTrainingGoesOnToTheSameBits() {
    goesOn(t -> t.epochs(5).optimizer(adam(0.01)).seed(4), 0, 2);
  }

  @Test
  void schedulesGoOnWhereTheyWere() {
    goesOn(t -> t.epochs(5).optimizer(sgd(0.1).momentum(0.9)).schedule(cosine()), 1, 3);
    goesOn(
        t ->
            t.epochs(6)
                .optimizer(adam(0.1))
                .schedule(reduceOnPlateau(1, 0.1))
                .validate(OTHERS)
                .metrics(macroF1()),
        0,
        4);
  }

  @Test
  void earlyStoppingRemembersItsBestState() {
    UnaryOperator<Training> words =
        t -> t.epochs(8).batchSize(10).optimizer(adam(0.05)).validate(OTHERS).earlyStopping(3);
    for (int crash = 1; crash <= 4; crash++) {
      goesOn(words, 0, crash);
    }
  }

  @Test
  void augmentedDataGoesOn() {
    Dataset data = SOME.augment(shift(1).noise(0.1).mixup(0.2));
    Model whole = model();
    whole.train(data).epochs(3).run();
    model().train(data).epochs(3).checkpoints(file(), 2).run();
    Model resumed = model();
    resumed.train(data).epochs(3).resume(file());
    assertSame(resumed, whole);
  }

  @Test
  void normalisedDataGoesOn() {
    Dataset data = SOME.normalize();
    Model whole = model();
    whole.train(data).epochs(3).run();
    model().train(data).epochs(3).checkpoints(file(), 2).run();
    Model resumed = model();
    resumed.train(data).epochs(3).resume(file());
    assertSame(resumed, whole);
    assertThatThrownBy(() -> model().train(SOME.map(x -> x.times(2)).normalize()).resume(file()))
        .hasMessageContaining("but this model was first trained with mean");
  }

  @Test
  void whatIsLeftOfTheEpochsIsTrained() {
    model().train(SOME).epochs(5).checkpoints(file(), 2).run();
    assertThat(load(file()).history().epochs()).isEqualTo(4);
    List<Integer> trained = new ArrayList<>();
    Model more = model();
    more.train(SOME)
        .epochs(6)
        .onEpoch(e -> trained.add(e.epoch()))
        .checkpoints(folder.resolve("other").toString())
        .resume(file());
    assertThat(trained).containsExactly(5, 6);
    Model none = model();
    History history = none.train(SOME).epochs(4).resume(file());
    assertThat(history.epochs()).isEqualTo(4);
    assertSame(none, load(file()));
  }

  @Test
  void progressCountsOnInAResumedTraining() {
    RecordingDisplay display = new RecordingDisplay();
    model().train(SOME).epochs(2).checkpoints(file()).run();
    try (var use = Host.use(display)) {
      model().train(SOME).epochs(3).resume(file());
    }
    assertThat(display.milestones()).hasSize(1).first().asString().startsWith("epoch 3/3: loss");
  }

  @Test
  void aCheckpointIsAModelToo() {
    Model trained = model();
    trained.train(SOME).epochs(2).checkpoints(file()).run();
    Model loaded = load(file());
    assertSame(loaded, trained);
    loaded.train(SOME).epochs(1).run();
    trained.train(SOME).epochs(1).run();
    assertSame(loaded, trained);
  }

  @Test
  void theBestIsThatOfTheLowestLoss() {
    Model trained = model();
    History history =
        trained
            .train(SOME)
            .epochs(8)
            .batchSize(10)
            .optimizer(adam(0.05))
            .validate(OTHERS)
            .checkpointBest(file())
            .run();
    Model best = load(file());
    assertThat(best.history().epochs()).isEqualTo(history.bestEpoch());
    double[] losses = history.validationLoss();
    assertThat(best.evaluate(OTHERS).loss()).isEqualTo(losses[history.bestEpoch() - 1]);
  }

  @Test
  void aResumedTrainingKeepsABestFileThatIsBetter() throws IOException {
    String best = folder.resolve("best.tilde").toString();
    UnaryOperator<Training> words =
        t ->
            t.batchSize(10)
                .optimizer(adam(0.05))
                .validate(OTHERS)
                .checkpoints(file())
                .checkpointBest(best);
    words.apply(model().train(SOME).epochs(8)).run();
    byte[] expected = Files.readAllBytes(Path.of(best));
    words.apply(model().train(SOME).epochs(5)).run();
    words.apply(model().train(SOME).epochs(8)).resume(file());
    assertThat(Files.readAllBytes(Path.of(best))).isEqualTo(expected);
  }

  // ---- what goes wrong

  @Test
  void aFileThatCannotBeWrittenEndsTrainingInOrder() throws IOException {
    Path other = folder.resolve("other.tilde");
    Model model = model();
    assertThatThrownBy(
            () ->
                model
                    .train(SOME)
                    .epochs(5)
                    .checkpoints(file())
                    .checkpointBest(other.toString())
                    .onEpoch(e -> replaceByFolder(Path.of(file()), e))
                    .run())
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith(
            "training ended after epoch 3, as its checkpoint could not be written: cannot save ")
        .hasMessageEndingWith(
            ". The model keeps its weights, model.history() what was recorded, and the file what it"
                + " had before");
    assertThat(model.history().epochs()).isEqualTo(3);
    Model reference = model();
    reference.train(SOME).epochs(3).run();
    assertThat(model.parameters()).isEqualTo(reference.parameters());
    assertThat(load(other.toString()).history().epochs()).isPositive();
    model.train(SOME).epochs(1).run();
  }

  private static void replaceByFolder(Path file, EpochEvent e) {
    if (e.epoch() == 2) {
      try {
        Files.delete(file);
        Files.createDirectory(file);
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  @Test
  void aNetworkThatNoFileHoldsIsToldBeforeTraining() {
    OwnLayer twice = OwnLayer.of("own", x -> x.times(2), (x, dy) -> dy.times(2));
    OwnLayer half = OwnLayer.of("own", x -> x.times(0.5), (x, dy) -> dy.times(0.5));
    Model model = net(1, 8, 8).layer(twice).layer(half).dense(10).softmaxCE();
    assertThatThrownBy(() -> model.train(SOME).epochs(1).checkpoints(file()).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two layers of your own that are named own");
    assertThat(model.history().epochs()).isZero();
  }

  @Test
  void filesThatWillNotDoAreToldAtTheWord() {
    Training training = model().train(SOME);
    assertThatThrownBy(() -> training.checkpoints(folder.resolve("no/x").toString()))
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> training.checkpointBest(folder.toString()))
        .hasMessageContaining("a folder has this name");
    String same = folder.resolve("./run.tilde").toString();
    assertThatThrownBy(() -> training.checkpoints(file()).checkpointBest(same))
        .hasMessage(
            "checkpoints: the best epoch is to be kept in "
                + same
                + ", which each checkpoint replaces: name two files");
    assertThatThrownBy(() -> training.checkpoints(file(), 0))
        .hasMessage("checkpoints: expected one every 1 or more epochs, got 0");
  }

  private void refused(Training training, String message) {
    assertThatThrownBy(() -> training.resume(file()))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aCheckpointThatLostItsValidationIsDamaged() {
    model().train(SOME).epochs(2).validate(OTHERS).earlyStopping(2).checkpoints(file()).run();
    Safetensors.Content content = Safetensors.read(Path.of(file()));
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove("tilde.checksum");
    metadata.replaceAll(
        (key, text) -> text.replaceFirst("\"validation\":\\{[^}]*\\{}}", "\"validation\":null"));
    Safetensors.write(Path.of(file()), content.tensors(), metadata);
    refused(
        model().train(SOME).epochs(4).validate(OTHERS).earlyStopping(2),
        ": resume: expected epochs with validation, epoch 1 is another: the file is damaged");
  }

  @Test
  void anotherTrainingIsToldAndChangesNothing() {
    Model trained = model();
    trained.train(SOME).epochs(1).checkpoints(file()).run();
    refused(
        trained.train(SOME).optimizer(sgd(0.5)),
        ": resume: the training that wrote this checkpoint was train(100 samples (1, 8, 8))"
            + ".batchSize(32).optimizer(adam(0.001)).seed(0), got train(100 samples (1, 8, 8))"
            + ".batchSize(32).optimizer(sgd(0.5)).seed(0): say the same words (epochs, callbacks"
            + " and threads may differ), or Model.load(...) it and train anew");
    refused(
        trained.train(SOME.augment(shift(1).noise(0.1))),
        "was train(100 samples (1, 8, 8)).batchSize(32).optimizer(adam(0.001)).seed(0), got"
            + " train(100 samples (1, 8, 8).augment(shift(1).noise(0.1))).batchSize(32)");
    refused(
        net(1, 8, 8).dense(10).softmaxCE().train(SOME),
        ": resume: expected a checkpoint of net(1, 8, 8).dense(10).softmaxCE(), got one of net(1,");
    trained.save(file());
    refused(
        trained.train(SOME),
        ": resume: expected a checkpoint that a training wrote, got a model that was saved");
    assertThat(trained.history().epochs()).isEqualTo(1);
  }

  @Test
  void whatGoesOnLeavesCheckpointsToo() {
    model().train(SOME).epochs(2).checkpoints(file()).run();
    Model resumed = model();
    assertThatThrownBy(
            () -> resumed.train(SOME).epochs(9).onEpoch(e -> stopAfter(5, e)).resume(file()))
        .isInstanceOf(TrainingStopped.class);
    assertThat(load(file()).history().epochs()).isEqualTo(5);
  }
}
