package tilde.io;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tilde.array.Shape;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Values;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.train.Snapshot;

/** What the JSON text of a model's file says; the numbers lie in tensors. */
record StoredDescription(
    Optional<Shape> input,
    List<Layer> layers,
    Loss loss,
    Optional<List<String>> classNames,
    Optional<StoredState> state) {

  static StoredDescription of(StoredModel model) {
    return new StoredDescription(
        model.input(),
        model.layers(),
        model.loss(),
        model.classNames(),
        model.state().map(s -> StoredState.of(model.sample().orElseThrow(), s, model.training())));
  }

  /** The model, with everything checked that the parts of a file say about each other. */
  StoredModel model(String file, Map<String, Values> tensors) {
    if (state.isEmpty()) {
      checkOpen(file);
    }
    Optional<Network> network = state.map(s -> network(file, s.sample()));
    input.ifPresent(
        fixed -> {
          if (state.isEmpty() || !state.get().sample().equals(fixed)) {
            throw FileFormatException.of(
                file, "expected a state for samples of shape %s, got another".formatted(fixed));
          }
        });
    Optional<Snapshot> snapshot = state.map(s -> s.snapshot(file, network.orElseThrow(), tensors));
    if (snapshot.isEmpty() && !tensors.isEmpty()) {
      throw FileFormatException.of(
          file,
          "expected no tensors in a model without a state, got "
              + Names.shownLine(tensors.keySet().toString()));
    }
    return new StoredModel(
        input,
        layers,
        loss,
        classNames,
        state.map(StoredState::sample),
        snapshot,
        state.flatMap(StoredState::run).map(StoredState.Run::training));
  }

  /** What can be said of a network whose input shape is left to the first data. */
  private void checkOpen(String file) {
    if (layers.isEmpty()) {
      throw FileFormatException.of(file, "expected a network with layers, got none");
    }
    try {
      Network.outputOfAnyInput(layers).ifPresent(loss::checkScores);
    } catch (IllegalArgumentException | IllegalStateException problem) {
      throw FileFormatException.of(file, problem.getMessage(), problem);
    }
  }

  private Network network(String file, Shape sample) {
    try {
      Network network = new Network(sample, layers);
      loss.checkScores(network.output());
      long values = network.nodes().stream().mapToLong(node -> node.out().size()).sum();
      if (values + sample.size() > StoredModel.MOST_VALUES) {
        throw new IllegalArgumentException(
            "expected a network of at most %s values a sample, got %s"
                .formatted(StoredModel.MOST_VALUES, values));
      }
      return network;
    } catch (IllegalArgumentException | IllegalStateException problem) {
      throw FileFormatException.of(file, problem.getMessage(), problem);
    }
  }
}
