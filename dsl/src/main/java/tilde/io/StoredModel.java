package tilde.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import tilde.array.Shape;
import tilde.file.AtomicFile;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Values;
import tilde.layer.Custom;
import tilde.layer.Layer;
import tilde.layer.Network;
import tilde.loss.Loss;
import tilde.train.Snapshot;

/**
 * A model as a file holds it: a safetensors file whose tensors are parameters, running statistics
 * and moments by name, and whose metadata has the version and a description in JSON.
 *
 * @param input the input shape, where the description fixes it
 * @param classNames where training has taught them
 * @param sample the shape of a sample, once it is known; then there is a state too
 * @param training the words of the training under way; with a state between two of its epochs
 */
public record StoredModel(
    Optional<Shape> input,
    List<Layer> layers,
    Loss loss,
    Optional<List<String>> classNames,
    Optional<Shape> sample,
    Optional<Snapshot> state,
    Optional<String> training) {
  static final String VERSION = "tilde.version";
  static final String DESCRIPTION = "tilde.model";
  static final String CHECKSUM = "tilde.checksum"; // files written by hand may have none
  static final int NEWEST = 1;

  /** More values in all layers for one sample would not fit into the memory of one machine. */
  static final long MOST_VALUES = 1L << 27;

  /** The network, if the shape of a sample is known. */
  public Optional<Network> network() {
    return sample.map(shape -> new Network(shape, layers));
  }

  /**
   * Checks that a file can hold the network and the loss, for those who will write much later.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void check() {
    checkOwnLayers();
    RecordWriter.text(StoredDescription.of(this));
  }

  /** Writes the file, atomically: whatever goes wrong, a file that was there stays. */
  public void write(Path file) {
    checkOwnLayers();
    Map<String, Values> tensors = tensors();
    Map<String, String> metadata = metadata(tensors);
    AtomicFile.write(file, out -> Safetensors.write(tensors, metadata, out));
  }

  void write(OutputStream out) throws IOException {
    Map<String, Values> tensors = tensors();
    Safetensors.write(tensors, metadata(tensors), out);
  }

  private Map<String, String> metadata(Map<String, Values> tensors) {
    String description = RecordWriter.text(StoredDescription.of(this));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, "" + NEWEST);
    metadata.put(DESCRIPTION, description);
    metadata.put(CHECKSUM, checksum(description, tensors));
    return metadata;
  }

  /** CRC-32C of the description and of all tensors: a number that changed on its way is found. */
  private static String checksum(String description, Map<String, Values> tensors) {
    CRC32C sum = new CRC32C();
    sum.update(description.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bits = ByteBuffer.allocate(Integer.BYTES);
    tensors.forEach(
        (name, values) -> {
          sum.update(name.getBytes(StandardCharsets.UTF_8));
          for (float value : values.data()) {
            sum.update(bits.putInt(0, Float.floatToRawIntBits(value)).rewind());
          }
        });
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private Map<String, Values> tensors() {
    Map<String, Values> tensors = new LinkedHashMap<>();
    state.ifPresent(
        snapshot -> {
          List<Network.Parameter> parameters = network().orElseThrow().parameters();
          put(tensors, "", parameters, snapshot.weights());
          snapshot
              .run()
              .flatMap(Snapshot.Run::best)
              .ifPresent(best -> put(tensors, StoredState.BEST, parameters, best));
        });
    return tensors;
  }

  private static void put(
      Map<String, Values> tensors,
      String prefix,
      List<Network.Parameter> parameters,
      Snapshot.Weights weights) {
    for (int p = 0; p < parameters.size(); p++) {
      String name = parameters.get(p).name();
      int[] shape = parameters.get(p).spec().shapeArray();
      tensors.put(prefix + name, new Values(shape, weights.parameters().get(p)));
      List<float[]> moments = weights.moments().get(p);
      for (int m = 0; m < moments.size(); m++) {
        tensors.put(prefix + StoredState.moment(m) + name, new Values(shape, moments.get(m)));
      }
    }
  }

  /** A file knows a layer of the user's own by its name. */
  private void checkOwnLayers() {
    Map<String, Layer> byName = new HashMap<>();
    for (Layer layer : own(layers)) {
      Layer other = byName.putIfAbsent(layer.kind(), layer);
      if (other != null && !other.equals(layer)) {
        throw new IllegalArgumentException(
            "cannot save the network: it has two layers of your own that are named %s, and a file"
                    .formatted(layer.kind())
                + " knows them by their names: give them different ones");
      }
    }
  }

  private static List<Layer> own(List<Layer> layers) {
    return layers.stream()
        .flatMap(l -> l instanceof Custom ? List.of(l).stream() : own(l.body()).stream())
        .toList();
  }

  /**
   * Reads a file.
   *
   * @param own the layers of the user's own that the network may have
   * @throws FileFormatException if the file is not a model, is damaged or of a later version, or
   *     has a layer of the user's own that is not given
   */
  public static StoredModel read(Path file, List<Custom> own) {
    Safetensors.Content content = Safetensors.read(file);
    String name = file.toString();
    checkVersion(name, content.metadata());
    String text = content.metadata().get(DESCRIPTION);
    if (text == null) {
      throw FileFormatException.of(
          name, "expected a description of the model in the metadata, got none");
    }
    String sum = content.metadata().get(CHECKSUM);
    if (sum != null && !sum.equals(checksum(text, content.tensors()))) {
      throw FileFormatException.of(
          name,
          "expected content with the checksum %s, got %s: the file was damaged after it was saved"
              .formatted(sum, checksum(text, content.tensors())));
    }
    RecordReader reader = new RecordReader(name, text, kind -> own(name, kind, own));
    return reader.read(StoredDescription.class).model(name, content.tensors());
  }

  private static void checkVersion(String file, Map<String, String> metadata) {
    String version = metadata.get(VERSION);
    if (version == null) {
      throw FileFormatException.of(
          file,
          "expected a model that was saved with model.save(...), got tensors without a description:"
              + " make the network, and load the tensors as its weights");
    }
    if (!version.matches("[0-9]{1,9}") || Integer.parseInt(version) < 1) {
      throw FileFormatException.of(file, "expected a version from 1 on, got \"" + version + "\"");
    }
    if (Integer.parseInt(version) > NEWEST) {
      throw FileFormatException.of(
          file,
          "this model was saved by a later version of Tilde, in format %s; this one reads up to %s:"
                  .formatted(version, NEWEST)
              + " use that version");
    }
  }

  private static Layer own(String file, String kind, List<Custom> own) {
    List<Custom> named = own.stream().filter(layer -> layer.kind().equals(kind)).toList();
    if (named.size() == 1) {
      return named.get(0);
    }
    throw FileFormatException.of(
        file,
        "the network has a layer of your own named \"%s\", which a file cannot hold: %s"
            .formatted(
                kind,
                named.isEmpty()
                    ? "pass it when loading, e.g. load(\"%s\", %s)".formatted(file, kind)
                    : "expected one of this name, got " + named.size()));
  }
}
