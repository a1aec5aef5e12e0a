package tilde;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tilde.file.FileFormatException;
import tilde.io.StoredModel;
import tilde.layer.Custom;
import tilde.layer.Layer;
import tilde.train.Snapshot;

/** Between models and the files that hold them. */
final class ModelFiles {
  private ModelFiles() {}

  /** What a file holds, with the layers of the user's own that it may name. */
  static StoredModel read(Path file, OwnLayer... own) {
    return StoredModel.read(
        file, Arrays.stream(own).map(layer -> new Custom(new OwnFunction(layer))).toList());
  }

  /**
   * The state in a checkpoint from which a training goes on.
   *
   * @param training the words of that training
   * @param validated whether it has validation data
   */
  static Snapshot checkpoint(Path file, Model model, String training, boolean validated) {
    StoredModel stored = StoredModel.read(file, own(model.net().layers()).toList());
    Net net = new Net(stored.input(), stored.layers());
    if (!net.equals(model.net()) || !stored.loss().equals(model.loss())) {
      throw FileFormatException.of(
          file.toString(),
          "resume: expected a checkpoint of %s, got one of %s.%s: resume with that model"
              .formatted(model, net, stored.loss().dsl()));
    }
    if (stored.training().isEmpty()) {
      throw FileFormatException.of(
          file.toString(),
          "resume: expected a checkpoint that a training wrote, got a model that was saved:"
              + " Model.load(...) it, and train(...) goes on");
    }
    if (!stored.training().get().equals(training)) {
      throw FileFormatException.of(
          file.toString(),
          "resume: the training that wrote this checkpoint was %s, got %s: say the same words"
                  .formatted(stored.training().get(), training)
              + " (epochs, callbacks and threads may differ), or Model.load(...) it and train anew");
    }
    Snapshot state = stored.state().orElseThrow();
    state.run().stream()
        .flatMap(run -> run.log().epochs().stream())
        .filter(epoch -> (epoch.validation() != null) != validated)
        .forEach(
            epoch -> {
              throw FileFormatException.of(
                  file.toString(),
                  "resume: expected epochs %s validation, epoch %s is another: the file is damaged"
                      .formatted(validated ? "with" : "without", epoch.epoch()));
            });
    return state;
  }

  private static Stream<Custom> own(List<Layer> layers) {
    return layers.stream()
        .flatMap(l -> l instanceof Custom custom ? Stream.of(custom) : own(l.body()))
        .distinct();
  }
}
