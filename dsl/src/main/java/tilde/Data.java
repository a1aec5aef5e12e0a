package tilde;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tilde.data.Csv;
import tilde.data.ImageFolder;
import tilde.data.Npy;
import tilde.data.Npz;

/**
 * Data in files, by their formats. {@code load()} reads samples into memory, {@code stream()} reads
 * each when it is needed. A file that is damaged, or another than it says, is an error that names
 * the place.
 *
 * <pre>{@code
 * var data = Data.idx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz").load();
 * var flowers = Data.csv("iris.csv").load("species");
 * var pets = Data.folder("pets").size(64, 64).stream();
 * }</pre>
 */
public final class Data {
  private Data() {}

  /** Images and labels in IDX files, as MNIST's, plain or compressed by gzip. */
  public static IdxFiles idx(String images, String labels) {
    return new IdxFiles(Path.of(images), Path.of(labels), List.of());
  }

  /** Images of CIFAR-10's binary version, such as {@code data_batch_1.bin}. */
  public static Cifar10Files cifar10(String... files) {
    return new Cifar10Files(Arrays.stream(files).map(Path::of).toList());
  }

  /** A table in a text file: a sample a line, the names of the columns in the first line. */
  public static CsvFile csv(String file) {
    return new CsvFile(new Csv(Path.of(file)), List.of());
  }

  /** PNG, JPEG and BMP pictures in a folder, one sub-folder a class. */
  public static PictureFolder folder(String folder) {
    return new PictureFolder(new ImageFolder(Path.of(folder)));
  }

  /**
   * A PNG, JPEG or BMP picture, resized to the shape of a model's samples, pixels in 0..1: {@code
   * model.predict(Data.picture("tom.png", 3, 24, 32))}.
   *
   * @param channels 3 for red, green and blue, 1 for grey
   */
  public static Tensor picture(String file, int channels, int height, int width) {
    return PictureFolder.picture(Path.of(file), channels, height, width);
  }

  /**
   * Samples and classes in a file of NumPy's {@code savez}. Unsigned bytes are taken for pixels and
   * become 0..1; images (N, height, width) get a channel.
   *
   * @param x the name of the array of samples
   * @param y the name of the array of classes, whole numbers from 0 on
   */
  public static Dataset npz(String file, String x, String y) {
    return Dataset.of(Npz.read(Path.of(file), x, y));
  }

  /** All arrays of a file of NumPy's {@code savez} by their names, as they are. */
  public static Map<String, Tensor> tensors(String file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Npz.read(Path.of(file))
        .forEach((name, array) -> tensors.put(name, Tensor.wrap(array.data(), array.shape())));
    return tensors;
  }

  /** Saves tensors by name as NumPy's {@code savez} does, replacing an older file as a whole. */
  public static void saveTensors(String file, Map<String, Tensor> tensors) {
    Map<String, Npy.Array> arrays = new LinkedHashMap<>();
    tensors.forEach((name, t) -> arrays.put(name, new Npy.Array(t.shape(), t.data())));
    Npz.write(Path.of(file), arrays);
  }
}
