package tilde.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tilde.array.Shape;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Values;
import tilde.layer.Network;
import tilde.train.Normalization;
import tilde.train.Optimizer;
import tilde.train.Snapshot;
import tilde.train.TrainingLog;

/**
 * What the JSON text says of a state.
 *
 * @param sample the shape of one sample
 * @param steps how many each parameter has done with the optimizer
 * @param run the training under way
 */
record StoredState(
    Shape sample,
    int epoch,
    boolean asDrawn,
    Optional<Optimizer> optimizer,
    List<Long> steps,
    Optional<Normalization> normalization,
    StoredLog log,
    Optional<Run> run) {
  /** Before the names of the weights of the best epoch of a training under way. */
  static final String BEST = "best.";

  /**
   * @param training its words
   * @param batches how many of the log are its own
   * @param epochs how many of the log are its own
   * @param bestSteps as steps, of the best weights
   */
  record Run(String training, int batches, int epochs, Optional<List<Long>> bestSteps) {}

  StoredState {
    if (epoch < 0 || run.isPresent() && epoch < run.get().epochs()) {
      throw new IllegalArgumentException("a model cannot have had " + epoch + " epochs");
    }
    normalization.ifPresent(statistics -> statistics.checkChannels(sample));
  }

  static StoredState of(Shape sample, Snapshot snapshot, Optional<String> training) {
    return new StoredState(
        sample,
        snapshot.epoch(),
        snapshot.asDrawn(),
        snapshot.optimizer(),
        snapshot.weights().steps(),
        snapshot.normalization(),
        StoredLog.of(snapshot.log()),
        snapshot.run().map(run -> run(run, training.orElseThrow())));
  }

  private static Run run(Snapshot.Run run, String training) {
    return new Run(
        training,
        Math.min(run.log().batches().size(), StoredLog.MOST_BATCHES),
        run.log().epochs().size(),
        run.best().map(Snapshot.Weights::steps));
  }

  /** Before the names of the parameters whose moments these are. */
  static String moment(int index) {
    return "optimizer." + index + ".";
  }

  Snapshot snapshot(String file, Network network, Map<String, Values> tensors) {
    Reading reading = new Reading(file, network.parameters(), tensors, new HashSet<>());
    Snapshot.Weights weights = reading.weights("", steps, optimizer);
    TrainingLog all = log.log();
    Optional<Snapshot.Run> underWay =
        run.map(
            r ->
                new Snapshot.Run(
                    new TrainingLog(
                        reading.last(all.batches(), r.batches),
                        reading.last(all.epochs(), r.epochs)),
                    r.bestSteps.map(best -> reading.weights(BEST, best, optimizer))));
    reading.end();
    return new Snapshot(weights, epoch, asDrawn, optimizer, normalization, all, underWay);
  }

  /** Takes the tensors of a file, each once. */
  private record Reading(
      String file,
      List<Network.Parameter> parameters,
      Map<String, Values> tensors,
      Set<String> taken) {

    Snapshot.Weights weights(String prefix, List<Long> steps, Optional<Optimizer> optimizer) {
      if (steps.size() != parameters.size() || steps.stream().anyMatch(count -> count < 0)) {
        throw FileFormatException.of(
            file,
            "expected steps for each of %s parameters, got %s"
                .formatted(parameters.size(), steps.size()));
      }
      List<float[]> values = new ArrayList<>();
      List<List<float[]>> moments = new ArrayList<>();
      for (Network.Parameter parameter : parameters) {
        int[] shape = parameter.spec().shapeArray();
        values.add(take(prefix + parameter.name(), shape));
        List<float[]> own = new ArrayList<>();
        for (int m = 0; m < optimizer.map(Optimizer::moments).orElse(0); m++) {
          own.add(take(prefix + moment(m) + parameter.name(), shape));
        }
        moments.add(own);
      }
      return new Snapshot.Weights(values, moments, steps);
    }

    private float[] take(String name, int... shape) {
      Values values = tensors.get(name);
      if (values == null || !Arrays.equals(values.shape(), shape)) {
        throw FileFormatException.of(
            file,
            "expected the tensor %s in shape %s, got %s"
                .formatted(
                    name,
                    Arrays.toString(shape),
                    values == null ? "none" : Arrays.toString(values.shape())));
      }
      taken.add(name);
      return values.data();
    }

    <T> List<T> last(List<T> all, int count) {
      if (count < 0 || count > all.size()) {
        throw FileFormatException.of(
            file, "expected a training of at most %s entries, got %s".formatted(all.size(), count));
      }
      return all.subList(all.size() - count, all.size());
    }

    void end() {
      Set<String> more = new HashSet<>(tensors.keySet());
      more.removeAll(taken);
      if (!more.isEmpty()) {
        throw FileFormatException.of(
            file,
            "expected no tensors but those of the network, got also "
                + Names.shownLine(more.toString()));
      }
    }
  }
}
