package tilde.onnx;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tilde.Model;
import tilde.Net;
import tilde.file.AtomicFile;
import tilde.onnx.format.ModelProto;
import tilde.onnx.format.OnnxWriter;

/**
 * Models as ONNX files, for other programs to run, and ONNX files as models.
 *
 * <p>What is written computes what {@link Model#scores} does, normalisation included, for any
 * number of samples. It is of opset 17 and uses its operators only; kernels are flipped on their
 * way out and in.
 *
 * <pre>{@code
 * Onnx.save(model, "m.onnx");
 * var same = Onnx.load("m.onnx");
 * }</pre>
 */
public final class Onnx {
  private Onnx() {}

  /**
   * Writes a model that gives scores, as a whole or not at all.
   *
   * @throws tilde.onnx.format.OnnxException if ONNX has no operator for a layer
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void save(Model model, Path file) {
    write(Exporter.model(model, false), file);
  }

  /** Writes a model like {@link #save(Model, Path)}. */
  public static void save(Model model, String file) {
    save(model, Path.of(file));
  }

  /**
   * Writes a model like {@link #save(Model, Path)} that gives probabilities: with the softmax or
   * sigmoid of its loss.
   *
   * @throws tilde.onnx.format.OnnxException if the scores of its loss are no probabilities, or ONNX
   *     has no operator for a layer
   */
  public static void saveProbabilities(Model model, Path file) {
    write(Exporter.model(model, true), file);
  }

  /** Writes a model like {@link #saveProbabilities(Model, Path)}. */
  public static void saveProbabilities(Model model, String file) {
    saveProbabilities(model, Path.of(file));
  }

  private static void write(ModelProto model, Path file) {
    AtomicFile.write(file, out -> OnnxWriter.write(model, out));
  }

  /**
   * Reads a network of layers in a row, residual ones among them, with its weights. A file of ours
   * also tells the loss. In others a softmax or sigmoid at the end becomes that of {@code
   * softmaxCE()} or {@code sigmoidCE()}; without one, scores of several classes are taken for those
   * of {@code softmaxCE()}, and anything else for those of {@code mse()}.
   *
   * @throws tilde.onnx.format.OnnxException if the file is damaged, or has an operator or a setting
   *     that no layer here has
   * @throws tilde.file.FileFormatException if there is no such file, or no memory for its network
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Model load(Path file) {
    return Importer.load(file, Optional.empty());
  }

  /** Reads a model like {@link #load(Path)}. */
  public static Model load(String file) {
    return load(Path.of(file));
  }

  /**
   * Reads a network like {@link #load(Path)}, all of it, and ends it with this loss: {@code
   * Onnx.load(file, Net::mse)}.
   *
   * @param loss makes a model of the network; layers it adds, {@code n -> n.dense(3).softmaxCE()},
   *     have weights as drawn
   */
  public static Model load(Path file, Function<Net, Model> loss) {
    return Importer.load(file, Optional.of(Objects.requireNonNull(loss)));
  }

  /** Reads a model like {@link #load(Path, Function)}. */
  public static Model load(String file, Function<Net, Model> loss) {
    return load(Path.of(file), loss);
  }
}
