package tilde.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tilde.data.Npy;
import tilde.data.Npz;
import tilde.file.FileFormatException;
import tilde.io.Safetensors.Content;
import tilde.io.Safetensors.Values;

/** Tensors by name in a file, whose name says in which format. */
enum WeightFile {
  /** Tensors and texts about them. */
  SAFETENSORS {
    @Override
    Content content(Path file) {
      return Safetensors.read(file);
    }

    @Override
    void save(Path file, Map<String, Values> tensors, Map<String, String> metadata) {
      Safetensors.write(file, tensors, metadata);
    }
  },

  /** NumPy's, which has no place for texts. */
  NPZ {
    @Override
    Content content(Path file) {
      Map<String, Values> tensors = new LinkedHashMap<>();
      Npz.read(file)
          .forEach((name, array) -> tensors.put(name, new Values(array.shape(), array.data())));
      return new Content(tensors, Map.of());
    }

    @Override
    void save(Path file, Map<String, Values> tensors, Map<String, String> metadata) {
      Map<String, Npy.Array> arrays = new LinkedHashMap<>();
      tensors.forEach(
          (name, values) -> arrays.put(name, new Npy.Array(values.shape(), values.data())));
      Npz.write(file, arrays);
    }
  };

  abstract Content content(Path file);

  abstract void save(Path file, Map<String, Values> tensors, Map<String, String> metadata);

  private static WeightFile of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    for (WeightFile format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    boolean pickled = name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".bin");
    throw FileFormatException.of(
        file.toString(),
        "expected a name that ends in .safetensors or .npz"
            + (pickled
                ? "; PyTorch's own files are Python programs, which nothing here runs: in Python,"
                    + " save_file(net.state_dict(), \"weights.safetensors\") of safetensors.torch"
                : ""));
  }

  /**
   * Reads all tensors of a file, in its order.
   *
   * @throws IllegalArgumentException if it is damaged, or a number is not finite
   */
  static Content read(Path file) {
    Content content = of(file).content(file);
    content.tensors().forEach((name, values) -> checkFinite(file, name, values.data()));
    return content;
  }

  private static void checkFinite(Path file, String name, float... data) {
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw FileFormatException.of(
            file.toString(),
            "expected finite numbers, value %s of %s is %s: was it saved after a training that failed?"
                .formatted(i, Names.shown(name), data[i]));
      }
    }
  }

  /** Writes tensors as a whole or not at all. */
  static void write(Path file, Map<String, Values> tensors, Map<String, String> metadata) {
    of(file).save(file, tensors, metadata);
  }
}
